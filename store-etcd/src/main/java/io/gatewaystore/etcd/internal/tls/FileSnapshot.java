package io.gatewaystore.etcd.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What some files held at one moment, and a digest of it all by which two moments are compared. A private key is in here, so it is shown
 * nowhere, and only the digest is kept.
 */
final class FileSnapshot {

    private static final int LARGEST = 4 * 1024 * 1024;

    private final Map<Path, String> texts = new LinkedHashMap<>();
    private final Map<Path, UnusableFileException> failures = new LinkedHashMap<>();
    private final String digest;

    private FileSnapshot(List<Path> files) {
        for (Path file : files) {
            try {
                texts.put(file, text(file));
            } catch (UnusableFileException e) {
                failures.put(file, e);
            }
        }
        digest = digest(files);
    }

    /** Reads files by their paths, symbolic links followed. What cannot be read is part of the picture. */
    static FileSnapshot of(List<Path> files) {
        return new FileSnapshot(files);
    }

    PemFile pem(Path file) throws UnusableFileException {
        UnusableFileException failure = failures.get(file);
        if (failure != null) {
            throw failure;
        }
        return PemFile.parse(texts.getOrDefault(file, ""));
    }

    String digest() {
        return digest;
    }

    private String digest(List<Path> files) {
        List<byte[]> parts = new ArrayList<>();
        for (Path file : files) {
            UnusableFileException failure = failures.get(file);
            String content = failure == null ? "held " + texts.get(file) : failure.sentence();
            parts.add(sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
        }
        MessageDigest whole = sha256();
        parts.forEach(whole::update);
        return HexFormat.of().formatHex(whole.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String text(Path path) throws UnusableFileException {
        if (Files.isDirectory(path)) {
            throw new UnusableFileException("is a directory; expected: a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UnusableFileException("is larger than 4 MiB");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableFileException("does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UnusableFileException("cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new UnusableFileException("cannot be read: " + e.getMessage(), e);
        }
    }
}
