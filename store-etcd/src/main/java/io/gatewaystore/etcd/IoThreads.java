package io.gatewaystore.etcd;

import io.gatewaystore.spi.IoThread;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.FastThreadLocalThread;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one backend: event loops, on which answers arrive, a timer, and those that look names up. All are marked, so that nobody blocks on them. */
final class IoThreads implements AutoCloseable {

    private static final AtomicInteger BACKENDS = new AtomicInteger();
    private static final int EVENT_LOOPS = 2;

    private final EventLoopGroup loops;
    private final Class<? extends Channel> socketType;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService nameLookups;

    IoThreads() {
        String name = "gateway-store-etcd-" + BACKENDS.incrementAndGet();
        ThreadFactory factory = marked(name + "-io-");
        if (Epoll.isAvailable()) {
            loops = new EpollEventLoopGroup(EVENT_LOOPS, factory);
            socketType = EpollSocketChannel.class;
        } else {
            loops = new NioEventLoopGroup(EVENT_LOOPS, factory);
            socketType = NioSocketChannel.class;
        }
        timer = new ScheduledThreadPoolExecutor(1, marked(name + "-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        nameLookups = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), marked(name + "-dns-"));
    }

    EventLoopGroup loops() {
        return loops;
    }

    Class<? extends Channel> socketType() {
        return socketType;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Where gRPC looks names up, which blocks: as many threads as it asks for, since one slow name must not hold up another. */
    Executor nameLookups() {
        return nameLookups;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        nameLookups.shutdown();
        Future<?> ended = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        // A loop that closes its own store would wait for itself.
        if (!(Thread.currentThread() instanceof IoThread)) {
            ended.awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }

    private static ThreadFactory marked(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> new MarkedThread(task, prefix + count.incrementAndGet());
    }

    private static final class MarkedThread extends FastThreadLocalThread implements IoThread {
        MarkedThread(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}
