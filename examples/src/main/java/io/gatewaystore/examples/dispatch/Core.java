package io.gatewaystore.examples.dispatch;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.coordination.Leadership;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.examples.Terminal;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaChange;
import io.gatewaystore.replica.ReplicaEntry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands out work to the runners that are there, if it is the active core, and stands by until it is:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.dispatch.Core core-1}.
 */
public final class Core {

    static final String ACTIVE = "cores/active";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Store store;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Semaphore news = new Semaphore(0);
    private int turn;

    Core(String name, Store store, PrintStream out) {
        this.name = name;
        this.store = store;
        this.out = out;
    }

    /**
     * Runs until the process is stopped, on the store that the environment describes.
     *
     * @param args the name of the core
     */
    public static void main(String[] args) {
        Terminal.prepare();
        Store store = Store.open();
        Runtime.getRuntime().addShutdownHook(new Thread(store::close));
        new Core(args[0], store, System.out).run();
    }

    /** Stands by and leads by turns, until the store is closed. */
    void run() {
        try (Replica<String> runners = store.replicate(Runner.ALL, Codec.text());
                Replica<String> jobs = store.replicate(Jobs.WAITING, Codec.text())) {
            runners.listen(changes -> changes.forEach(this::tell));
            jobs.listen(changes -> news.release());
            while (true) {
                try {
                    lead(runners, jobs);
                } catch (StoreClosedException end) {
                    throw end;
                } catch (StoreException lost) { // the leadership, the session, or the way to the store
                    say("not active: " + lost.getMessage());
                    awaitNews();
                }
            }
        } catch (StoreClosedException | InterruptedException end) {
            say("stopped");
        }
    }

    private void tell(ReplicaChange<String> runner) {
        String address = runner.after().map(entry -> "is at " + entry.value()).orElse("is gone");
        say(runner.key() + " " + address);
        news.release();
    }

    private void lead(Replica<String> runners, Replica<String> jobs) throws InterruptedException {
        say("stands by");
        try (Leadership leadership = store.election(ACTIVE).campaign(Bytes.utf8(name))) {
            leadership.lost().thenRun(news::release);
            say("active, runners: " + runners.snapshot().size());
            while (leadership.isHeld()) {
                List<ReplicaEntry<String>> oldestFirst = jobs.snapshot().entries().stream()
                        .sorted(Comparator.comparingLong(ReplicaEntry::createRevision))
                        .toList();
                for (ReplicaEntry<String> job : oldestFirst) {
                    dispatch(job, runners.snapshot().entries(), leadership.fenced());
                }
                awaitNews();
            }
        }
    }

    /** Asks one runner after the other; if none does it, the job waits on. */
    private void dispatch(ReplicaEntry<String> job, List<ReplicaEntry<String>> runners, Store fenced)
            throws InterruptedException {
        for (int asked = 0; asked < runners.size(); asked++) {
            ReplicaEntry<String> runner = runners.get(turn++ % runners.size());
            Optional<String> result = ask(runner, job.value());
            if (result.isPresent()) {
                Jobs.finish(job, result.get(), fenced);
                say(result.get());
                return;
            }
        }
    }

    /** A runner that crashed is in the list until its session ends. */
    private Optional<String> ask(ReplicaEntry<String> runner, String job) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(runner.value()))
                    .timeout(PATIENCE)
                    .POST(BodyPublishers.ofString(job))
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return Optional.of(response).filter(ok -> ok.statusCode() == 200).map(HttpResponse::body);
        } catch (IOException | IllegalArgumentException e) {
            say(runner.key() + " does not answer: " + e);
            return Optional.empty();
        }
    }

    /** After a while it looks again anyway: a job that nobody did is no news. */
    private void awaitNews() throws InterruptedException {
        if (news.tryAcquire(1, TimeUnit.SECONDS)) {
            news.drainPermits();
        }
    }

    private void say(String what) {
        out.println(name + ": " + what);
    }
}
