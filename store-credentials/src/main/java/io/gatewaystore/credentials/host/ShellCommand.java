package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command for the shell. Its output goes to a file and not through a pipe: what it leaves running in the background would keep a pipe open, and
 * whoever reads to its end would wait for ever.
 */
final class ShellCommand {

    private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
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
        try {
            Path output = Files.createTempFile("storectl", ".out", PrivateDirectories.OF_FILE);
            try {
                int status = run(output);
                if (status != 0) {
                    throw failure("ended with status " + status + ": " + lastLines(Files.readString(output)));
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new CredentialException("the command '" + command + "' cannot be run: " + e.getMessage(), e);
        }
    }

    private int run(Path output) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
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

    /** The end of what a command said, for a message. */
    static String lastLines(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.isEmpty()
                ? "it said nothing"
                : String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
