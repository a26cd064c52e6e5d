package io.gatewaystore.cli.check;

import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.etcd.check.CheckReport;
import io.gatewaystore.etcd.check.EndpointReport;
import io.gatewaystore.etcd.check.StepResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A report as JSON objects. What does not apply is left out. */
final class CheckJson {

    private CheckJson() {}

    static Map<String, Object> of(CheckReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", report.isOk());
        report.disagreement().ifPresent(text -> json.put("disagreement", text));
        json.put("endpoints", report.endpoints().stream().map(CheckJson::of).toList());
        return json;
    }

    private static Map<String, Object> of(EndpointReport endpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("endpoint", endpoint.endpoint().toString());
        json.put("usable", endpoint.failure().isEmpty());
        endpoint.clusterId().ifPresent(id -> json.put("clusterId", id));
        json.put("steps", endpoint.steps().stream().map(CheckJson::of).toList());
        return json;
    }

    private static Map<String, Object> of(StepResult step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step.step().name());
        json.put("status", step.status().name());
        json.put("summary", step.summary());
        json.put("micros", TimeUnit.NANOSECONDS.toMicros(step.duration().toNanos()));
        json.put("facts", step.facts());
        step.failure().ifPresent(attempt -> json.put("failure", of(attempt)));
        return json;
    }

    private static Map<String, Object> of(Attempt attempt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", attempt.failure().name());
        json.put("reason", attempt.reason());
        json.put("remedy", attempt.remedy());
        return json;
    }
}
