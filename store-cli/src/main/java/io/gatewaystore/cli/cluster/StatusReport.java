package io.gatewaystore.cli.cluster;

import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.Table;
import io.gatewaystore.etcd.admin.EndpointStatus;
import io.gatewaystore.etcd.admin.EndpointStatus.Known;
import io.gatewaystore.etcd.admin.EndpointStatus.Refused;
import io.gatewaystore.etcd.admin.EndpointStatus.Unreachable;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the status of endpoints, in etcdctl's columns. What is not known is a dash, in JSON null; the reason is among the errors. */
record StatusReport(Console console, EtcdCluster cluster) {

    private static final List<String> UNKNOWN =
            List.of("dbSize", "isLeader", "isLearner", "raftTerm", "raftIndex", "raftAppliedIndex");

    void print(List<EndpointStatus> found, OutputFormat format) {
        switch (format) {
            case JSON ->
                console.out().println(Json.line(found.stream().map(this::json).toList()));
            case SIMPLE -> found.forEach(status -> console.out().println(String.join(", ", cells(status))));
            case TABLE -> {
                Table table = new Table(
                        "ENDPOINT",
                        "ID",
                        "VERSION",
                        "DB SIZE",
                        "IS LEADER",
                        "IS LEARNER",
                        "RAFT TERM",
                        "RAFT INDEX",
                        "RAFT APPLIED INDEX",
                        "ERRORS");
                found.forEach(status -> table.row((Object[]) cells(status)));
                table.print(console);
            }
        }
    }

    private String[] cells(EndpointStatus status) {
        if (status instanceof Known known) {
            return new String[] {
                cluster.url(known.endpoint()),
                Long.toHexString(known.memberId()),
                known.version(),
                DbSize.text(known.dbSize()),
                String.valueOf(known.isLeader()),
                String.valueOf(known.isLearner()),
                Long.toUnsignedString(known.raftTerm()),
                Long.toUnsignedString(known.raftIndex()),
                Long.toUnsignedString(known.raftAppliedIndex()),
                String.join(", ", known.errors())
            };
        }
        return new String[] {
            cluster.url(status.endpoint()), "-", version(status), "-", "-", "-", "-", "-", "-", reason(status)
        };
    }

    private Map<String, @Nullable Object> json(EndpointStatus status) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("endpoint", cluster.url(status.endpoint()));
        if (status instanceof Known known) {
            json.put("memberId", unsigned(known.memberId()));
            json.put("version", known.version());
            json.put("dbSize", known.dbSize());
            json.put("isLeader", known.isLeader());
            json.put("isLearner", known.isLearner());
            json.put("raftTerm", unsigned(known.raftTerm()));
            json.put("raftIndex", unsigned(known.raftIndex()));
            json.put("raftAppliedIndex", unsigned(known.raftAppliedIndex()));
            json.put("errors", known.errors());
        } else {
            json.put("memberId", null);
            json.put("version", status instanceof Refused refused ? refused.version() : null);
            UNKNOWN.forEach(field -> json.put(field, null));
            json.put("errors", List.of(reason(status)));
        }
        return json;
    }

    private static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }

    private static String version(EndpointStatus status) {
        return status instanceof Refused refused ? refused.version() : "-";
    }

    private static String reason(EndpointStatus status) {
        if (status instanceof Unreachable unreachable) {
            return "unreachable: " + unreachable.attempt().reason() + ". "
                    + unreachable.attempt().remedy();
        }
        return status instanceof Refused refused ? "status refused: " + refused.reason() : "";
    }
}
