package io.gatewaystore.credentials.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Writes files so that a crash leaves the old contents or the new ones, and nobody reads a secret in between. */
public final class DurableFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private DurableFiles() {}

    /**
     * Writes a file that does not exist yet, readable by its owner only from the moment it exists.
     *
     * @param path the file
     * @param contents what is to be in it
     * @throws IOException if the disk does not let it
     */
    public static void create(Path path, byte[] contents) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            ByteBuffer buffer = ByteBuffer.wrap(contents);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * Puts other contents into an existing file, whose owner, group and mode stay. Of a symbolic link, into the file that it leads to.
     *
     * @param path the file
     * @param contents what is to be in it
     * @throws IOException if the disk does not let it
     */
    public static void replace(Path path, byte[] contents) throws IOException {
        Path target = path.toRealPath();
        PosixFileAttributes attributes = Files.readAttributes(target, PosixFileAttributes.class);
        Path beside = beside(target);
        try {
            Files.deleteIfExists(beside);
            create(beside, contents);
            give(beside, attributes.owner(), attributes.group());
            Files.setPosixFilePermissions(beside, attributes.permissions());
            move(beside, target);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Renames, replacing what is there, and makes that last.
     *
     * @param from the file to rename
     * @param to what it is to be called
     * @throws IOException if the disk does not let it
     */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        synchronize(parent(to));
    }

    /**
     * Makes what was created in a directory, renamed or removed last.
     *
     * @param directory the directory
     * @throws IOException if the disk does not let it
     */
    public static void synchronize(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Hands a file over, unless it belongs to them already: only root may, and need not where there is nothing to do.
     *
     * @param path the file
     * @param owner to whom it is to belong
     * @param group the group of it
     * @throws IOException if the disk does not let it
     */
    public static void give(Path path, UserPrincipal owner, GroupPrincipal group) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        if (!now.group().equals(group)) {
            view.setGroup(group);
        }
        if (!now.owner().equals(owner)) {
            view.setOwner(owner);
        }
    }

    /**
     * The path at which a file or directory is prepared before it is renamed. It is always the same one, so that what an interrupted run has left
     * there is found by the next.
     *
     * @param path the file
     * @return a path in the same directory
     */
    public static Path beside(Path path) {
        return parent(path).resolve("." + path.getFileName() + ".new");
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("'" + path + "' is the root directory");
        }
        return parent;
    }

    /**
     * The SHA-256, hexadecimal.
     *
     * @param contents what is to be in it
     * @return 64 digits
     */
    public static String sha256(byte[] contents) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks SHA-256", e);
        }
    }
}
