package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatewaystore.credentials.CredentialException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member of the cluster, and what belongs to it on its host.
 *
 * <p>Immutable.
 *
 * @param name how messages call it; different for each member
 * @param host what stands for {@code {host}} in the command template that reaches its host; empty for the host where the commands run
 * @param endpoints its {@code host:port} for clients; if empty, they are taken from its configuration
 * @param etcdConfig its configuration file: YAML, {@code ETCD_*} variables, or flags in a {@code command=} line
 * @param consumers files on its host that tell clients where etcd is
 * @param credentials its credential directory
 * @param owner {@code user:group} of that directory; if empty, that of its data or else of its configuration directory
 * @param stop stops this member; can be repeated. Empty if the operator does
 * @param start starts this member. Empty if the operator does
 */
public record Member(
        String name,
        String host,
        List<String> endpoints,
        @JsonProperty("etcd-config") Path etcdConfig,
        List<Path> consumers,
        Path credentials,
        String owner,
        String stop,
        String start) {

    /**
     * Checks the member; what may be empty may also be missing.
     *
     * @param name its name
     * @param host its host
     * @param endpoints its endpoints
     * @param etcdConfig its configuration file
     * @param consumers the files of clients
     * @param credentials its credential directory
     * @param owner the owner of that directory
     * @param stop stops it
     * @param start starts it
     * @throws CredentialException if something is missing
     */
    public Member {
        host = orEmpty(host);
        owner = orEmpty(owner);
        stop = orEmpty(stop);
        start = orEmpty(start);
        name = orEmpty(name);
        if (name.isEmpty()) {
            throw new CredentialException("a member has no name");
        }
        if (etcdConfig == null || credentials == null) {
            throw new CredentialException("member " + name + ": etcd-config and credentials are both needed");
        }
        if (stop.isEmpty() != start.isEmpty()) {
            throw new CredentialException(
                    "member " + name + ": a stop command needs a start command, and the other way round");
        }
        endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
        consumers = consumers == null ? List.of() : List.copyOf(consumers);
    }

    static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    Member withEndpoints(List<String> found) {
        return new Member(name, host, found, etcdConfig, consumers, credentials, owner, stop, start);
    }

    /** The same files on the same host, with other commands. */
    Member operatedAs(Member given, Member commands) {
        Deployment.checkSame("the host of " + name + " is", "'" + host + "'", "'" + given.host + "'");
        Deployment.checkSame(
                "the configuration of " + name + " is",
                Deployment.absolute(etcdConfig),
                Deployment.absolute(given.etcdConfig));
        Deployment.checkSame(
                "the credentials of " + name + " are",
                Deployment.absolute(credentials),
                Deployment.absolute(given.credentials));
        if (!given.consumers.isEmpty()) {
            Deployment.checkSame(
                    "the consumers on " + name + " are",
                    Deployment.absolute(consumers),
                    Deployment.absolute(given.consumers));
        }
        return new Member(
                name, host, endpoints, etcdConfig, consumers, credentials, owner, commands.stop, commands.start);
    }

    Member withoutCommands() {
        return new Member(name, host, endpoints, etcdConfig, consumers, credentials, owner, "", "");
    }

    boolean isLocal() {
        return host.isEmpty();
    }
}
