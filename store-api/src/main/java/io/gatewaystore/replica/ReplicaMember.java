package io.gatewaystore.replica;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.CodecException;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.internal.Foundation;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.WhenHeld;
import io.gatewaystore.status.Subscription;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replica that is a member of a {@link ReplicaGroup}. Its key says which revision the replica showed when that was last asked for, or when it joined; it never
 * says more than is true.
 *
 * <p>Thread-safe.
 */
public final class ReplicaMember implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReplicaMember.class);

    private final Store store;
    private final Replica<?> replica;
    /** How long a revision is waited for at a time, after which it is looked whether anybody still asks. */
    private final Duration round;

    private final Executor executor;
    private final Registration registration;
    private final Watch questions;
    private final Subscription changes;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private long told;

    private volatile boolean closed;

    ReplicaMember(Store store, String key, String asked, Replica<?> replica, Duration round) {
        this.store = store;
        this.replica = replica;
        this.round = round;
        this.executor = store.unwrap(Foundation.class).map(Foundation::executor).orElseThrow();
        this.told = replica.revision();
        this.registration = store.session().register(key, number(told), WhenHeld.TAKE_OVER);
        this.questions = ask(asked);
        this.changes = replica.listen(this::takeBack);
    }

    /** What was said of a history that is gone is not true of the one there is. */
    private void takeBack(ReplicaChanges<?> news) {
        if (news.cause() == Cause.HISTORY_REWOUND || news.cause() == Cause.CLUSTER_CHANGED) {
            try {
                acknowledge();
            } catch (IllegalStateException ended) {
                log.debug("a registration that has ended says nothing that could be taken back", ended);
            }
        }
    }

    private Watch ask(String asked) {
        try {
            return store.watch(KeyRange.directory(asked), WatchOptions.snapshotThenChanges(), new Answering());
        } catch (RuntimeException | Error notEstablished) {
            registration.close();
            throw notEstablished;
        }
    }

    private static Bytes number(long revision) {
        return Codec.number().encode(revision);
    }

    /** Takes questions. Each is answered on a thread of its own, since one for the future must not hold up the others. */
    private final class Answering implements WatchListener {

        @Override
        public void onSnapshot(Listing snapshot) {
            snapshot.forEach(this::take);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            for (Change change : changes) {
                if (change instanceof Change.Put put) {
                    take(put.entry());
                }
            }
        }

        private void take(Entry question) {
            try {
                long revision = Codec.number().decode(question.value());
                executor.execute(() -> answer(question, revision));
            } catch (CodecException notOurs) {
                log.warn("key '{}' in a group of replicas holds no revision, and is ignored", question.key());
            }
        }
    }

    private void answer(Entry question, long revision) {
        try {
            boolean wanted = true;
            while (wanted && replica.revision() < revision) {
                wanted = awaited(revision) || (!closed && isAsked(question));
            }
            if (wanted && !closed) {
                acknowledge();
            }
        } catch (StoreException | IllegalStateException ended) {
            // The replica, the session or the registration: whoever asks sees that the member has left.
            log.debug("a replica does not answer how far it is", ended);
        }
    }

    /** Whether the question is still there, as far as is known: cut off from the store, it is taken to be. */
    private boolean isAsked(Entry question) {
        try {
            return store.get(question.key()).isPresent();
        } catch (StoreException cutOff) {
            if (!cutOff.isRetryable()) {
                throw cutOff;
            }
            return true;
        }
    }

    private boolean awaited(long revision) {
        try {
            replica.await(revision, round);
            return true;
        } catch (DeadlineExceededException notYet) {
            return false;
        }
    }

    private void acknowledge() {
        lock.lock();
        try {
            long now = replica.revision();
            // Lower, where history went back.
            if (now != told) {
                told = now;
                registration.setValueAsync(number(now));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the group. The replica goes on. May be called more than once. */
    @Override
    public void close() {
        closed = true;
        questions.close();
        changes.close();
        registration.close();
    }
}
