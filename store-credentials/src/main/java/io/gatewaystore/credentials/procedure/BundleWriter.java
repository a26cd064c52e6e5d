package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.internal.DiskFailure;
import io.gatewaystore.credentials.internal.DurableFiles;
import io.gatewaystore.credentials.internal.Json;
import io.gatewaystore.credentials.issue.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes and reads what travels to a host by hand: its credentials, and the part of the deployment that is there. */
final class BundleWriter {

    private static final String NODE = "node.json";
    private static final String CREDENTIALS = "credentials";

    private final Run run;
    private final IssueSettings settings;

    BundleWriter(Run run, IssueSettings settings) {
        this.run = run;
        this.settings = settings;
    }

    void write(Path directory) {
        Deployment deployment = run.deployment();
        deployment.members().stream()
                .filter(member -> member.endpoints().isEmpty())
                .findFirst()
                .ifPresent(member -> {
                    throw new CredentialException(
                            "member " + member.name() + " needs its endpoints: its configuration is on another host");
                });
        checkPlace(directory);
        PrivateDirectories.create(directory);
        new Issue(settings, run.issued().exists()).forward(run);
        deployment.members().stream()
                .filter(member -> !isWhole(directory.resolve(member.name())))
                .forEach(member -> write(member, directory.resolve(member.name())));
        run.bundles().remove();
    }

    /** What an interrupted run has left is completed; nothing else is. */
    private void checkPlace(Path directory) {
        List<Path> whole = run.deployment().members().stream()
                .map(member -> directory.resolve(member.name()))
                .filter(BundleWriter::isWhole)
                .toList();
        boolean ours = run.issued().exists()
                && whole.stream()
                        .allMatch(bundle -> CredentialDirectory.at(credentials(bundle))
                                .read()
                                .trusted()
                                .equals(run.issued().read().trusted()));
        if (whole.size() == run.deployment().members().size() || (!whole.isEmpty() && !ours)) {
            throw new CredentialException(
                    "'" + directory + "' holds bundles already; delete it, since they hold private"
                            + " keys, or name another directory with --to");
        }
    }

    /** By what is written last. */
    private static boolean isWhole(Path bundle) {
        return Files.exists(bundle.resolve(NODE));
    }

    private void write(Member member, Path bundle) {
        PrivateDirectories.remove(bundle);
        PrivateDirectories.create(bundle);
        CredentialDirectory.at(bundle.resolve(CREDENTIALS)).create(of(member), Ownership.of(bundle), run.clock());
        Path node = bundle.resolve(NODE);
        write(bundle.resolve(NODE + ".part"), Json.line(forNode(run.deployment(), member)));
        try {
            DurableFiles.move(bundle.resolve(NODE + ".part"), node);
        } catch (IOException e) {
            throw new CredentialException("'" + node + "' cannot be written: " + DiskFailure.reason(e), e);
        }
    }

    /** A member that uses the issuing directory gets what is there. */
    private Credentials of(Member member) {
        if (run.deployment().hasOwnDirectory(member)) {
            return run.bundles().directoryOf(member, settings).read();
        }
        Credentials issued = run.issued().read();
        return new Credentials(issued.trusted(), null, issued.server(), issued.client());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new CredentialException("'" + file + "' cannot be written: " + DiskFailure.reason(e), e);
        }
    }

    private static Deployment forNode(Deployment deployment, Member member) {
        Member here = new Member(
                member.name(),
                "",
                member.endpoints(),
                member.etcdConfig(),
                member.consumers(),
                member.credentials(),
                member.owner(),
                member.stop(),
                member.start());
        return new Deployment(
                List.of(here),
                member.credentials(),
                List.of(),
                "",
                "",
                "",
                "",
                deployment.commandSeconds(),
                deployment.answerSeconds());
    }

    static Deployment deployment(Path bundle) {
        Path file = bundle.resolve(NODE);
        try {
            return Json.read(Files.readString(file), Deployment.class);
        } catch (JsonProcessingException e) {
            throw new CredentialException(
                    "'" + file + "' cannot be understood; is it from the same version of storectl?", e);
        } catch (IOException e) {
            throw new CredentialException("'" + bundle + "' is no bundle: " + DiskFailure.reason(e), e);
        }
    }

    static Path credentials(Path bundle) {
        return bundle.resolve(CREDENTIALS).toAbsolutePath().normalize();
    }
}
