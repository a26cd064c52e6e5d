package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * What sessions need of a backend's leases.
 *
 * <ul>
 *   <li>A lease that is renewed begins anew, and the answer tells how long it lives.
 *   <li>A lease tells which keys hang on it.
 *   <li>One that is gone is not renewed and tells of no keys: both fail with {@link LeaseNotFoundException}.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.TTL)
public abstract class LeaseContract extends Concept {

    private static final Duration TTL = Duration.ofSeconds(3);

    LeaseContract() {}

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private Bytes raw(String key) {
        return text(namespace + "/" + key);
    }

    private long grant(Duration ttl) {
        return backend().grantLease(ttl, soon()).join();
    }

    private void bind(String key, long lease) {
        backend().put(new Request.Put(raw(key), text(""), lease, false), soon()).join();
    }

    @TimedTest
    void outliveTheirTimeIfTheyAreRenewed() {
        long lease = grant(TTL);
        bind("kept", lease);
        store.put("witness", text(""), WriteOptions.ttl(TTL.plusSeconds(1)));

        eventually().untilAsserted(() -> {
            fixture.elapse(Duration.ofSeconds(1));
            assertThat(backend().renewLease(lease, soon()).join()).isEqualTo(TTL);
            assertThat(store.get("witness")).isEmpty();
        });

        assertThat(store.get("kept")).isPresent();
        backend().revokeLease(lease, soon()).join();
    }

    @Test
    void areRenewedManyAtATime() {
        List<Long> leases = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leases.add(grant(Duration.ofSeconds(100 + i)));
        }

        List<CompletableFuture<Duration>> renewals = leases.stream()
                .map(lease -> backend().renewLease(lease, soon()))
                .toList();

        for (int i = 0; i < 20; i++) {
            assertThat(renewals.get(i).join()).isEqualTo(Duration.ofSeconds(100 + i));
        }
        leases.forEach(this::revoke);
    }

    @Test
    void tellWhichKeysHangOnThem() {
        long lease = grant(Duration.ofHours(1));
        bind("a", lease);
        bind("b", lease);
        bind("c", lease);
        store.put("b", text("permanent now"));
        store.delete("c");
        store.put("other", text(""), WriteOptions.ttl(Duration.ofHours(1)));

        assertThat(backend().leaseKeys(lease, soon()).join()).containsExactly(raw("a"));
        backend().revokeLease(lease, soon()).join();
        store.delete("other");
    }

    @Test
    void areNotFoundWhenTheyAreGone() {
        long lease = grant(Duration.ofHours(1));
        backend().revokeLease(lease, soon()).join();

        assertNotFound(backend().renewLease(lease, soon()));
        assertNotFound(backend().leaseKeys(lease, soon()));
    }

    private static void assertNotFound(CompletableFuture<?> call) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(call::join)
                .withCauseInstanceOf(LeaseNotFoundException.class);
    }
}
