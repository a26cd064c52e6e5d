package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.internal.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Files of a credential directory on their way to another host. Holds private keys, which {@link #toString} does not show.
 *
 * <p>Immutable.
 *
 * @param files their PEM text, by file name
 */
public record CredentialFiles(Map<String, String> files) {

    private static final Set<CredentialFile> OF_NODES =
            EnumSet.complementOf(EnumSet.of(CredentialFile.CA_KEY, CredentialFile.META));

    /**
     * Copies the map.
     *
     * @param files the texts by name
     */
    public CredentialFiles {
        files = Map.copyOf(files);
        for (String name : files.keySet()) {
            // They come from elsewhere, and are written under these names.
            if (Arrays.stream(CredentialFile.values())
                    .noneMatch(file -> file.fileName().equals(name))) {
                throw new IllegalArgumentException("'" + name + "' is no file of a credential directory");
            }
        }
    }

    /**
     * Reads what a node needs: everything but the authority's key.
     *
     * @param directory where to
     * @return the files
     * @throws CredentialException if one is missing or cannot be read
     */
    public static CredentialFiles ofNode(CredentialDirectory directory) {
        return read(directory, OF_NODES);
    }

    /**
     * Reads everything that was issued.
     *
     * @param directory where from
     * @return the files, the authority's key among them if it is there
     * @throws CredentialException if one is missing or cannot be read
     */
    public static CredentialFiles all(CredentialDirectory directory) {
        Set<CredentialFile> wanted = EnumSet.copyOf(OF_NODES);
        if (Files.exists(directory.file(CredentialFile.CA_KEY))) {
            wanted.add(CredentialFile.CA_KEY);
        }
        return read(directory, wanted);
    }

    private static CredentialFiles read(CredentialDirectory directory, Set<CredentialFile> wanted) {
        Map<String, String> files = new HashMap<>();
        for (CredentialFile file : wanted) {
            Path path = directory.file(file);
            try {
                files.put(file.fileName(), Files.readString(path));
            } catch (IOException e) {
                throw new CredentialException("'" + path + "' cannot be read: " + DiskFailure.reason(e), e);
            }
        }
        return new CredentialFiles(files);
    }

    /** These files, and those of the others that are not among them. */
    CredentialFiles over(CredentialFiles others) {
        Map<String, String> all = new HashMap<>(others.files);
        all.putAll(files);
        return new CredentialFiles(all);
    }

    /** Without the content, which holds private keys. */
    @Override
    public String toString() {
        return "CredentialFiles" + files.keySet();
    }
}
