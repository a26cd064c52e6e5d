package io.gatewaystore.examples.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real jar in a process of its own, with no other {@code GATEWAY_*} variables than those given. */
public final class GatewayProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "gateway.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a process ended and what it said. */
    public record Result(int status, String out, String err) {

        public List<String> lines() {
            return out.lines().toList();
        }
    }

    private final Path out;
    private final Path err;
    private final Process process;

    private GatewayProcess(Map<String, String> environment, List<String> arguments) throws IOException {
        out = Files.createTempFile("gateway-", ".out");
        err = Files.createTempFile("gateway-", ".err");
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-cp", JAR.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    static GatewayProcess start(Map<String, String> environment, String... arguments) {
        return startMain("io.gatewaystore.examples.gateway.Gateway", environment, arguments);
    }

    static Result run(Map<String, String> environment, String... arguments) {
        try (GatewayProcess gateway = start(environment, arguments)) {
            return gateway.end();
        }
    }

    /** Runs a program of the jar to its end. */
    public static Result runMain(String mainClass, Map<String, String> environment, String... arguments) {
        try (GatewayProcess program = startMain(mainClass, environment, arguments)) {
            return program.end();
        }
    }

    /** Starts a program of the jar. */
    public static GatewayProcess startMain(String mainClass, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(mainClass));
        command.addAll(List.of(arguments));
        try {
            return new GatewayProcess(environment, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, as {@code kill} does, and waits for its end. */
    public Result stop() {
        process.destroy();
        return end();
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What it has printed so far. */
    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Waits for its end. */
    public Result end() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs after " + PATIENCE + ": " + out() + err());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Result(process.exitValue(), out(), err());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        delete(out);
        delete(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
