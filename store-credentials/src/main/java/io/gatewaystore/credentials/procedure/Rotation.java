package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.host.CredentialFiles;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.internal.DiskFailure;
import io.gatewaystore.credentials.issue.Credentials;
import io.gatewaystore.credentials.issue.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The new credentials while old ones give way to them, kept aside until the last directory has them. A run finds only those that it has issued itself. */
final class Rotation {

    private static final String TRUSTED = CredentialFile.CA_CERTIFICATE.fileName();

    private static final String NAME = "rotation";

    private final Path state;
    private final Path directory;
    private final CredentialDirectory issued;
    private final Clock clock;

    Rotation(Path state, String run, Clock clock) {
        this.state = state;
        this.directory = state.resolve(NAME + "-" + run);
        this.issued = CredentialDirectory.at(directory.resolve("issued"));
        this.clock = clock;
    }

    /** Issues the new credentials, from the authority of the old ones or from a new one. */
    void prepare(CredentialDirectory old, boolean newAuthority, IssueSettings settings, Deployment deployment) {
        if (issued.exists()) {
            return;
        }
        removeAll();
        PrivateDirectories.create(directory);
        Credentials before = old.read();
        keepTrust(old);
        Issuer issuer = newAuthority
                ? Issuer.withNewAuthority(settings.options(clock))
                : Issuer.of(before, settings.options(clock));
        issued.create(issuer.forIssuingHost(deployment.allEndpoints()), Ownership.of(directory), clock);
    }

    private void keepTrust(CredentialDirectory old) {
        try {
            Files.writeString(directory.resolve(TRUSTED), read(old.file(CredentialFile.CA_CERTIFICATE)));
        } catch (IOException e) {
            throw new CredentialException("'" + directory + "' cannot be written: " + DiskFailure.reason(e), e);
        }
    }

    /** The files of a directory that differ at a stage from what it held before. */
    CredentialFiles at(Stage stage, Place place, Deployment deployment, IssueSettings settings) {
        if (stage == Stage.OLD) {
            return new CredentialFiles(Map.of());
        }
        String oldTrust = read(directory.resolve(TRUSTED));
        String newTrust = read(issued.file(CredentialFile.CA_CERTIFICATE));
        if (stage == Stage.TRUST_BOTH) {
            return new CredentialFiles(Map.of(TRUSTED, oldTrust + newTrust));
        }
        CredentialFiles fresh = place.isIssuer()
                ? CredentialFiles.all(issued)
                : new Bundles(directory.resolve("bundles"), issued, clock)
                        .of(deployment.member(place.member()), settings);
        Map<String, String> files = new HashMap<>(fresh.files());
        files.put(TRUSTED, stage == Stage.NEW && !newTrust.equals(oldTrust) ? newTrust + oldTrust : newTrust);
        return new CredentialFiles(files);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CredentialException("'" + file + "' cannot be read: " + DiskFailure.reason(e), e);
        }
    }

    /** Those of all runs: whoever could have used them is no more. */
    void removeAll() {
        left(state).forEach(PrivateDirectories::remove);
    }

    /** What rotations have left in a state directory. */
    static List<Path> left(Path state) {
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(state)) {
            return found.filter(path -> path.getFileName().toString().startsWith(NAME))
                    .toList();
        } catch (IOException e) {
            throw new CredentialException("'" + state + "' cannot be read: " + e, e);
        }
    }
}
