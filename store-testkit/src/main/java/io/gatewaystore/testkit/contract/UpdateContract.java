package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.Updated;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.spi.IoThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Read-modify-write: no update is lost however many contend, a value that does not change is not written, and what the caller's function
 * throws ends the update and reaches the caller.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class UpdateContract extends Concept {

    private static final int THREADS = 16;
    private static final int INCREMENTS = 20;

    UpdateContract() {}

    @Test
    void makesTheNewValueOfTheOldOne() {
        store.put("key", text("old"));

        Updated updated = store.update("key", old -> text(old.orElseThrow().toUtf8() + "+new"));

        assertThat(updated).isEqualTo(new Updated(entry("key").modRevision(), text("old+new"), true));
        assertThat(entry("key").value()).isEqualTo(text("old+new"));
    }

    @Test
    void createsAKeyThatDoesNotExist() {
        Updated updated = store.update("key", old -> text("was " + old));

        assertThat(updated.written()).isTrue();
        assertThat(entry("key").value()).isEqualTo(text("was Optional.empty"));
    }

    @Test
    void writesNothingIfTheBytesAreTheSame() {
        long written = store.put("key", text("same")).revision();

        Updated updated = store.update("key", old -> text("same"));

        assertThat(updated).isEqualTo(new Updated(written, text("same"), false));
        assertThat(entry("key").modRevision()).isEqualTo(written);
        assertThat(entry("key").version()).isEqualTo(1);
    }

    @Test
    void writesAnEmptyValueWhereThereWasNoKey() {
        assertThat(store.update("key", old -> Bytes.empty()).written()).isTrue();
        assertThat(store.get("key")).isPresent();
    }

    @Test
    void asksAgainIfSomebodyWasFaster() {
        store.put("key", number(1));
        List<Optional<Bytes>> asked = new CopyOnWriteArrayList<>();

        Updated updated = store.update("key", old -> {
            if (asked.isEmpty()) {
                store.put("key", number(10));
            }
            asked.add(old);
            return number(number(old.orElseThrow()) + 1);
        });

        assertThat(asked).containsExactly(Optional.of(number(1)), Optional.of(number(10)));
        assertThat(updated.value()).isEqualTo(number(11));
        assertThat(number(entry("key").value())).isEqualTo(11);
    }

    @Test
    void asksAgainIfTheKeyWasDeletedOrCreatedMeanwhile() {
        store.put("deleted", number(1));
        AtomicInteger asked = new AtomicInteger();

        store.update("deleted", old -> {
            if (asked.getAndIncrement() == 0) {
                store.delete("deleted");
            }
            return text(old.isPresent() ? "changed" : "created");
        });
        store.update("created", old -> {
            if (asked.getAndIncrement() == 2) {
                store.put("created", text(""));
            }
            return text(old.isPresent() ? "changed" : "created");
        });

        assertThat(asked).hasValue(4);
        assertThat(entry("deleted").value()).isEqualTo(text("created"));
        assertThat(entry("created").value()).isEqualTo(text("changed"));
    }

    @Test
    void throwsAtTheCallerWhatTheFunctionThrows() {
        store.put("key", text("1"));
        IllegalStateException thrown = new IllegalStateException("of the caller's own");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.update("key", old -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(entry("key").version()).isEqualTo(1);
    }

    /** Other languages do not know checked exceptions. */
    @Test
    void endsIfTheFunctionThrowsACheckedException() {
        IOException thrown = new IOException("of the caller's own");

        assertThatIllegalStateException()
                .isThrownBy(() -> store.update("key", old -> {
                    throw Sneaky.raise(thrown);
                }))
                .havingCause()
                .isSameAs(thrown);
        assertThat(store.get("key")).isEmpty();
    }

    @Test
    void runsTheFunctionWhereItMayCallTheStore() {
        store.put("source", text("there"));
        AtomicReference<Thread> thread = new AtomicReference<>();

        store.update("key", old -> {
            thread.set(Thread.currentThread());
            return store.get("source").orElseThrow().value();
        });

        assertThat(entry("key").value()).isEqualTo(text("there"));
        assertThat(thread.get()).isNotInstanceOf(IoThread.class).isNotSameAs(Thread.currentThread());
    }

    @Test
    void givesUpAtTheDeadline() {
        Store hasty = store.withDeadline(Duration.ofSeconds(1));

        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> hasty.update("key", old -> {
                    // Somebody is always faster.
                    store.put("key", number(System.nanoTime()));
                    return text("never");
                }));
        assertThat(entry("key").value()).isNotEqualTo(text("never"));
    }

    /** The function decides how long it takes, but what it made is not written late. */
    @Test
    void endsAfterTheDeadlineWhenItsFunctionReturnsAndWritesNothing() {
        Duration deadline = Duration.ofMillis(300);
        AtomicReference<Thread> asked = new AtomicReference<>();
        long start = System.nanoTime();

        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> store.withDeadline(deadline).update("key", old -> {
                    asked.set(Thread.currentThread());
                    eventually().until(() -> System.nanoTime() - start > 2 * deadline.toNanos());
                    return text("late");
                }))
                .satisfies(failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED));
        assertThat(asked.get()).isNotNull();
        assertThat(store.get("key")).isEmpty();
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void losesNoUpdateUnderContention() {
        List<Store> stores = several();

        Crowd.call(THREADS, member -> {
            Store patient = stores.get(member % stores.size()).withDeadline(Duration.ofSeconds(60));
            for (int i = 0; i < INCREMENTS; i++) {
                patient.update("counter", old -> number(old.map(Concept::number).orElse(0L) + 1));
            }
            return member;
        });

        assertThat(number(entry("counter").value())).isEqualTo(THREADS * INCREMENTS);
        assertThat(entry("counter").version()).isEqualTo(THREADS * INCREMENTS);
    }

    @Test
    void tellsWatchersOfNothingThatWasNotWritten() {
        store.put("key", text("same"));
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);

        store.update("key", old -> text("same"));
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put end=");
    }
}
