package io.gatewaystore.testkit.history;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that do random things at the same time, each on a thread of its own. What a client tries to do depends on the seed and on what it is
 * answered; how the clients meet depends on time.
 *
 * <p>Immutable.
 */
public final class Workload {

    private final long seed;
    private final int clients;
    private final int keys;
    private final String directory;
    private final long calls;
    private final Duration pause;

    private Workload(long seed, int clients, int keys, String directory, long calls, Duration pause) {
        this.seed = seed;
        this.clients = clients;
        this.keys = keys;
        this.directory = directory;
        this.calls = calls;
        this.pause = pause;
    }

    /**
     * 8 clients with 250 calls each, on 10 keys in the directory {@code h}, without pauses.
     *
     * @param seed what the choices are made from; print it, to be able to repeat a run
     * @return the workload
     */
    public static Workload of(long seed) {
        return new Workload(seed, 8, 10, "h", 250, Duration.ZERO);
    }

    /**
     * Sets the number of clients.
     *
     * @param number the number, at least 1
     * @return a new workload
     */
    public Workload clients(int number) {
        return new Workload(seed, atLeastOne("clients", number), keys, directory, calls, pause);
    }

    /**
     * Sets the number of keys; the fewer, the more clients meet.
     *
     * @param number the number, at least 2
     * @return a new workload
     */
    public Workload keys(int number) {
        if (number < 2) {
            throw new IllegalArgumentException("keys: " + number + " (expected: >= 2)");
        }
        return new Workload(seed, clients, number, directory, calls, pause);
    }

    /**
     * Sets the directory the keys are in.
     *
     * @param name the directory
     * @return a new workload
     */
    public Workload directory(String name) {
        return new Workload(seed, clients, keys, name, calls, pause);
    }

    /**
     * Sets how many calls each client makes at most.
     *
     * @param number the number, at least 1
     * @return a new workload
     */
    public Workload callsOfEach(long number) {
        return new Workload(seed, clients, keys, directory, atLeastOne("calls", number), pause);
    }

    /**
     * Sets how long a client rests after each call.
     *
     * @param time the time
     * @return a new workload
     */
    public Workload pause(Duration time) {
        return new Workload(seed, clients, keys, directory, calls, time);
    }

    private static int atLeastOne(String name, int number) {
        return (int) atLeastOne(name, (long) number);
    }

    private static long atLeastOne(String name, long number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + ": " + number + " (expected: >= 1)");
        }
        return number;
    }

    /**
     * Runs the clients until all their calls are made.
     *
     * @param recorder what notes them
     * @param stores what they call; they are spread over these evenly
     */
    public void run(Recorder recorder, List<Store> stores) {
        start(recorder, stores).await();
    }

    /**
     * Starts the clients.
     *
     * @param recorder what notes them
     * @param stores what they call; they are spread over these evenly
     * @return the run
     */
    public Running start(Recorder recorder, List<Store> stores) {
        Running running = new Running();
        for (int i = 0; i < clients; i++) {
            RecordedClient client = recorder.client("client-" + seed + "-" + i, stores.get(i % stores.size()));
            SplittableRandom random = new SplittableRandom(seed * clients + i);
            running.start("workload-" + i, new Worker(client, random, running));
        }
        return running;
    }

    /**
     * Clients that are at work.
     *
     * <p>Thread-safe.
     */
    public static final class Running {

        private final List<CompletableFuture<Void>> clients = new ArrayList<>();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong made = new AtomicLong();

        private Running() {}

        private void start(String name, Runnable client) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            clients.add(end);
            Thread thread = new Thread(
                    () -> {
                        try {
                            client.run();
                            end.complete(null);
                        } catch (RuntimeException | Error e) {
                            end.completeExceptionally(e);
                        }
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
        }

        /**
         * Tells how many calls have ended so far.
         *
         * @return the number
         */
        public long calls() {
            return made.get();
        }

        /** Lets every client end after the call it is making, and waits for it. */
        public void stop() {
            stopped.set(true);
            await();
        }

        /** Waits until the clients have made their calls. */
        public void await() {
            try {
                CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new))
                        .join();
            } catch (CompletionException e) {
                throw new IllegalStateException("a client broke down: " + e.getCause(), e.getCause());
            }
        }
    }

    /** What one client does. */
    private final class Worker implements Runnable {

        private final RecordedClient client;
        private final SplittableRandom random;
        private final Running running;

        /** The revisions last seen, for writes that name one; some of them are outdated, which is as it should be. */
        private final Map<String, Long> seen = new HashMap<>();

        Worker(RecordedClient client, SplittableRandom random, Running running) {
            this.client = client;
            this.random = random;
            this.running = running;
        }

        @Override
        public void run() {
            for (long call = 0; call < calls && !running.stopped.get(); call++) {
                act();
                running.made.incrementAndGet();
                if (!pause.isZero()) {
                    LockSupport.parkNanos(pause.toNanos());
                }
            }
        }

        private void act() {
            String key = key();
            int choice = random.nextInt(100);
            if (choice < 30) {
                learn(key, client.get(key));
            } else if (choice < 42) {
                learn(key, client.read(KeyRange.directory(directory)));
            } else if (choice < 62) {
                learn(key, client.put(key));
            } else if (choice < 68) {
                learn(key, client.create(key));
            } else if (choice < 85) {
                learn(key, client.replace(key, seen.getOrDefault(key, 1L)));
            } else if (choice < 91) {
                learn(key, client.delete(key));
            } else if (choice < 95) {
                learn(key, client.deleteIf(key, seen.getOrDefault(key, 1L)));
            } else {
                learn(key, client.putAll(Set.of(key, directory + "/all")));
            }
        }

        private String key() {
            return directory + "/" + random.nextInt(keys);
        }

        private void learn(String key, Answer answer) {
            if (answer instanceof Answer.Found found) {
                found.entry().ifPresent(this::learn);
            } else if (answer instanceof Answer.Listed listed) {
                listed.listing().forEach(this::learn);
            } else if (answer instanceof Answer.Written written) {
                seen.put(key, written.result().revision());
            }
        }

        private void learn(Entry entry) {
            seen.put(entry.key(), entry.modRevision());
        }
    }
}
