package io.gatewaystore.testkit.etcd;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands to their end. */
final class Commands {

    private static final Duration ETCD_TOOL_TIME = Duration.ofSeconds(60);

    private Commands() {}

    /** What a command printed, both streams, and its exit status. */
    record Result(int status, String output) {

        String lastLines() {
            List<String> lines = output.lines().toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        }
    }

    /** Runs a command where this JVM runs. */
    static Result run(Duration timeout, List<String> command) throws IOException {
        return run(Path.of("").toAbsolutePath(), timeout, command);
    }

    /** Runs a command in the given directory. */
    static Result run(Path directory, Duration timeout, List<String> command) throws IOException {
        Path output = Files.createTempFile("gateway-store-command", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (!awaitExit(process, timeout)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end within " + timeout);
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Runs a command of etcd's in the given directory; the message of a failure has the end of what it printed. */
    static void runToSuccess(Path directory, List<String> command) {
        try {
            Result result = run(directory, ETCD_TOOL_TIME, command);
            if (result.status() != 0) {
                throw new IllegalStateException(
                        command.get(0) + " failed with status " + result.status() + ": " + result.lastLines());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not run " + command.get(0), e);
        }
    }

    static boolean awaitExit(Process process, Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }
}
