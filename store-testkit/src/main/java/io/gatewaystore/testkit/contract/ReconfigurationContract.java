package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.StoreClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A running store goes by another configuration.
 *
 * <ul>
 *   <li>Store, views, watches and keys stay what they are; no call fails because of a change that succeeds.
 *   <li>The request timeout of the new configuration holds for calls that begin, but not through views that have a deadline of their own.
 *   <li>Another backend or another namespace is refused, and nothing has changed then.
 *   <li>Changes are made one after another, in the order they were asked for.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.RECONFIGURATION)
public abstract class ReconfigurationContract extends Concept {

    private static final Duration TOO_SHORT = Duration.ofMillis(1);
    private static final Duration PATIENT = Duration.ofSeconds(21);

    ReconfigurationContract() {}

    private StoreConfig changed(UnaryOperator<StoreConfig.Builder> change) {
        return change.apply(fixture.config().toBuilder()).build();
    }

    private StoreConfig patient() {
        return changed(config -> config.requestTimeout(PATIENT));
    }

    private StoreConfig hasty() {
        return changed(config -> config.requestTimeout(TOO_SHORT));
    }

    /** Tries an update that takes longer than the short timeout, and never as long as others. */
    private static void updateSlowly(Store slow) {
        slow.update("slow", old -> {
            long start = System.nanoTime();
            while (System.nanoTime() - start < 2 * TOO_SHORT.toNanos()) {
                Thread.onSpinWait();
            }
            return number(start);
        });
    }

    @Test
    void keepsKeysAndViews() {
        Store view = store.namespace("view");
        view.put("a", text("1"));

        store.reconfigure(patient());

        assertThat(view.get("a").orElseThrow().value()).isEqualTo(text("1"));
        view.put("a", text("2"));
        assertThat(entry("view/a").value()).isEqualTo(text("2"));
    }

    @Test
    @Needs({Capability.RECONFIGURATION, Capability.TTL})
    void keepsTheLeasesOfKeys() {
        // Long enough not to end, and make a revision, in the middle of a later test.
        store.put("leased", text("1"), WriteOptions.ttl(Duration.ofHours(1)));

        store.reconfigure(patient());

        assertThat(entry("leased").leased()).isTrue();
    }

    @Test
    void losesAndRepeatsNothingOnItsWatches() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);
        List<String> written = new ArrayList<>();

        for (int i = 0; i < 60; i++) {
            if (i % 20 == 10) {
                store.reconfigure(patient());
            }
            store.put("k", number(i));
            written.add("put k=" + i);
        }
        store.put("end", text(""));
        written.add("put end=");

        assertThat(told.awaitKey("end").story()).containsExactlyElementsOf(written);
    }

    @Test
    void failsNoCallThatIsUnderWay() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        CompletableFuture<Void> change = null;
        for (int i = 0; i < 200; i++) {
            if (i == 100) {
                change = store.async().reconfigure(patient());
            }
            calls.add(store.async().put("k" + i % 10, number(i)));
            calls.add(store.async().get("k" + i % 10));
        }

        assertThat(change).succeedsWithin(PATIENT);
        for (CompletableFuture<?> call : calls) {
            assertThat(call).succeedsWithin(PATIENT);
        }
    }

    @Test
    void adoptsTheRequestTimeout() {
        Store deliberate = store.withDeadline(PATIENT);
        updateSlowly(store);

        store.reconfigure(hasty());

        assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> updateSlowly(store));
        updateSlowly(deliberate);
    }

    @Test
    void makesChangesInTheOrderTheyWereAskedFor() {
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            changes.add(store.async().reconfigure(hasty()));
            changes.add(store.async().reconfigure(patient()));
        }

        CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        updateSlowly(store);
    }

    @Test
    void refusesAnotherNamespace() {
        store.put("a", text("1"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> store.reconfigure(changed(config -> config.namespace("elsewhere"))))
                .withMessageContaining("GATEWAY_STORE_NAMESPACE")
                .withMessageContaining("elsewhere");

        assertThat(entry("a").value()).isEqualTo(text("1"));
    }

    @Test
    void refusesAnotherBackend() {
        store.put("a", text("1"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> store.reconfigure(changed(config -> config.backend("another"))))
                .withMessageContaining("GATEWAY_STORE_BACKEND")
                .withMessageContaining("another");

        assertThat(entry("a").value()).isEqualTo(text("1"));
    }

    @Test
    void canBeCancelled() {
        CompletableFuture<Void> change = store.async().reconfigure(patient());

        change.cancel(false);

        // Those that follow get their turn nevertheless.
        store.reconfigure(patient());
        updateSlowly(store);
    }

    @Test
    void isOverWithTheStore() {
        StoreConfig config = patient();
        store.close();

        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> store.reconfigure(config));
    }
}
