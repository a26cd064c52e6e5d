package io.gatewaystore.benchmarks;

import io.gatewaystore.testkit.etcd.EtcdCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What etcd says of itself at a moment; without TLS only.
 *
 * @param bytes its resident memory
 * @param databaseBytes its file
 * @param goroutines how many it runs
 * @param watchStreams how many streams of watches it serves
 */
record EtcdGauges(long bytes, long databaseBytes, long goroutines, long watchStreams) {

    static EtcdGauges of(EtcdCluster etcd) {
        String text = metrics("http://" + etcd.member(0).endpoint() + "/metrics");
        return new EtcdGauges(
                value(text, "process_resident_memory_bytes"),
                value(text, "etcd_mvcc_db_total_size_in_bytes"),
                value(text, "go_goroutines"),
                value(text, "etcd_debugging_mvcc_watch_stream_total"));
    }

    private static String metrics(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private static long value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("etcd does not tell " + name));
    }
}
