package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.TlsPaths;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.internal.DiskFailure;
import io.gatewaystore.credentials.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * An etcd deployment: its members, and how to reach, stop and start them.
 *
 * <p>Immutable.
 *
 * @param members its members; at least one
 * @param credentials where the credentials are issued and the authority's key is kept, on the host where the commands run. A member of this host
 *     with the same directory uses them from there
 * @param consumers files on this host that tell clients where etcd is, beside those of the members
 * @param stop stops all members at once, and what depends on them; can be repeated. Empty if members are stopped one by one, or by the operator
 * @param start starts all of them again
 * @param onNode the command template that runs a command on another host, for example {@code ssh root@{host}}; empty if all members are here
 * @param storectl how {@code storectl} is called on other hosts
 * @param commandSeconds how long a stop or start command may take; 120 by default
 * @param answerSeconds how long a member may take to answer after it was started; 60 by default
 */
public record Deployment(
        List<Member> members,
        Path credentials,
        List<Path> consumers,
        String stop,
        String start,
        @JsonProperty("on-node") String onNode,
        String storectl,
        @JsonProperty("command-seconds") int commandSeconds,
        @JsonProperty("answer-seconds") int answerSeconds) {

    private static final int DEFAULT_COMMAND_SECONDS = 120;
    private static final int DEFAULT_ANSWER_SECONDS = 60;

    /**
     * Checks the deployment; what may be empty may also be missing.
     *
     * @param members its members
     * @param credentials where credentials are issued
     * @param consumers the files of clients
     * @param stop stops all
     * @param start starts all
     * @param onNode the template
     * @param storectl how {@code storectl} is called
     * @param commandSeconds the time of commands
     * @param answerSeconds the time of members
     * @throws CredentialException if it cannot be worked with
     */
    public Deployment {
        stop = Member.orEmpty(stop);
        start = Member.orEmpty(start);
        onNode = Member.orEmpty(onNode);
        storectl = Member.orEmpty(storectl).isEmpty() ? "storectl" : storectl;
        commandSeconds = commandSeconds > 0 ? commandSeconds : DEFAULT_COMMAND_SECONDS;
        answerSeconds = answerSeconds > 0 ? answerSeconds : DEFAULT_ANSWER_SECONDS;
        if (members == null || members.isEmpty()) {
            throw new CredentialException("the deployment has no members");
        }
        if (credentials == null) {
            throw new CredentialException("the deployment does not say where its credentials are to be");
        }
        if (stop.isEmpty() != start.isEmpty()) {
            throw new CredentialException("a stop command needs a start command, and the other way round");
        }
        members = List.copyOf(members);
        consumers = consumers == null ? List.of() : List.copyOf(consumers);
        long withCommands =
                members.stream().filter(member -> !member.stop().isEmpty()).count();
        if (withCommands > 0 && withCommands < members.size()) {
            throw new CredentialException(
                    "some members have a stop and a start command and some have none: give them to"
                            + " every member, or to none; missing: "
                            + members.stream()
                                    .filter(member -> member.stop().isEmpty())
                                    .map(Member::name)
                                    .collect(Collectors.joining(", ")));
        }
        if (withCommands > 0 && !stop.isEmpty()) {
            throw new CredentialException(
                    "there are stop and start commands for all members at once and for single ones: give either");
        }
        if (members.stream().map(Member::name).distinct().count() < members.size()) {
            throw new CredentialException("two members have the same name");
        }
    }

    /** For everything but what is carried to other hosts by hand. */
    void checkReach() {
        if (onNode.isEmpty() && members.stream().anyMatch(member -> !member.isLocal())) {
            throw new CredentialException("members are on other hosts, but there is no command that reaches them:"
                    + " give --on-node, or take them over by hand, with bundle and apply");
        }
    }

    /**
     * Reads a description in YAML, or JSON: the names are those of the components, with hyphens.
     *
     * @param file the description
     * @return the deployment
     * @throws CredentialException if it cannot be read or says something unknown
     */
    public static Deployment read(Path file) {
        try {
            Object parts = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            if (parts == null) {
                throw new CredentialException("'" + file + "' is empty");
            }
            return Json.convertExactly(parts, Deployment.class);
        } catch (YamlEngineException e) {
            throw new CredentialException("'" + file + "' is no YAML: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CredentialException(
                    "'" + file + "' does not describe a deployment: " + DescriptionFault.of(e), e);
        } catch (IOException e) {
            throw new CredentialException("'" + file + "' cannot be read: " + DiskFailure.reason(e), e);
        }
    }

    /**
     * The same, with hosts that are reached by another command.
     *
     * @param template as {@code onNode}
     * @return the deployment
     */
    public Deployment reachedBy(String template) {
        return new Deployment(
                members, credentials, consumers, stop, start, template, storectl, commandSeconds, answerSeconds);
    }

    /**
     * The same members and files, reached, stopped and started as is known now. What is not given stays.
     *
     * @throws CredentialException if other members or files are given
     */
    Deployment operatedAs(Deployment given) {
        checkSame("the members are", Set.copyOf(names()), Set.copyOf(given.names()));
        checkSame("the credentials are", absolute(credentials), absolute(given.credentials));
        if (!given.consumers.isEmpty()) {
            checkSame("the consumers are", absolute(consumers), absolute(given.consumers));
        }
        Deployment commands = given.hasCommands() ? given : this;
        return new Deployment(
                members.stream()
                        .map(member -> member.operatedAs(given.member(member.name()), commands.member(member.name())))
                        .toList(),
                credentials,
                consumers,
                commands.stop,
                commands.start,
                given.onNode.isEmpty() ? onNode : given.onNode,
                given.storectl,
                given.commandSeconds,
                given.answerSeconds);
    }

    static void checkSame(String what, Object known, Object given) {
        if (!known.equals(given)) {
            throw new CredentialException("there is an interrupted command, of which " + what + " " + known + ", not "
                    + given + "; name the same, or none but --state-dir");
        }
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    static Set<Path> absolute(List<Path> paths) {
        return paths.stream().map(Deployment::absolute).collect(Collectors.toSet());
    }

    Deployment withMembers(List<Member> others) {
        return new Deployment(
                others, credentials, consumers, stop, start, onNode, storectl, commandSeconds, answerSeconds);
    }

    Deployment withoutCommands() {
        return withMembers(members.stream().map(Member::withoutCommands).toList());
    }

    Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CredentialException("the deployment has no member '" + name + "'"));
    }

    List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    List<String> allEndpoints() {
        return members.stream().flatMap(member -> member.endpoints().stream()).toList();
    }

    /** Whether a member has its credentials in a directory of its own, and not those of the issuing host. */
    boolean hasOwnDirectory(Member member) {
        return !member.isLocal() || !same(member.credentials(), credentials);
    }

    private static boolean same(Path one, Path other) {
        return absolute(one).equals(absolute(other));
    }

    TlsPaths client() {
        return CredentialDirectory.at(credentials).clientPaths();
    }

    Duration patience() {
        return Duration.ofSeconds(answerSeconds);
    }

    /** Whether commands that stop and start are known, for all members at once or for each. */
    boolean hasCommands() {
        return !stop.isEmpty()
                || members.stream().noneMatch(member -> member.stop().isEmpty());
    }

    /** Whether each member can be stopped while the others stay. */
    boolean canRoll() {
        return members.stream().noneMatch(member -> member.stop().isEmpty());
    }

    /** Every directory that holds credentials, the issuing one first. */
    List<Place> places() {
        return Stream.concat(
                        Stream.of(Place.ISSUER),
                        members.stream().filter(this::hasOwnDirectory).map(member -> new Place(member.name())))
                .toList();
    }
}
