package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.internal.Json;
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
        PrivateDirectories.create(directory);
        new Issue(settings, run.issued().exists()).forward(run);
        for (Member member : deployment.members()) {
            Path bundle = directory.resolve(member.name());
            PrivateDirectories.create(bundle);
            CredentialDirectory.at(bundle.resolve(CREDENTIALS))
                    .create(run.bundles().directoryOf(member, settings).read(), Ownership.of(directory), run.clock());
            write(bundle.resolve(NODE), Json.line(forNode(deployment, member)));
        }
        run.bundles().remove();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new CredentialException("'" + file + "' cannot be written: " + e.getMessage(), e);
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
            throw new CredentialException("'" + bundle + "' is no bundle: " + e.getMessage(), e);
        }
    }

    static Path credentials(Path bundle) {
        return bundle.resolve(CREDENTIALS).toAbsolutePath().normalize();
    }
}
