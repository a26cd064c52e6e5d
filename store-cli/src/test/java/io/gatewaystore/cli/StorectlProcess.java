package io.gatewaystore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built jar, by the launcher, in a process of its own that sees no other {@code GATEWAY_*} variables than those given. */
final class StorectlProcess implements AutoCloseable {

    static final Path LAUNCHER =
            Path.of("..", "bin", "storectl").toAbsolutePath().normalize();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path out;
    private final Path err;
    private final Process process;

    private StorectlProcess(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        out = Files.createTempFile("storectl-", ".out");
        err = Files.createTempFile("storectl-", ".err");
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(out.getParent().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    static StorectlProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return new StorectlProcess(LAUNCHER, environment, arguments);
    }

    static StorectlRun.Result run(Map<String, String> environment, String... arguments) throws Exception {
        return run(LAUNCHER, environment, arguments);
    }

    static StorectlRun.Result run(Path launcher, Map<String, String> environment, String... arguments)
            throws Exception {
        try (StorectlProcess storectl = new StorectlProcess(launcher, environment, arguments)) {
            return storectl.end();
        }
    }

    /** Asks it to stop, as {@code kill} does, and waits for its end. */
    StorectlRun.Result stop() throws Exception {
        process.destroy();
        return end();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    private StorectlRun.Result end() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after " + PATIENCE + ": " + out() + Files.readString(err));
        }
        return new StorectlRun.Result(process.exitValue(), out(), Files.readString(err));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Files.delete(out);
        Files.delete(err);
    }
}
