package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.cli.StorectlRun.Result;
import io.gatewaystore.config.StoreConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyCommandsTest {

    private static final byte[] NOT_TEXT = {(byte) 0xff, 0, 1};

    private final Map<String, String> environment = Map.of("GATEWAY_STORE_NAMESPACE", "test/" + UUID.randomUUID());

    private Result run(String... arguments) {
        return StorectlRun.run(environment, arguments);
    }

    private Store open() {
        return Store.open(StoreConfig.builder().environment(environment).build());
    }

    @Test
    void putsAndGets() {
        assertThat(run("put", "services/billing", "http://10.0.0.7:8080").status())
                .isZero();

        Result get = run("get", "services/billing");

        assertThat(get.status()).isZero();
        assertThat(get.out()).isEqualTo("http://10.0.0.7:8080" + System.lineSeparator());
        assertThat(get.err()).contains("the memory backend is not shared");
    }

    @Test
    void saysThatAKeyIsNotThere() {
        Result get = run("get", "nothing");

        assertThat(get.status()).isEqualTo(1);
        assertThat(get.out()).isEmpty();
        assertThat(get.err()).contains("there is no key nothing");
    }

    @Test
    void valuesThatAreNotTextArriveByteForByte() {
        StorectlRun put = StorectlRun.with(environment).in(NOT_TEXT);
        assertThat(put.execute("put", "raw", "-").status()).isZero();

        StorectlRun get = StorectlRun.with(environment);
        get.execute("get", "raw");
        byte[] line =
                Bytes.wrap(NOT_TEXT).concat(Bytes.utf8(System.lineSeparator())).toByteArray();
        assertThat(get.rawOut()).isEqualTo(line);
        assertThat(run("get", "raw", "--hex").out().strip()).isEqualTo("ff0001");
        assertThat(run("get", "raw", "-o", "json").out()).contains("\"valueBase64\":\"/wAB\"");
        assertThat(run("list").out()).contains("(3 bytes that are not text)");
    }

    @Test
    void writesOnConditionOnly() {
        assertThat(run("put", "a", "1", "--create").status()).isZero();
        Result taken = run("put", "a", "2", "--create");
        long revision = revision("a");

        assertThat(taken.status()).isEqualTo(1);
        assertThat(taken.err()).contains("nothing was written", "revision " + revision);
        assertThat(run("put", "a", "2", "--if-revision", "" + revision).status())
                .isZero();
        assertThat(run("put", "a", "3", "--if-revision", "" + revision).status())
                .isEqualTo(1);
        assertThat(run("delete", "a", "--if-revision", "" + revision).status()).isEqualTo(1);
        assertThat(run("get", "a").out().strip()).isEqualTo("2");
    }

    private long revision(String key) {
        try (Store store = open()) {
            return store.get(key).orElseThrow().modRevision();
        }
    }

    @Test
    void aTtlMakesTheKeyMortal() {
        run("put", "a", "1", "--ttl", "1h30m");

        assertThat(run("get", "a", "-o", "json").out()).contains("\"leased\":true");
        assertThat(run("put", "a", "1", "--ttl", "soon").status()).isEqualTo(2);
        assertThat(run("put", "a", "1", "--ttl", "1s").err()).contains("from 2");
    }

    @Test
    void aValueMayBeginWithAnAt() {
        run("put", "a", "@home");

        assertThat(run("get", "a").out().strip()).isEqualTo("@home");
    }

    @Test
    void listsADirectoryAndNoMore() {
        run("put", "services/a", "1");
        run("put", "services2/a", "2");

        assertThat(run("list", "--directory", "services", "-o", "simple").lines())
                .containsExactly("services/a", "1");
        assertThat(run("list", "--prefix", "services", "--keys-only", "-o", "simple")
                        .lines())
                .containsExactly("services/a", "services2/a");
        assertThat(run("list", "--count").out().strip()).isEqualTo("2");
        assertThat(run("list", "-w", "json").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{\"key\":\"services"));
    }

    @Test
    void deletesSeveralKeysOnlyIfToldWhich() {
        run("put", "a/1", "1");
        run("put", "a/2", "2");
        run("put", "b", "3");

        assertThat(run("delete").status()).isEqualTo(2);
        assertThat(run("delete", "b", "--all").status()).isEqualTo(2);
        assertThat(run("delete", "--directory", "a").out()).contains("deleted 2 keys");
        assertThat(run("delete", "b").out()).contains("deleted 1 key");
        assertThat(run("delete", "b").status()).isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBeAKey() {
        assertThat(run("get", "").status()).isEqualTo(2);
        assertThat(run("list", "--directory", "").status()).isEqualTo(2);
        assertThat(run("get", "a", "--revision", "0").err()).contains("not a revision");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        run("put", "a", "\u001b[2Jgone");

        assertThat(run("get", "a", "-o", "table").out())
                .doesNotContain("\u001b")
                .contains("?[2Jgone");
    }

    @Test
    void watchesUntilItIsInterrupted() throws Exception {
        run("put", "a", "0");
        StorectlRun watch = StorectlRun.with(environment);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread thread = new Thread(() -> status.complete(
                watch.execute("watch", "--snapshot", "-o", "json").status()));
        thread.start();
        await().until(() -> watch.out().contains("\"type\":\"has\""));

        try (Store store = open()) {
            store.put("a", Bytes.utf8("1"));
            store.delete("a");
        }
        await().until(() -> watch.out().lines().count() == 3);
        thread.interrupt();

        assertThat(status.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(watch.out().lines().toList().get(1))
                .contains("\"type\":\"put\"", "\"key\":\"a\"", "\"value\":\"1\"");
        assertThat(watch.out().lines().toList().get(2)).contains("\"type\":\"delete\"");
        assertThat(watch.rawOut()).isEqualTo(watch.out().getBytes(StandardCharsets.UTF_8));
    }
}
