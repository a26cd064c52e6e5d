package io.gatewaystore.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A {@code gateway.conf} with a certain content. Two are equal if path and content are, whatever the times of the file, and whichever symbolic links
 * lead to it.
 *
 * <p>Immutable.
 *
 * @param path where the file was found
 * @param digest SHA-256 of its content, in hexadecimal digits
 */
public record ConfigFile(Path path, String digest) {

    /**
     * Creates it.
     *
     * @param path where the file was found
     * @param digest SHA-256 of its content
     */
    public ConfigFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(digest, "digest");
    }

    /**
     * The file as it is now.
     *
     * @return the same path with the digest of what can be read there
     * @throws IOException if nothing can be read there
     */
    public ConfigFile now() throws IOException {
        return of(path, Files.readAllBytes(path));
    }

    static ConfigFile of(Path path, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ConfigFile(path, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime has no SHA-256, which every one must have", e);
        }
    }
}
