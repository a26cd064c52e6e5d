package io.gatewaystore.cli.credentials;

import io.gatewaystore.credentials.procedure.DeploymentStatus;
import io.gatewaystore.credentials.status.NodeStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A status for programs. */
final class StatusJson {

    private StatusJson() {}

    static Map<String, Object> of(DeploymentStatus status) {
        Map<String, Object> nodes = new LinkedHashMap<>();
        status.nodes().forEach((name, node) -> nodes.put(name, of(node)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", status.state().name());
        json.put("inconsistencies", status.inconsistencies());
        json.put("nodes", nodes);
        return json;
    }

    private static Map<String, Object> of(NodeStatus node) {
        Map<String, Object> certificates = new TreeMap<>();
        node.credentials().certificates().forEach((file, certificate) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("subject", certificate.subject());
            json.put("issuer", certificate.issuer());
            json.put("serial", certificate.serial());
            json.put("names", certificate.names());
            json.put("notBefore", certificate.notBefore().toString());
            json.put("notAfter", certificate.notAfter().toString());
            certificates.put(file, json);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", node.state().name());
        json.put("endpoints", new TreeMap<>(node.endpoints()));
        json.put("directory", node.credentials().path());
        json.put("certificates", certificates);
        return json;
    }
}
