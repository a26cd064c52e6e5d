package io.gatewaystore.credentials.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.PlannedRevert;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.status.NodeStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Something to do, or to find out, on one host. Each can be repeated after an interruption and then ends as if it had been done once.
 *
 * <p>Immutable.
 *
 * @param <T> the type of the answer
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HostRequest.FindEndpoints.class, name = "find-endpoints"),
    @JsonSubTypes.Type(value = HostRequest.FindListenUrls.class, name = "find-listen-urls"),
    @JsonSubTypes.Type(value = HostRequest.FindConsumerUrls.class, name = "find-consumer-urls"),
    @JsonSubTypes.Type(value = HostRequest.FindOwners.class, name = "find-owners"),
    @JsonSubTypes.Type(value = HostRequest.Inspect.class, name = "inspect"),
    @JsonSubTypes.Type(value = HostRequest.KeepCopies.class, name = "keep-copies"),
    @JsonSubTypes.Type(value = HostRequest.PlanEdit.class, name = "plan-edit"),
    @JsonSubTypes.Type(value = HostRequest.RecallEdit.class, name = "recall-edit"),
    @JsonSubTypes.Type(value = HostRequest.ApplyEdit.class, name = "apply-edit"),
    @JsonSubTypes.Type(value = HostRequest.PlanRevert.class, name = "plan-revert"),
    @JsonSubTypes.Type(value = HostRequest.RevertEdit.class, name = "revert-edit"),
    @JsonSubTypes.Type(value = HostRequest.Install.class, name = "install"),
    @JsonSubTypes.Type(value = HostRequest.Uninstall.class, name = "uninstall"),
    @JsonSubTypes.Type(value = HostRequest.SetAside.class, name = "set-aside"),
    @JsonSubTypes.Type(value = HostRequest.Exchange.class, name = "exchange"),
    @JsonSubTypes.Type(value = HostRequest.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = HostRequest.Run.class, name = "run")
})
public sealed interface HostRequest<T> {

    /**
     * Carries the request out on this machine.
     *
     * @param clock dates what is written, and judges certificates
     * @return the answer
     * @throws io.gatewaystore.credentials.CredentialException if it failed
     */
    T perform(Clock clock);

    /**
     * What the answer is, for reading it as JSON.
     *
     * @return the type
     */
    Class<T> answerType();

    /**
     * The answer of a request that only does something.
     *
     * <p>Immutable.
     */
    enum Done {
        /** It was done. */
        DONE
    }

    /**
     * Some texts as an answer.
     *
     * <p>Immutable.
     *
     * @param texts what the request says
     */
    record Texts(List<String> texts) {

        /**
         * Copies the texts.
         *
         * @param texts the texts
         */
        public Texts {
            texts = List.copyOf(texts);
        }

        private static Texts of(List<Path> paths) {
            return new Texts(paths.stream().map(Path::toString).toList());
        }
    }

    /**
     * What a file configures.
     *
     * <p>Immutable.
     */
    enum Role {
        /** A member of the cluster. */
        ETCD,
        /** Clients of the cluster. */
        CONSUMER
    }

    /**
     * Finds out where clients are to reach a member.
     *
     * <p>Immutable.
     *
     * @param etcdConfig its configuration file
     */
    record FindEndpoints(Path etcdConfig) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return Configurations.endpoints(etcdConfig);
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Finds out where a member listens for clients.
     *
     * <p>Immutable.
     *
     * @param etcdConfig its configuration file
     */
    record FindListenUrls(Path etcdConfig) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return Configurations.listenUrls(etcdConfig);
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Finds out where a client looks for members.
     *
     * <p>Immutable.
     *
     * @param consumer its configuration file
     */
    record FindConsumerUrls(Path consumer) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return Configurations.consumerUrls(consumer);
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Finds out to whom files belong.
     *
     * <p>Immutable.
     *
     * @param paths the files
     */
    record FindOwners(List<Path> paths) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return new Texts(
                    paths.stream().map(path -> Ownership.of(path).user()).toList());
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Judges whether TLS is on, by files.
     *
     * <p>Immutable.
     *
     * @param credentials the credential directory
     * @param etcd the configuration files of members
     * @param consumers the files of clients
     */
    record Inspect(Path credentials, List<Path> etcd, List<Path> consumers) implements HostRequest<NodeStatus> {
        @Override
        public NodeStatus perform(Clock clock) {
            return Configurations.inspect(credentials, etcd, consumers, clock);
        }

        @Override
        public Class<NodeStatus> answerType() {
            return NodeStatus.class;
        }
    }

    /**
     * Copies files, by their whole paths, below a directory. A copy that is there already is kept: it is the older one.
     *
     * <p>Immutable.
     *
     * @param files the files
     * @param directory where the copies go
     */
    record KeepCopies(List<Path> files, Path directory) implements HostRequest<Done> {
        @Override
        public Done perform(Clock clock) {
            Backup.at(directory).keep(files);
            return Done.DONE;
        }

        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Plans to change one file. The edit is empty if the file is so already.
     *
     * <p>Immutable.
     *
     * @param role what the file configures
     * @param file the file
     * @param target the transport that it is to name
     * @param credentials the credential directory that it is to name
     */
    record PlanEdit(Role role, Path file, Transport target, Path credentials) implements HostRequest<FileEdit> {
        @Override
        public FileEdit perform(Clock clock) {
            return Configurations.plan(role, file, target, credentials);
        }

        @Override
        public Class<FileEdit> answerType() {
            return FileEdit.class;
        }
    }

    /**
     * Finds out again what a file's change was, from the copies that were kept before it. The edit is empty if the file is not what would have become
     * of one of them.
     *
     * <p>Immutable.
     *
     * @param role what the file configures
     * @param file the file
     * @param target the transport that it was changed to
     * @param credentials the credential directory that it names
     * @param backups where the copies of all runs are
     */
    record RecallEdit(Role role, Path file, Transport target, Path credentials, Path backups)
            implements HostRequest<FileEdit> {
        @Override
        public FileEdit perform(Clock clock) {
            return Backup.recall(backups, role, file, target, credentials);
        }

        @Override
        public Class<FileEdit> answerType() {
            return FileEdit.class;
        }
    }

    /**
     * Changes one file as planned.
     *
     * <p>Immutable.
     *
     * @param edit the change
     */
    record ApplyEdit(FileEdit edit) implements HostRequest<Done> {
        @Override
        public Done perform(Clock clock) {
            edit.apply();
            return Done.DONE;
        }

        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Plans to take a change back.
     *
     * <p>Immutable.
     *
     * @param edit the change
     */
    record PlanRevert(FileEdit edit) implements HostRequest<PlannedRevert> {
        @Override
        public PlannedRevert perform(Clock clock) {
            return edit.planRevert();
        }

        @Override
        public Class<PlannedRevert> answerType() {
            return PlannedRevert.class;
        }
    }

    /**
     * Takes a change back. The answer has a sentence for each line that was edited since, and was left alone.
     *
     * <p>Immutable.
     *
     * @param edit the change
     */
    record RevertEdit(FileEdit edit) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return new Texts(edit.revert());
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Creates a credential directory. One that holds other credentials is never overwritten.
     *
     * <p>Immutable.
     *
     * @param directory the directory
     * @param files what it is to hold
     * @param owner {@code user:group}; if empty, that of the member's data or else of its configuration directory
     * @param etcdConfig the member's configuration file
     */
    record Install(Path directory, CredentialFiles files, String owner, Path etcdConfig) implements HostRequest<Done> {
        @Override
        public Done perform(Clock clock) {
            new InstalledCredentials(directory, clock).install(files, owner, etcdConfig);
            return Done.DONE;
        }

        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Removes a credential directory if it holds what was installed. One that holds other credentials is left alone. The answer names files that are
     * no credentials, and were left where they are.
     *
     * <p>Immutable.
     *
     * @param directory the directory
     * @param files what was installed
     */
    record Uninstall(Path directory, CredentialFiles files) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return Texts.of(new InstalledCredentials(directory, clock).uninstall(files));
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Keeps a copy of a credential directory beside it, unless there is one of this run. Those of other runs are removed.
     *
     * <p>Immutable.
     *
     * @param directory the directory
     * @param run the name of the run
     */
    record SetAside(Path directory, String run) implements HostRequest<Done> {
        @Override
        public Done perform(Clock clock) {
            new InstalledCredentials(directory, clock).setAside(run);
            return Done.DONE;
        }

        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Puts credentials in the place of others: those that were set aside, with some files exchanged.
     *
     * <p>Immutable.
     *
     * @param directory the directory
     * @param files what is exchanged; nothing to have all as it was; all, if nothing was set aside
     * @param run the name of the run
     */
    record Exchange(Path directory, CredentialFiles files, String run) implements HostRequest<Done> {
        @Override
        public Done perform(Clock clock) {
            new InstalledCredentials(directory, clock).exchange(files, run);
            return Done.DONE;
        }

        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Removes a credential directory, and the copies of it that were set aside. The answer names files that are no credentials, and were left where
     * they are.
     *
     * <p>Immutable.
     *
     * @param directory the directory
     * @param onlyCopies whether the directory itself stays
     */
    record Remove(Path directory, boolean onlyCopies) implements HostRequest<Texts> {
        @Override
        public Texts perform(Clock clock) {
            return Texts.of(new InstalledCredentials(directory, clock).remove(onlyCopies));
        }

        @Override
        public Class<Texts> answerType() {
            return Texts.class;
        }
    }

    /**
     * Runs a command of the operator by {@code sh -c}. It may start programs that go on after it.
     *
     * <p>Immutable.
     *
     * @param command the command
     * @param seconds how long it may take
     */
    record Run(String command, int seconds) implements HostRequest<Done> {
        @Override
        public Done perform(Clock clock) {
            ShellCommand.of(command, seconds).run();
            return Done.DONE;
        }

        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
