package io.gatewaystore.examples.dispatch;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.examples.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Two cores and two runners in one process, and what happens when some of them end:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.dispatch.Dispatch}.
 */
public final class Dispatch {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoreConfig config;
    private final PrintStream out;
    private final String namespace = "dispatch/" + UUID.randomUUID();
    private final Deque<Runnable> endings = new ArrayDeque<>();

    Dispatch(StoreConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /**
     * Runs the scene on the backend that the environment describes, in a namespace that it clears afterwards.
     *
     * @param args none
     * @throws IOException if there are no ports for runners
     */
    public static void main(String[] args) throws IOException {
        Terminal.prepare();
        new Dispatch(StoreConfig.load(), System.out).run();
    }

    void run() throws IOException {
        try {
            Store client = open();
            endings.push(() -> client.deleteRange(KeyRange.all()));
            play(new Jobs(client));
        } finally {
            endings.forEach(Runnable::run);
        }
    }

    private void play(Jobs jobs) throws IOException {
        Store firstCore = core("core-1");
        Runner firstRunner = runner("runner-1");
        submit(jobs, "hello");

        core("core-2");
        runner("runner-2");
        submit(jobs, "hello again");

        out.println("runner-1 ends");
        firstRunner.close();
        submit(jobs, "who is left");

        out.println("core-1 ends");
        firstCore.close();
        submit(jobs, "who is active");
    }

    private void submit(Jobs jobs, String text) {
        String result =
                jobs.run(text, PATIENCE).orElseThrow(() -> new IllegalStateException("nobody has done: " + text));
        out.println(text + " -> " + result);
    }

    private Store core(String name) {
        Store store = open();
        new Thread(new Core(name, store, out)::run, name).start();
        return store;
    }

    private Runner runner(String name) throws IOException {
        Runner runner = Runner.start(name, open());
        endings.push(runner::close);
        return runner;
    }

    private Store open() {
        Store store = Store.open(config).namespace(namespace);
        endings.push(store::close);
        return store;
    }
}
