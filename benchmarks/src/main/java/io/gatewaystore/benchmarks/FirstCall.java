package io.gatewaystore.benchmarks;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.gatewaystore.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that asks for one key and ends, and how it is run. */
final class FirstCall {

    private static final String KEY = "bench/first";

    private FirstCall() {}

    /**
     * Asks, and prints the milliseconds since the virtual machine was started.
     *
     * @param arguments the contender, and the endpoint for jetcd; this library goes by the environment
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals(OwnContender.COALESCED)) {
            Store store = Store.open();
            store.get(KEY);
        } else {
            Client client = Client.builder().endpoints("http://" + arguments[1]).build();
            client.getKVClient()
                    .get(ByteSequence.from(KEY, StandardCharsets.UTF_8))
                    .get();
        }
        System.out.println(ManagementFactory.getRuntimeMXBean().getUptime());
        System.exit(0);
    }

    /** Runs it in a process of its own. */
    static double millis(String contender, String endpoint, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstCall.class.getName(),
                        contender,
                        endpoint)))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the first call of " + contender + " failed");
            }
            return Double.parseDouble(said.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
