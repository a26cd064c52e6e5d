package io.gatewaystore.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many threads that do something at the same time. */
final class Crowd {

    private Crowd() {}

    /** Calls a function on as many threads as wanted, all let go at once, and gives their results in the order of their numbers. */
    static <T> List<T> call(int size, IntFunction<T> action) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int member = i;
                calls.add(threads.submit(() -> {
                    go.await();
                    return action.apply(member);
                }));
            }
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> call : calls) {
                results.add(call.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("one of " + size + " threads failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + size + " threads", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
