package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of this machine that answers each line with a line, until its input ends. */
final class Conversation implements AutoCloseable {

    private static final int SECONDS_TO_END = 5;

    private final String command;
    private final Process process;
    private final Path errors;
    /** Each line it says; empty when it says no more. */
    private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();

    private Conversation(String command, Process process, Path errors) {
        this.command = command;
        this.process = process;
        this.errors = errors;
    }

    static Conversation begin(String command) {
        try {
            Path errors = Files.createTempFile("storectl", ".err", PrivateDirectories.OF_FILE);
            Process process = new ProcessBuilder("sh", "-c", command)
                    .redirectError(Redirect.to(errors.toFile()))
                    .start();
            Conversation conversation = new Conversation(command, process, errors);
            Thread listening = new Thread(conversation::listen, "storectl-on-node");
            listening.setDaemon(true);
            listening.start();
            return conversation;
        } catch (IOException e) {
            throw new CredentialException("the command '" + command + "' cannot be run: " + e.getMessage(), e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().map(Optional::of).forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            // Cut off by close, or by its death: it says no more.
        } finally {
            said.add(Optional.empty());
        }
    }

    boolean isOpen() {
        return process.isAlive() && said.isEmpty();
    }

    String ask(String question, int seconds) {
        try {
            say(question);
            Optional<String> answer = said.poll(seconds, TimeUnit.SECONDS);
            if (answer == null) {
                throw failure("did not answer within " + seconds + " s and was killed");
            }
            return answer.orElseThrow(this::ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        }
    }

    private void say(String question) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((question + '\n').getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // It does not read its input, so it has ended or is about to; what it said, and its status, tell why.
            return;
        }
    }

    private CredentialException ended() {
        try {
            return process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)
                    ? failure("ended with status " + process.exitValue() + ": "
                            + ShellCommand.lastLines(Files.readString(errors)))
                    : failure("says no more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure("was interrupted");
        } catch (IOException e) {
            return failure("ended, and what it said cannot be read: " + e.getMessage());
        }
    }

    private CredentialException failure(String what) {
        return new CredentialException("the command '" + command + "' " + what);
    }

    /** The end of its input ends it; if not, it is killed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            errors.toFile().delete();
        }
    }
}
