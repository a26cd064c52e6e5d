package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An etcd that takes connections and requests and answers nothing. */
class FrozenEtcdIT {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    /** Of a call that has to end after a second, on a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @AfterEach
    void thaw() {
        ETCD.member(0).thaw();
    }

    @Test
    void endsCallsAtTheirDeadlineAndKnowsWhatTheyMayHaveDone() {
        try (Store opened = Store.open(ETCD.config())) {
            Store store = opened.withDeadline(DEADLINE);
            store.put("key", Bytes.utf8("1"));
            ETCD.member(0).freeze();

            long start = System.nanoTime();
            DeadlineExceededException read =
                    catchThrowableOfType(DeadlineExceededException.class, () -> store.get("key"));
            DeadlineExceededException write =
                    catchThrowableOfType(DeadlineExceededException.class, () -> store.put("key", Bytes.utf8("2")));
            Duration taken = Duration.ofNanos(System.nanoTime() - start);

            assertThat(read.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(write.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(taken).isBetween(DEADLINE.multipliedBy(2).minusMillis(100), PATIENCE);
        }
    }

    @Test
    void saysThatAWriteWasNotAppliedForWhichItGotNoLease() {
        try (Store opened = Store.open(ETCD.config())) {
            Store store = opened.withDeadline(DEADLINE);
            ETCD.member(0).freeze();

            DeadlineExceededException write = catchThrowableOfType(
                    DeadlineExceededException.class,
                    () -> store.put("key", Bytes.utf8("1"), WriteOptions.ttl(Duration.ofSeconds(60))));

            assertThat(write.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    @Test
    void doesNotHoldUpTheEndOfAStoreAndLeavesNoThreadBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Store store = Store.open(ETCD.config());
        store.watch(KeyRange.all(), changes -> {});
        ETCD.member(0).freeze();
        store.async().get("key");

        store.close();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threadsSince(before)).isEmpty());
    }

    private static Set<String> threadsSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("gateway-store"))
                .collect(Collectors.toSet());
    }
}
