package io.gatewaystore.etcd;

import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.gatewaystore.Bytes;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets operations on single keys that arrive while others are under way travel together, in one transaction: what a call costs etcd and this process
 * it costs once.
 *
 * <p>Nothing waits while there is little to do: an operation goes at once if nothing is under way, or one other that is alone. Otherwise it waits for
 * that to end, for a transaction to be full, or for three milliseconds, whichever comes first: a call that hangs holds up nothing but itself. Callers
 * are told what became of a call or a transaction before the next one goes, so that what they ask for thereupon travels in that.
 *
 * <p>One operation that etcd refuses spoils the transaction for all, which etcd then leaves undone: each is made again by itself. Where the outcome of
 * the transaction is unknown, so is that of each, save for what may be {@linkplain GuardedTxn made again}.
 */
final class Coalescer {

    static final Duration LONGEST_WAIT = Duration.ofMillis(3);

    /** What an operation adds to a transaction beside its keys and its value, in bytes. */
    static final int OVERHEAD = 64;

    /** etcd's limit of 128 counts the levels of nested transactions, of which there are two, each at its longest. */
    private static final int MOST_OPERATIONS = 127;

    private static final int MOST_BYTES = 1 << 20;

    /** What reads may bring together, in bytes. */
    static final int LONGEST_ANSWER = 16 << 20;

    /** How much may wait and be under way at once; what comes on top is refused, lest a caller who is faster than etcd fills the memory. */
    static final long MOST_BYTES_AT_ONCE = 64 << 20;

    /** Deadlines closer together than this count as one. */
    private static final long SAME_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Transport transport;
    private final Timing timing;
    private final Rpc<TxnRequest, TxnResponse, Response.Txn> rpc;
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Deque<SingleKeyCall<?>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long bytesAtOnce;
    private int alone;
    private int together;
    private boolean timed;
    private boolean closed;

    /**
     * Begins with nothing under way.
     *
     * @param rpc the transaction that reads, or writes, travel in
     */
    Coalescer(Transport transport, Timing timing, Rpc<TxnRequest, TxnResponse, Response.Txn> rpc) {
        this.transport = transport;
        this.timing = timing;
        this.rpc = rpc;
    }

    /** Starts an operation, or lets it wait for the next transaction. */
    <R extends Response> CompletableFuture<R> submit(SingleKeyCall<R> call) {
        List<SingleKeyCall<?>> batch = List.of();
        boolean time = false;
        lock.lock();
        try {
            if (bytesAtOnce + call.size() > MOST_BYTES_AT_ONCE && bytesAtOnce > 0) {
                call.completeExceptionally(tooMuchAtOnce(call));
                return call;
            }
            bytesAtOnce += call.size();
            if (closed || (isNextToGo() && waiting.isEmpty())) {
                alone++;
                batch = List.of(call);
            } else {
                waiting.add(call);
                waitingBytes += call.size();
                if (waiting.size() >= MOST_OPERATIONS || waitingBytes >= MOST_BYTES) {
                    batch = next();
                }
                time = isToBeTimed();
            }
        } finally {
            lock.unlock();
        }
        send(batch);
        if (time) {
            time();
        }
        return call;
    }

    private StoreException tooMuchAtOnce(SingleKeyCall<?> call) {
        return new UnavailableException(
                call.purpose() + ": " + (bytesAtOnce >> 20) + " MiB of "
                        + (rpc.isWrite() ? "writes" : "reads") + " wait for etcd already (limit: "
                        + (MOST_BYTES_AT_ONCE >> 20) + " MiB); make fewer at once, or try again when some have ended",
                null,
                Outcome.NOT_APPLIED);
    }

    /** Takes the next transaction from what waits; the lock is held. Two operations on one key cannot be in it: the later one waits. */
    private List<SingleKeyCall<?>> next() {
        List<SingleKeyCall<?>> batch = new ArrayList<>(Math.min(waiting.size(), MOST_OPERATIONS));
        Set<Bytes> keys = new HashSet<>();
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < MOST_OPERATIONS) {
            SingleKeyCall<?> call = waiting.peek();
            if (!call.isDone()) {
                bytes += call.size();
                boolean fits = batch.isEmpty() || bytes <= MOST_BYTES;
                if (!fits || (rpc.isWrite() && !keys.add(call.key()))) {
                    break;
                }
                batch.add(call);
            } else {
                bytesAtOnce -= call.size();
            }
            waiting.remove();
            waitingBytes -= call.size();
        }
        if (batch.size() == 1) {
            alone++;
        } else if (!batch.isEmpty()) {
            together++;
        }
        return batch;
    }

    /** Whether what is under way leaves room for more; the lock is held. */
    private boolean isNextToGo() {
        return together == 0 && alone <= 1;
    }

    private void ended(List<SingleKeyCall<?>> over) {
        List<SingleKeyCall<?>> batch = List.of();
        lock.lock();
        try {
            if (over.size() == 1) {
                alone--;
            } else {
                together--;
            }
            for (SingleKeyCall<?> call : over) {
                bytesAtOnce -= call.size();
            }
            if (isNextToGo()) {
                batch = next();
            }
        } finally {
            lock.unlock();
        }
        send(batch);
    }

    // --- the longest wait ---------------------------------------------------------------------------------------

    private boolean isToBeTimed() {
        boolean begin = !timed && !waiting.isEmpty();
        timed |= begin;
        return begin;
    }

    private void time() {
        timing.after(LONGEST_WAIT, this::waitedLongEnough);
    }

    private void waitedLongEnough() {
        List<SingleKeyCall<?>> batch;
        boolean again;
        lock.lock();
        try {
            timed = false;
            batch = next();
            again = isToBeTimed();
        } finally {
            lock.unlock();
        }
        send(batch);
        if (again) {
            time();
        }
    }

    // --- on the way ---------------------------------------------------------------------------------------------

    private void send(List<SingleKeyCall<?>> batch) {
        if (batch.size() == 1) {
            batch.get(0).goAlone(() -> ended(batch));
        } else if (!batch.isEmpty()) {
            sendTogether(batch);
        }
    }

    private void sendTogether(List<SingleKeyCall<?>> batch) {
        List<Request> requests = new ArrayList<>(batch.size());
        Deadline latest = batch.get(0).deadline();
        for (SingleKeyCall<?> call : batch) {
            requests.add(call.request());
            latest = latest.nanoTime() - call.deadline().nanoTime() < 0 ? call.deadline() : latest;
        }
        Purpose purpose = new Purpose("transaction of " + batch.size() + (rpc.isWrite() ? " writes" : " reads"), "");
        for (SingleKeyCall<?> call : batch) {
            expireBefore(latest, call);
        }
        transport
                .call(rpc, Wire.txn(new Request.Txn(List.of(), requests, List.of())), purpose, latest)
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        arrive(batch, answer);
                    } else {
                        fail(batch, failure);
                    }
                    ended(batch);
                });
    }

    /** Those that travel together may have been given different times. */
    private void expireBefore(Deadline latest, SingleKeyCall<?> call) {
        if (latest.nanoTime() - call.deadline().nanoTime() < SAME_TIME_NANOS) {
            return;
        }
        timing.after(
                Duration.ofNanos(Math.max(0, call.deadline().remainingNanos())),
                () -> call.completeExceptionally(late(call)));
    }

    private StoreException late(SingleKeyCall<?> call) {
        return new DeadlineExceededException(
                call.purpose() + ": no answer within the deadline",
                null,
                rpc.isWrite() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED);
    }

    private void arrive(List<SingleKeyCall<?>> batch, Response.Txn answer) {
        if (answer.responses().size() != batch.size()) {
            fail(batch, incomplete(batch, answer));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).arrive(answer.responses().get(i));
        }
    }

    private StoreException incomplete(List<SingleKeyCall<?>> batch, Response.Txn answer) {
        return new UnexpectedAnswerException(
                "etcd answered " + answer.responses().size() + " of " + batch.size() + " operations of a transaction",
                null,
                rpc.isWrite() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED);
    }

    private void fail(List<SingleKeyCall<?>> batch, Throwable failure) {
        for (SingleKeyCall<?> call : batch) {
            if (call.isDone()) {
                continue;
            }
            if (isSpoilt(failure)) {
                call.goAlone(() -> {});
            } else if (isUnknown(failure) && isGuarded(call.request())) {
                makeAgain(call);
            } else {
                call.completeExceptionally(SharedFailure.toldTo(call.purpose(), failure));
            }
        }
    }

    /** Whether etcd has refused the transaction as a whole, for what may be the fault of one operation. */
    private static boolean isSpoilt(Throwable failure) {
        return failure instanceof StoreException refused
                && refused.outcome() == Outcome.NOT_APPLIED
                && !(refused instanceof UnavailableException || refused instanceof DeadlineExceededException);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof StoreException lost && lost.outcome() == Outcome.UNKNOWN;
    }

    private static boolean isGuarded(Request request) {
        return request instanceof Request.Txn txn && GuardedTxn.isGuarded(txn);
    }

    @SuppressWarnings("unchecked") // A transaction is answered by one.
    private void makeAgain(SingleKeyCall<?> call) {
        GuardedTxn again = new GuardedTxn(transport, (Request.Txn) call.request(), call.purpose(), call.deadline());
        ((SingleKeyCall<Response.Txn>) call).follow(again.sendAgain());
    }

    /** Fails what waits; what comes later fails by its plain call. */
    void close() {
        List<SingleKeyCall<?>> stranded;
        lock.lock();
        try {
            closed = true;
            stranded = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        stranded.forEach(call -> call.completeExceptionally(transport.closedException(Outcome.NOT_APPLIED)));
    }
}
