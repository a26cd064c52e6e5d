package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** One direction of one connection. Belongs to the proxy's thread. */
final class Pipe {

    private static final int READ_BYTES = 16 * 1024;
    private static final int MOST_WAITING_BYTES = 1024 * 1024;
    private static final int THROTTLED_WRITES_PER_SECOND = 50;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Bytes on their way, and when they may be handed on. */
    private record Chunk(ByteBuffer bytes, long due) {}

    private final SocketChannel source;
    private final SocketChannel sink;
    private final Consumer<ByteBuffer> inspector;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private Traffic traffic;
    private long waitingBytes;
    private long passed;
    private long passedUnderTraffic;
    private long swallowed;
    private long notBefore;
    private boolean sinkFull;
    private boolean sourceEnded;
    private boolean sinkEnded;

    Pipe(SocketChannel source, SocketChannel sink, Traffic traffic, Consumer<ByteBuffer> inspector, long now) {
        this.source = source;
        this.sink = sink;
        this.traffic = traffic;
        this.inspector = inspector;
        this.notBefore = now;
    }

    void set(Traffic newTraffic, long now) {
        traffic = newTraffic;
        passedUnderTraffic = 0;
        notBefore = now;
    }

    /** Whether bytes are missing, so that what follows makes no sense to whoever gets it. */
    boolean isBroken() {
        return swallowed > 0 && traffic.isWritten();
    }

    boolean isCutDue() {
        return passedUnderTraffic >= traffic.cutAfter();
    }

    boolean hasEnded() {
        return sinkEnded;
    }

    /** Whether the source has closed and everything it sent has been dealt with. */
    boolean hasNothingMore() {
        return sourceEnded && waiting.isEmpty();
    }

    boolean isWritten() {
        return traffic.isWritten();
    }

    boolean wantsToRead() {
        return traffic.isRead() && !sourceEnded && waitingBytes < MOST_WAITING_BYTES;
    }

    boolean wantsToWrite() {
        return sinkFull;
    }

    long passed() {
        return passed;
    }

    long swallowed() {
        return swallowed;
    }

    /** How long until something that waits may be handed on; Long.MAX_VALUE if nothing waits for time to pass. */
    long nanosToNext(long now) {
        Chunk next = waiting.peek();
        if (next == null || sinkFull || !traffic.isWritten()) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, Math.max(next.due() - now, notBefore - now));
    }

    void read(long now) throws IOException {
        if (!wantsToRead()) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        int read = source.read(buffer);
        if (read < 0) {
            sourceEnded = true;
        } else if (read > 0) {
            buffer.flip();
            inspector.accept(buffer.asReadOnlyBuffer());
            waiting.add(new Chunk(buffer, now + traffic.delay().toNanos()));
            waitingBytes += read;
        }
    }

    void write(long now) throws IOException {
        if (traffic.isRead() && !traffic.isWritten()) {
            swallow();
        }
        sinkFull = false;
        while (mayWrite(now)) {
            ByteBuffer bytes = waiting.element().bytes();
            int allowed = (int) Math.min(bytes.remaining(), allowance());
            int written = sink.write(bytes.slice(bytes.position(), allowed));
            bytes.position(bytes.position() + written);
            count(written, now);
            if (!bytes.hasRemaining()) {
                waiting.remove();
            }
            sinkFull = written < allowed;
        }
        if (sourceEnded && waiting.isEmpty() && !sinkEnded && traffic.isRead()) {
            sinkEnded = true;
            sink.shutdownOutput();
        }
    }

    private boolean mayWrite(long now) {
        return traffic.isWritten() && !sinkFull && !isCutDue() && !waiting.isEmpty() && nanosToNext(now) == 0;
    }

    private long allowance() {
        long beforeCut = traffic.cutAfter() - passedUnderTraffic;
        long rate = traffic.bytesPerSecond();
        return rate == 0 ? beforeCut : Math.max(1, rate / THROTTLED_WRITES_PER_SECOND);
    }

    private void count(int written, long now) {
        waitingBytes -= written;
        passed += written;
        passedUnderTraffic += written;
        if (traffic.bytesPerSecond() > 0) {
            notBefore = now + written * SECOND_NANOS / traffic.bytesPerSecond();
        }
    }

    private void swallow() {
        swallowed += waitingBytes;
        waitingBytes = 0;
        waiting.clear();
    }
}
