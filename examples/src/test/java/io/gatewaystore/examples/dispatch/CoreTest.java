package io.gatewaystore.examples.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.memory.MemoryCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A core, and a runner that makes trouble for it. */
class CoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Store store = cluster.open();
    private final Store coresStore = cluster.open();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Core core = new Core("core-1", coresStore, new PrintStream(told, true, UTF_8));
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer runner;
    private CompletableFuture<Void> ended;

    @BeforeEach
    void start() throws IOException {
        runner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        runner.start();
        store.put(
                "runners/troublesome",
                Bytes.utf8("http://127.0.0.1:" + runner.getAddress().getPort()));
        ended = CompletableFuture.runAsync(core::run);
    }

    @AfterEach
    void stop() {
        coresStore.close();
        ended.join();
        runner.stop(0);
        store.close();
    }

    @Test
    void writesNoResultThatCameWhenItDidNotLeadAnyMore() {
        runner.createContext("/", exchange -> {
            if (asked.incrementAndGet() == 1) {
                store.deleteRange(KeyRange.directory(Core.ACTIVE)); // as when its session has expired
            }
            answer(exchange, 200, "answer " + asked.get());
        });

        assertThat(new Jobs(store).run("a job", PATIENCE)).contains("answer 2");
        assertThat(told.toString(UTF_8)).containsSubsequence("core-1: active", "core-1: not active", "core-1: active");
    }

    @Test
    void asksAgainForWhatNobodyCouldDo() {
        runner.createContext("/", exchange -> answer(exchange, asked.incrementAndGet() == 1 ? 500 : 200, "done"));

        assertThat(new Jobs(store).run("a job", PATIENCE)).contains("done");
        assertThat(asked).hasValue(2);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
