package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A member that runs as a process of this machine. */
final class LocalProcess implements MemberProcess {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Supplier<List<String>> command;
    private final Function<Path, List<String>> restoration;
    private final Path directory;
    private final Path dataDirectory;
    private final Path logFile;

    private @Nullable Process process;
    private @Nullable Process guard;
    private boolean frozen;

    LocalProcess(
            Supplier<List<String>> command,
            Function<Path, List<String>> restoration,
            Path directory,
            Path dataDirectory,
            Path logFile) {
        this.command = command;
        this.restoration = restoration;
        this.directory = directory;
        this.dataDirectory = dataDirectory;
        this.logFile = logFile;
    }

    @Override
    public synchronized void start() {
        List<String> line = command.get();
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(logFile.toFile()));
            // etcd takes every option from ETCD_* variables too.
            builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
            Process started = builder.start();
            process = started;
            frozen = false;
            guard = guard(started);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + line.get(0), e);
        }
    }

    /**
     * Starts a shell that kills the process when this JVM is gone, whichever way it went: the pipe to the shell's standard
     * input then closes.
     */
    private static Process guard(Process guarded) throws IOException {
        Process guard = new ProcessBuilder("/bin/sh", "-c", "read -r line; kill -9 " + guarded.pid())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        // Once the process has ended its id may be given to another one.
        var unused = guarded.onExit().thenRun(guard::destroyForcibly);
        return guard;
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public synchronized boolean isFrozen() {
        return frozen;
    }

    @Override
    public boolean awaitExit(Duration timeout) {
        Process current = current();
        return current == null || Commands.awaitExit(current, timeout);
    }

    @Override
    public synchronized void kill() {
        end(true);
    }

    @Override
    public synchronized void stop() {
        if (frozen) {
            thaw();
        }
        end(false);
    }

    @Override
    public synchronized void freeze() {
        signal("STOP");
        frozen = true;
    }

    @Override
    public synchronized void thaw() {
        signal("CONT");
        frozen = false;
    }

    @Override
    public synchronized void removeData() {
        if (isRunning()) {
            throw new IllegalStateException("the data of a running etcd cannot be removed");
        }
        Directories.delete(dataDirectory);
    }

    @Override
    public synchronized void restoreData(Path snapshot) {
        removeData();
        Commands.runToSuccess(directory, restoration.apply(snapshot));
    }

    @Override
    public String log() {
        try {
            return Files.exists(logFile) ? new String(Files.readAllBytes(logFile), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + logFile, e);
        }
    }

    @Override
    public synchronized void dispose() {
        end(true);
    }

    private synchronized @Nullable Process current() {
        return process;
    }

    private void end(boolean forcibly) {
        Process ending = process;
        if (ending == null) {
            return;
        }
        if (forcibly) {
            ending.destroyForcibly();
        } else {
            ending.destroy();
        }
        if (!Commands.awaitExit(ending, GRACE)) {
            ending.destroyForcibly();
            Commands.awaitExit(ending, GRACE);
        }
        if (guard != null) {
            guard.destroyForcibly();
        }
        process = null;
        guard = null;
        frozen = false;
    }

    private void signal(String name) {
        Process target = process;
        if (target == null || !target.isAlive()) {
            throw new IllegalStateException("etcd is not running");
        }
        try {
            Commands.Result result =
                    Commands.run(GRACE, List.of("/bin/sh", "-c", "kill -" + name + " " + target.pid()));
            if (result.status() != 0) {
                throw new IllegalStateException("could not send SIG" + name + " to etcd: " + result.lastLines());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not send SIG" + name + " to etcd", e);
        }
    }
}
