package io.gatewaystore.etcd;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.gatewaystore.status.MemberHealth;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how the members are, by asking them for their status on connections of their own (ADR 15). They are asked when they have failed
 * somebody, when a call there waits and nothing is heard of them, when another leader was heard of, and again and again while something is wrong
 * with them.
 *
 * <p>No member is judged alone: what is in flight on one ends only when another has answered that was asked at the same time.
 */
final class Probing {

    private static final Logger log = LoggerFactory.getLogger(Probing.class);

    private static final Metadata.Key<String> REQUIRE_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    /** How long a member may say nothing while a call there waits. */
    static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    /** Making a connection is a lot more work than answering on one, for both sides. */
    private static final long PATIENCE_CONNECTING_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Many calls may fail at once. */
    private static final long BETWEEN_DOUBTS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long SHORTEST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** While nobody serves there is nothing better to do. */
    private static final long LONGEST_PAUSE_ALONE_MILLIS = 500;

    /** A member that is well answers within milliseconds, on a machine that is well. */
    private static final long SLOW_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MOST_INCONCLUSIVE = 2;

    /** An election leaves members without a leader for a moment, and not all for the same. */
    private static final int LEADERLESS_IN_A_ROW = 2;

    private final Members members;
    private final Tokens tokens;
    private final Runnable changed;
    private final LongSupplier heldUpAt;
    private final List<Subject> subjects;
    private volatile boolean ended;

    /**
     * Prepares to ask.
     *
     * @param changed is told when the health of a member changed
     * @param heldUpAt tells when this process was last held up, so that it cannot tell silence from its own absence
     */
    Probing(Members members, Tokens tokens, Runnable changed, LongSupplier heldUpAt) {
        this.members = members;
        this.tokens = tokens;
        this.changed = changed;
        this.heldUpAt = heldUpAt;
        this.subjects = members.all().stream().map(Subject::new).toList();
    }

    /** Whether something is wrong with at least one member. */
    boolean isNeeded() {
        return !ended && subjects.stream().anyMatch(subject -> !subject.member.isUsable());
    }

    /** Asks again if it is time for a member with which something is wrong; the others too, to compare. */
    void look(long now) {
        if (subjects.stream().anyMatch(subject -> !subject.member.isUsable() && subject.isDue(now))) {
            askAll(now);
        }
    }

    /** A member has failed somebody. */
    void doubt(Member member) {
        members.leave(member);
        long now = System.nanoTime();
        Subject doubtful = subject(member);
        if (doubtful.isDue(now) && now - doubtful.askedAt > BETWEEN_DOUBTS_NANOS) {
            doubtful.ask(now);
        }
    }

    /** A call at a member has waited for some time. If nothing else was heard from there, it is asked; so are the others, to compare. */
    void suspect(Member member, long now) {
        Subject suspected = subject(member);
        if (now - member.heardAt() > SILENCE_NANOS && now - suspected.askedAt > PATIENCE_NANOS) {
            askAll(now);
        }
    }

    /** The same, if nothing has come over the connection the call waits on: whether that is still good is asked there. */
    void suspectLine(Member member, ManagedChannel line, long begunAt, long now) {
        subject(member).line.suspect(line, begunAt, now);
    }

    /** Asks all members at once. */
    void askAll() {
        askAll(System.nanoTime());
    }

    private void askAll(long now) {
        subjects.stream().filter(subject -> subject.isDue(now)).forEach(subject -> subject.ask(now));
    }

    /** Asks no more, and takes no answer for news. */
    void end() {
        ended = true;
    }

    private Subject subject(Member member) {
        return subjects.get(members.all().indexOf(member));
    }

    /** Whether another member has answered that was asked no earlier. */
    private boolean isOutdone(Subject subject) {
        return subjects.stream()
                .anyMatch(other -> other != subject
                        && other.member.health() == MemberHealth.HEALTHY
                        && other.answeredAt - subject.askedAt > 0);
    }

    /** Whether even the fastest of the others that were asked at the same time took long to answer. */
    private boolean areOthersSlow(Subject subject) {
        return subjects.stream()
                        .filter(other -> other != subject && other.answeredAt - subject.askedAt > 0)
                        .mapToLong(other -> other.answeredAt - other.askedAt)
                        .min()
                        .orElse(0)
                > SLOW_ANSWER_NANOS;
    }

    private void cutWhoIsOutdone() {
        subjects.stream()
                .filter(subject -> subject.isToBeCut() && isOutdone(subject))
                .forEach(subject -> subject.member.cut());
    }

    private boolean isAnyHealthy() {
        return members.all().stream().anyMatch(Member::isUsable);
    }

    /** A member that is asked, one question at a time. */
    private final class Subject {

        private final Member member;
        private final LineCheck line;
        private final AtomicBoolean underWay = new AtomicBoolean();
        private volatile long askedAt = System.nanoTime() - PATIENCE_NANOS - 1;
        private volatile long answeredAt = askedAt;
        private volatile long nextAt = askedAt;
        // Answers follow each other, so these are touched by one thread at a time.
        private int failures;
        private int inconclusive;

        Subject(Member member) {
            this.member = member;
            this.line = new LineCheck(member, tokens, since -> answeredAt - since > 0);
        }

        /** Whether it is no burden to be asked. */
        boolean isDue(long now) {
            return member.isUsable() || now - nextAt >= 0;
        }

        void ask(long now) {
            if (ended || !underWay.compareAndSet(false, true)) {
                return;
            }
            askedAt = now;
            ask(
                    MaintenanceGrpc.getStatusMethod(),
                    StatusRequest.getDefaultInstance(),
                    tokens.ready().orElse(Tokens.NONE),
                    this::answered);
        }

        private <Q, A> void ask(
                MethodDescriptor<Q, A> method, Q question, String token, BiConsumer<Status, @Nullable A> answered) {
            ManagedChannel channel = member.probes().channel();
            boolean connected = channel.getState(false) == ConnectivityState.READY;
            long patience = connected ? PATIENCE_NANOS : PATIENCE_CONNECTING_NANOS;
            ClientCall<Q, A> call =
                    channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(patience, TimeUnit.NANOSECONDS));
            Metadata headers = Tokens.headers(token);
            // Whoever knows no leader says so instead of answering.
            headers.put(REQUIRE_LEADER, "true");
            call.start(new Answer<>(answered), headers);
            call.request(1);
            call.sendMessage(question);
            call.halfClose();
        }

        private void answered(Status status, @Nullable StatusResponse description) {
            if (description != null) {
                boolean stranger = isStranger(description.getHeader());
                if (!stranger) {
                    member.describesItself(description);
                }
                conclude(status, stranger);
            } else if (StatusMapper.isRefused(status) && !member.isAdmitted() && !ended) {
                // Of which cluster it is, it tells anybody.
                ask(
                        KVGrpc.getTxnMethod(),
                        TxnRequest.getDefaultInstance(),
                        Tokens.NONE,
                        (own, answer) -> conclude(status, answer != null && isStranger(answer.getHeader())));
            } else {
                conclude(status, false);
            }
        }

        private boolean isStranger(ResponseHeader header) {
            return !members.admit(member, header.getClusterId());
        }

        private void conclude(Status status, boolean stranger) {
            if (ended) {
                return;
            }
            MemberHealth verdict = stranger ? MemberHealth.OTHER_CLUSTER : verdict(status);
            if (isInconclusive(verdict)) {
                underWay.set(false);
                askAll();
                return;
            }
            if (verdict == MemberHealth.HEALTHY) {
                answeredAt = System.nanoTime();
                failures = 0;
            } else {
                failures = member.health() == verdict ? failures + 1 : 1;
                pause();
            }
            if (verdict == MemberHealth.SILENT) {
                member.probes().renew();
            }
            underWay.set(false);
            judge(verdict, status);
            cutWhoIsOutdone();
        }

        /** Silence says little where this process may have slept through it, or others take long as well; but not for ever. */
        private boolean isInconclusive(MemberHealth verdict) {
            boolean unfair =
                    verdict == MemberHealth.SILENT && (heldUpAt.getAsLong() - askedAt > 0 || areOthersSlow(this));
            inconclusive = unfair ? inconclusive + 1 : 0;
            return unfair && inconclusive <= MOST_INCONCLUSIVE;
        }

        private MemberHealth verdict(Status status) {
            boolean heardMeanwhile = member.heardAt() - askedAt > 0;
            return switch (status.getCode()) {
                case DEADLINE_EXCEEDED, CANCELLED -> heardMeanwhile ? MemberHealth.HEALTHY : MemberHealth.SILENT;
                case UNAVAILABLE -> {
                    if (StatusMapper.isFromEtcd(status)) {
                        yield StatusMapper.says(status, "no leader") ? MemberHealth.LEADERLESS : MemberHealth.HEALTHY;
                    }
                    yield MemberHealth.UNREACHABLE;
                }
                // Whatever else it says, it says something.
                default -> MemberHealth.HEALTHY;
            };
        }

        private void pause() {
            long longest = isAnyHealthy() ? LONGEST_PAUSE_MILLIS : LONGEST_PAUSE_ALONE_MILLIS;
            long bound = Math.min(longest, SHORTEST_PAUSE_MILLIS << Math.min(failures, 10));
            long pause = bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2);
            nextAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        }

        private void judge(MemberHealth verdict, Status status) {
            boolean wasUsable = member.isUsable();
            String why = switch (verdict) {
                case HEALTHY, UNTRIED -> "";
                case SILENT -> "does not answer";
                case LEADERLESS -> "knows no leader";
                case OTHER_CLUSTER -> "is of another etcd cluster than the one the store is on";
                case UNREACHABLE -> "cannot be reached: " + StatusMapper.text(status);
            };
            if (!member.judge(verdict, why)) {
                return;
            }
            if (!member.isUsable()) {
                members.leave(member);
                log.warn("etcd member {} is set aside: it {}", member, why);
                askAll();
            } else if (!wasUsable) {
                member.reconnect();
                log.info("etcd member {} is well again", member);
            }
            changed.run();
        }

        /** One that refuses connections ends those it has by itself, and may be serving what it still has. */
        boolean isToBeCut() {
            return switch (member.health()) {
                case SILENT -> true;
                case LEADERLESS -> failures >= LEADERLESS_IN_A_ROW;
                case UNREACHABLE -> System.nanoTime() - member.heardAt() > SILENCE_NANOS + PATIENCE_NANOS;
                // Whoever asked another cluster is told so by the answer.
                case UNTRIED, HEALTHY, OTHER_CLUSTER -> false;
            };
        }
    }

    private static final class Answer<A> extends ClientCall.Listener<A> {

        private final BiConsumer<Status, @Nullable A> told;
        private @Nullable A message;

        Answer(BiConsumer<Status, @Nullable A> told) {
            this.told = told;
        }

        @Override
        public void onMessage(A answer) {
            message = answer;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            told.accept(StatusMapper.meant(status), message);
        }
    }
}
