package io.gatewaystore.cli.credentials;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.procedure.Deployment;
import io.gatewaystore.credentials.procedure.Member;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which deployment: its description, or the files and commands of a single host. */
final class DeploymentOptions {

    private static final String DIRECTORY = "etcd_credential";

    @Option(
            names = "--deployment",
            paramLabel = "FILE",
            description = "Describes the deployment, in YAML; docs/credentials.md shows how.")
    private @Nullable Path description;

    @Option(
            names = "--etcd-config",
            paramLabel = "FILE",
            description = "The configuration of etcd on this host: YAML, ETCD_* variables, or flags in a command line.")
    private @Nullable Path etcdConfig;

    @Option(
            names = "--consumer",
            paramLabel = "FILE",
            description = "A file that tells clients where etcd is: gateway.conf, variables, or TOML. Can be repeated.")
    private List<Path> consumers = List.of();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the credentials are. By default etcd_credential beside etcd's configuration.")
    private @Nullable Path directory;

    @Option(
            names = "--owner",
            paramLabel = "USER:GROUP",
            description =
                    "To whom the credentials belong. By default the owner of etcd's data, or of its configuration.")
    private String owner = "";

    @Option(names = "--stop-command", paramLabel = "COMMAND", description = "Stops etcd; may run more than once.")
    private String stop = "";

    @Option(names = "--start-command", paramLabel = "COMMAND", description = "Starts etcd; may run more than once.")
    private String start = "";

    @Option(
            names = "--on-node",
            paramLabel = "COMMAND",
            description =
                    "Runs a command on another host, for instance 'ssh root@{host}'; instead of that in the description.")
    private String onNode = "";

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where the journal is. By default etcd_credential-state beside the credentials.")
    private @Nullable Path state;

    /** The deployment, if the options tell one; the journal may. */
    Optional<Deployment> deployment() {
        if (description != null) {
            Deployment read = Deployment.read(description);
            return Optional.of(onNode.isEmpty() ? read : read.reachedBy(onNode));
        }
        return Optional.ofNullable(etcdConfig).map(this::ofThisHost);
    }

    /** Where to, if the options name no etcd: enough for credentials that are only issued. */
    Optional<Path> onlyDirectory() {
        return description == null && etcdConfig == null
                ? Optional.ofNullable(directory).map(DeploymentOptions::absolute)
                : Optional.empty();
    }

    String owner() {
        return owner;
    }

    Deployment needed() {
        return deployment()
                .orElseThrow(() -> new CredentialException("which etcd? Give --etcd-config, or --deployment"));
    }

    private Deployment ofThisHost(Path config) {
        Path credentials = directory(config);
        Member member = new Member(
                "etcd",
                "",
                List.of(),
                absolute(config),
                consumers.stream().map(DeploymentOptions::absolute).toList(),
                credentials,
                owner,
                stop,
                start);
        return new Deployment(List.of(member), credentials, List.of(), "", "", "", "", 0, 0);
    }

    private Path directory(Path config) {
        return directory == null ? absolute(config).resolveSibling(DIRECTORY) : absolute(directory);
    }

    /** Where the journal is: asked for, or beside the credentials. */
    Path state() {
        if (state != null) {
            return absolute(state);
        }
        Path credentials = Optional.ofNullable(directory)
                .map(DeploymentOptions::absolute)
                .or(() -> deployment().map(Deployment::credentials))
                .orElseThrow(() -> new CredentialException(
                        "where is the journal? Give --state-dir, --directory, --etcd-config or --deployment"));
        return credentials.resolveSibling(credentials.getFileName() + "-state");
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
