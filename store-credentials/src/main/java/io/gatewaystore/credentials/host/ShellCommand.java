package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command for the shell. Its output goes to a file and not through a pipe: what it leaves running in the background would keep a pipe open, and
 * whoever reads to its end would wait for ever.
 */
final class ShellCommand {

    private static final int SHOWN_LINES = 5;

    private final String command;
    private final int seconds;

    private ShellCommand(String command, int seconds) {
        this.command = command;
        this.seconds = seconds;
    }

    static ShellCommand of(String command, int seconds) {
        return new ShellCommand(command, seconds);
    }

    void run() {
        run("");
    }

    /** Runs it with a text on standard input and returns what it says on standard output. */
    String run(String input) {
        try {
            Path output = Files.createTempFile("storectl", ".out", PrivateDirectories.OF_FILE);
            Path errors = Files.createTempFile("storectl", ".err", PrivateDirectories.OF_FILE);
            try {
                int status = run(input, output, errors);
                if (status != 0) {
                    throw failure("ended with status " + status + ": " + lastLines(output, errors));
                }
                return Files.readString(output);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new CredentialException("the command '" + command + "' cannot be run: " + e.getMessage(), e);
        }
    }

    private int run(String input, Path output, Path errors) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(Redirect.to(output.toFile()))
                .redirectError(Redirect.to(errors.toFile()))
                .start();
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It did not read its input; its status tells whether that matters.
                return exitStatus(process);
            }
            return exitStatus(process);
        } finally {
            process.destroyForcibly();
        }
    }

    private int exitStatus(Process process) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw failure("did not end within " + seconds + " s and was killed");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        }
    }

    private CredentialException failure(String what) {
        return new CredentialException("the command '" + command + "' " + what);
    }

    private static String lastLines(Path output, Path errors) throws IOException {
        String said = (Files.readString(output) + Files.readString(errors)).strip();
        List<String> lines = said.lines().toList();
        return said.isEmpty()
                ? "it said nothing"
                : String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
