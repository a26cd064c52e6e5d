package io.gatewaystore.memory;

import io.gatewaystore.spi.IoThread;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time. Its one thread exists only while something is scheduled, and keeps no process alive. */
final class SystemClock implements MemoryClock {

    private static final int IDLE_MILLIS = 100;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, TimerThread::new);

    SystemClock() {
        timer.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void runAt(long nanoTime, Runnable task) {
        timer.schedule(task, nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private static final class TimerThread extends Thread implements IoThread {
        TimerThread(Runnable task) {
            super(task, "gateway-store-memory-timer");
            setDaemon(true);
        }
    }
}
