package io.gatewaystore.credentials.directory;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.DiskFailure;
import io.gatewaystore.credentials.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;

/**
 * To whom files belong.
 *
 * <p>Immutable.
 */
public final class Ownership {

    private final UserPrincipal owner;
    private final GroupPrincipal group;

    private Ownership(UserPrincipal owner, GroupPrincipal group) {
        this.owner = owner;
        this.group = group;
    }

    /**
     * Owner and group of an existing file or directory, usually etcd's data or configuration directory.
     *
     * @param path the file or directory
     * @return its owner and group
     * @throws CredentialException if it cannot be looked at
     */
    public static Ownership of(Path path) {
        Objects.requireNonNull(path, "path");
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            return new Ownership(attributes.owner(), attributes.group());
        } catch (IOException | UnsupportedOperationException e) {
            throw new CredentialException("the owner of '" + path + "' cannot be found out: " + e.getMessage(), e);
        }
    }

    /**
     * A user of this machine, with a group.
     *
     * @param user the name of the user
     * @param group the name of the group
     * @return the two
     * @throws CredentialException if this machine does not know them
     */
    public static Ownership named(String user, String group) {
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        try {
            return new Ownership(lookup.lookupPrincipalByName(user), lookup.lookupPrincipalByGroupName(group));
        } catch (UserPrincipalNotFoundException e) {
            throw new CredentialException("there is no user or group '" + e.getName() + "' on this machine", e);
        } catch (IOException e) {
            throw new CredentialException("the user '" + user + "' cannot be looked up: " + DiskFailure.reason(e), e);
        }
    }

    /**
     * The user.
     *
     * @return the name
     */
    public String user() {
        return owner.getName();
    }

    void take(Path path) throws IOException {
        DurableFiles.give(path, owner, group);
    }

    @Override
    public String toString() {
        return owner.getName() + ":" + group.getName();
    }
}
