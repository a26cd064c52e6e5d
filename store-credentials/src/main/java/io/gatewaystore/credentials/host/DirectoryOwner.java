package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.directory.Ownership;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * To whom a credential directory belongs.
 *
 * <p>Immutable.
 */
public final class DirectoryOwner {

    private DirectoryOwner() {}

    /**
     * The user who was asked for, or whoever runs a member.
     *
     * @param owner {@code user:group}; if empty, the owner of the member's data, or else of the directory of its configuration
     * @param etcdConfig the member's configuration file
     * @return the owner
     * @throws CredentialException if there is no such user
     */
    public static Ownership of(String owner, Path etcdConfig) {
        if (!owner.isEmpty()) {
            return named(owner);
        }
        return EtcdConfigFile.read(etcdConfig)
                .dataDirectory()
                .filter(Files::isDirectory)
                .map(Ownership::of)
                .orElseGet(() -> around(etcdConfig));
    }

    /**
     * The user who was asked for.
     *
     * @param owner {@code user:group}, or the name of both
     * @return the owner
     * @throws CredentialException if there is no such user
     */
    public static Ownership named(String owner) {
        String[] names = owner.split(":", 2);
        return Ownership.named(names[0], names[names.length - 1]);
    }

    /**
     * Whoever owns the directory around a path.
     *
     * @param path a path that need not exist
     * @return the owner of the nearest directory above it
     * @throws CredentialException if that cannot be found out
     */
    public static Ownership around(Path path) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        while (parent != null && !Files.isDirectory(parent)) {
            parent = parent.getParent();
        }
        if (parent == null) {
            throw new CredentialException("'" + path + "' is in no directory");
        }
        return Ownership.of(parent);
    }
}
