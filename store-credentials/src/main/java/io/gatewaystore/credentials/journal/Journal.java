package io.gatewaystore.credentials.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.internal.DiskFailure;
import io.gatewaystore.credentials.internal.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one deployment: a file of JSON lines in a state directory, locked for as long as this object is open. The lock is the system's and
 * ends with the process, however that ends.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class Journal implements AutoCloseable {

    private static final String FILE = "journal.jsonl";
    private static final String LOCK = "lock";

    /** Those of this process: to open and close such a file again would give the system's lock up. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final @Nullable FileChannel file;
    private final @Nullable FileChannel lock;
    private final Interruption interruption;
    private final JournalState state = new JournalState();

    private Journal(Path path, @Nullable FileChannel file, @Nullable FileChannel lock, Interruption interruption) {
        this.path = path;
        this.file = file;
        this.lock = lock;
        this.interruption = interruption;
    }

    /**
     * Opens the journal in a state directory, which is created if need be.
     *
     * @param directory the state directory
     * @param interruption is told before and after each record
     * @return the journal, as far as it was written
     * @throws CredentialException if another command holds it, or it cannot be read
     */
    public static Journal open(Path directory, Interruption interruption) {
        PrivateDirectories.create(directory);
        Path path = directory.resolve(FILE);
        try {
            FileChannel lock = lock(directory.resolve(LOCK));
            FileChannel file = openPrivate(path);
            Journal journal = new Journal(path, file, lock, interruption);
            int end = journal.readAll();
            file.truncate(end);
            file.position(end);
            return journal;
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be opened: " + DiskFailure.reason(e), e);
        }
    }

    /**
     * Reads the journal in a state directory, without a lock, and without a trace if there is none. Nothing can be added to it.
     *
     * @param directory the state directory
     * @return the journal, as far as it was written; an empty one if there is none
     * @throws CredentialException if it cannot be read
     */
    public static Journal look(Path directory) {
        Path path = directory.resolve(FILE);
        Journal journal = new Journal(path, null, null, Interruption.NONE);
        try {
            if (Files.exists(directory)) {
                journal.readAll();
            }
        } catch (NoSuchFileException e) {
            return journal;
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be read: " + DiskFailure.reason(e), e);
        }
        return journal;
    }

    /**
     * Which process is at work with the journal.
     *
     * @return its number; empty if none is
     */
    public Optional<String> holder() {
        Path held = path.resolveSibling(LOCK);
        if (HELD.contains(held)) {
            return Optional.of(String.valueOf(ProcessHandle.current().pid()));
        }
        try (FileChannel channel = FileChannel.open(held, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null
                    ? Optional.of(Files.readString(held).strip())
                    : Optional.empty();
        } catch (IOException e) {
            // Whoever may not read the lock, or finds none, cannot tell.
            return Optional.empty();
        }
    }

    private static FileChannel openPrivate(Path path) throws IOException {
        return FileChannel.open(
                path,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static FileChannel lock(Path path) throws IOException {
        if (!HELD.add(path)) {
            throw atWork(path);
        }
        FileChannel channel = openPrivate(path);
        if (channel.tryLock() == null) {
            HELD.remove(path);
            channel.close();
            throw atWork(path);
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
        return channel;
    }

    private static CredentialException atWork(Path path) throws IOException {
        return new CredentialException("another command is at work here (process "
                + Files.readString(path).strip() + " holds '" + path + "'); wait until it has ended");
    }

    /** What was being written when the power went, or is being written, is no record: the answer is where the records end. */
    private int readAll() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        List<String> lines =
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                state.add(Json.read(lines.get(i), JournalRecord.class));
            } catch (JsonProcessingException e) {
                throw new CredentialException(
                        "line " + (i + 1) + " of the journal '" + path
                                + "' cannot be understood; move the file away and run"
                                + " 'storectl credentials repair' with the options of the deployment",
                        e);
            }
        }
        return end;
    }

    /**
     * Adds a record. When this returns, it is on the disk.
     *
     * @param entry the record
     * @throws CredentialException if it cannot be written
     */
    public void add(JournalRecord entry) {
        FileChannel written = Objects.requireNonNull(file, "a journal that was opened for work");
        interruption.moment();
        ByteBuffer line = StandardCharsets.UTF_8.encode(Json.line(entry) + "\n");
        try {
            while (line.hasRemaining()) {
                written.write(line);
            }
            written.force(true);
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be written: " + DiskFailure.reason(e), e);
        }
        state.add(entry);
        interruption.moment();
    }

    /**
     * The command that is under way or was interrupted.
     *
     * @return empty if the last command has ended
     */
    public Optional<OpenRun> openRun() {
        return state.open();
    }

    /**
     * The plans of all commands, whether they have ended or not.
     *
     * @return the newest first
     */
    public List<JsonNode> plans() {
        return state.plans();
    }

    /**
     * The changes that stand in a file.
     *
     * @param edited the file
     * @return the newest first
     */
    public List<RecordedEdit> edits(FileOfMember edited) {
        return state.edits(edited);
    }

    /**
     * All changes of a file, with those that take others back. Of commands that have ended, only what stands.
     *
     * @param edited the file
     * @return the newest first
     */
    public List<RecordedEdit> changes(FileOfMember edited) {
        return state.changes(edited);
    }

    @Override
    public void close() {
        try (FileChannel held = lock;
                FileChannel written = file) {
            if (written != null && held != null) {
                written.force(true);
                held.force(false);
                HELD.remove(path.resolveSibling(LOCK));
            }
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be closed: " + DiskFailure.reason(e), e);
        }
    }
}
