package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A write with a TTL takes two calls, which nothing may come between. */
class LeasedWriteTest {

    private static final Duration TTL = Duration.ofSeconds(30);

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<Applied> put(String value) {
        return store.put("k", Bytes.utf8(value), WriteOptions.ttl(TTL));
    }

    @Test
    void holdsItsTurnFromTheGrantOn() {
        CompletableFuture<Applied> first = put("1");
        CompletableFuture<Applied> second = store.put("k", Bytes.utf8("2"));

        ScriptedBackend.Call grant = backend.accept(ScriptedBackend.grant(TTL));
        assertThat(backend.isIdle()).isTrue();
        grant.answer(7L);
        backend.accept(ScriptedBackend.put("k", "1", 7)).answer(new Response.Put(2));
        backend.accept(ScriptedBackend.put("k", "2", 0)).answer(new Response.Put(3));

        assertThat(first).isCompletedWithValue(new Applied(2));
        assertThat(second).isCompletedWithValue(new Applied(3));
    }

    @Test
    void getsItsLeaseOnlyWhenItsTurnHasCome() {
        store.put("k", Bytes.utf8("1"));
        put("2");

        ScriptedBackend.Call first = backend.accept(ScriptedBackend.put("k", "1", 0));
        assertThat(backend.isIdle()).isTrue();
        first.answer(new Response.Put(2));
        backend.accept(ScriptedBackend.grant(TTL));
    }
}
