package io.gatewaystore.etcd;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a member counts of itself, at one moment. */
final class Metrics {

    private final String text;

    private Metrics(String text) {
        this.text = text;
    }

    /** Asks a member that serves without TLS. */
    static Metrics of(String endpoint) {
        try {
            return new Metrics(HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + endpoint + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    long value(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(Metrics::number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("etcd does not tell " + name));
    }

    /** Of all that is counted under a name with a label, however else it is labelled. */
    long sum(String name, String label) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToLong(Metrics::number)
                .sum();
    }

    private static long number(String line) {
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
