package io.gatewaystore.credentials.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.internal.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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

    private final Path path;
    private final FileChannel file;
    private final FileChannel lock;
    private final Interruption interruption;
    private final JournalState state = new JournalState();

    private Journal(Path path, FileChannel file, FileChannel lock, Interruption interruption) {
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
            Journal journal = new Journal(path, openPrivate(path), lock, interruption);
            journal.readAll();
            return journal;
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    private static FileChannel openPrivate(Path path) throws IOException {
        return FileChannel.open(
                path,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = openPrivate(path);
        if (tryLock(channel) == null) {
            String holder = Files.readString(path).strip();
            channel.close();
            throw new CredentialException("another command is at work here (process " + holder + " holds '" + path
                    + "'); wait until it has ended");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What was being written when the power went is no record. */
    private void readAll() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        file.truncate(end);
        file.position(end);
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
    }

    /**
     * Adds a record. When this returns, it is on the disk.
     *
     * @param entry the record
     * @throws CredentialException if it cannot be written
     */
    public void add(JournalRecord entry) {
        interruption.moment();
        ByteBuffer line = StandardCharsets.UTF_8.encode(Json.line(entry) + "\n");
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(true);
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be written: " + e.getMessage(), e);
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
     * The plan of the last command, whether it has ended or not.
     *
     * @return empty if there was none
     */
    public Optional<JsonNode> lastPlan() {
        return state.lastPlan();
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
            written.force(true);
            held.force(false);
        } catch (IOException e) {
            throw new CredentialException("the journal '" + path + "' cannot be closed: " + e.getMessage(), e);
        }
    }
}
