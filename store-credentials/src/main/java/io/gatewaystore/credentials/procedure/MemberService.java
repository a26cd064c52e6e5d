package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.host.Host;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.proof.MemberAccess;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Stops and starts members by the operator's commands, and makes sure of what they do. Without commands, that is the operator's part. */
final class MemberService {

    private final Run run;
    private final Deployment deployment;
    private final MemberAccess access;

    MemberService(Run run, MemberAccess access) {
        this.run = run;
        this.deployment = run.deployment();
        this.access = access;
    }

    /** Before some members stop: are all others there? Else the cluster would lose its quorum. */
    void awaitOthers(List<String> members) {
        if (!deployment.hasCommands()) {
            return;
        }
        for (Member other : deployment.members()) {
            if (!members.contains(other.name())) {
                other.endpoints().forEach(endpoint -> access.await(endpoint, Transport.OTHER));
            }
        }
    }

    /** On the way back there is no better moment to wait for. */
    void awaitOthersIfTheyCome(List<String> members) {
        if (members.stream().noneMatch(name -> answers(name, Transport.OTHER))) {
            return;
        }
        try {
            awaitOthers(members);
        } catch (CredentialException e) {
            run.warn("stopped " + String.join(", ", members) + " although another member was down: " + e.getMessage());
        }
    }

    boolean answers(String member, Transport transport) {
        return deployment.member(member).endpoints().stream().allMatch(endpoint -> access.answers(endpoint, transport));
    }

    void stop(List<String> members) {
        if (isAtOnce(members)) {
            stop(run.host(Place.ISSUER), deployment.stop(), deployment.allEndpoints());
            run.did("stopped all members");
            return;
        }
        for (String name : members) {
            Member member = deployment.member(name);
            if (!member.stop().isEmpty()) {
                stop(run.host(member), member.stop(), member.endpoints());
                run.did("stopped " + name);
            }
        }
    }

    /** Some stop commands fail if there is nothing to stop, which is as good. */
    private void stop(Host host, String command, List<String> endpoints) {
        try {
            host.ask(new HostRequest.Run(command, deployment.commandSeconds()));
        } catch (CredentialException e) {
            if (endpoints.stream().anyMatch(access::isListening)) {
                throw e;
            }
        }
        endpoints.forEach(access::awaitSilence);
    }

    /** All at the same time: a start command may wait until its member has found a quorum. */
    void start(List<String> members) {
        if (isAtOnce(members)) {
            run.host(Place.ISSUER).ask(new HostRequest.Run(deployment.start(), deployment.commandSeconds()));
            run.did("started all members");
            return;
        }
        List<Member> known = members.stream()
                .map(deployment::member)
                .filter(member -> !member.start().isEmpty())
                .toList();
        if (known.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(known.size());
        try {
            List<? extends Future<?>> starts = known.stream()
                    .map(member -> threads.submit(() -> start(member)))
                    .toList();
            starts.forEach(MemberService::await);
        } finally {
            threads.shutdownNow();
        }
        run.did("started " + String.join(", ", members));
    }

    /** As it was before: of members that did not answer then, nothing is expected. */
    void startAgain(List<String> members, List<String> served, Transport before) {
        if (served.containsAll(members)) {
            start(members);
        } else if (isAtOnce(members)) {
            startIfPossible(members);
        } else {
            start(served);
            startIfPossible(
                    members.stream().filter(name -> !served.contains(name)).toList());
        }
        prove(served, before);
    }

    private void startIfPossible(List<String> members) {
        String who = String.join(", ", members);
        try {
            start(members);
            run.warn(who + " did not answer before the command, and is as it was; nothing proves that it serves");
        } catch (CredentialException e) {
            run.warn(who + " did not answer before the command, and does not start: " + e.getMessage());
        }
    }

    private void start(Member member) {
        run.host(member).ask(new HostRequest.Run(member.start(), deployment.commandSeconds()));
    }

    private static void await(Future<?> start) {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("a member could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialException("interrupted while members start", e);
        }
    }

    void restart(String member, Transport transport) {
        awaitOthers(List.of(member));
        stop(List.of(member));
        start(List.of(member));
        prove(List.of(member), transport);
    }

    /** Only where a command has started them. */
    void prove(List<String> members, Transport transport) {
        if (deployment.hasCommands()) {
            proveAnyway(members, transport);
        }
    }

    void proveAnyway(List<String> members, Transport transport) {
        for (String name : members) {
            deployment.member(name).endpoints().forEach(endpoint -> access.await(endpoint, transport));
            run.did(name + " answers: " + Words.of(transport));
        }
    }

    private boolean isAtOnce(List<String> members) {
        return !deployment.stop().isEmpty()
                && new HashSet<>(members).containsAll(deployment.names())
                && !deployment.canRoll();
    }
}
