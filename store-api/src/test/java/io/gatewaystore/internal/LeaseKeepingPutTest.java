package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A put that keeps a key's lease does not know whether there is a key. */
class LeaseKeepingPutTest {

    private static final Bytes KEY = Bytes.utf8("k");
    private static final Bytes VALUE = Bytes.utf8("v");

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();
    private final CompletableFuture<Applied> put = store.put("k", VALUE, WriteOptions.keepLease());

    @AfterEach
    void close() {
        store.close();
    }

    private static Request.Txn ifExists() {
        return Requests.onlyIf(Requests.exists(KEY), new Request.Put(KEY, VALUE, 0, true));
    }

    private static Request.Txn ifAbsent() {
        return Requests.onlyIf(Requests.absent(KEY), new Request.Put(KEY, VALUE, 0, false));
    }

    private static Response.Txn lost() {
        return new Response.Txn(5, false, List.of());
    }

    private static Response.Txn applied() {
        return new Response.Txn(6, true, List.of(new Response.Put(6)));
    }

    @Test
    void needsOneRequestForAKeyThatExists() {
        backend.accept(ifExists()).answer(applied());

        assertThat(put).isCompletedWithValue(new Applied(6));
    }

    @Test
    void triesBothCasesUntilOneIsTrue() {
        backend.accept(ifExists()).answer(lost());
        backend.accept(ifAbsent()).answer(lost());
        backend.accept(ifExists()).answer(lost());
        backend.accept(ifAbsent()).answer(applied());

        assertThat(put).isCompletedWithValue(new Applied(6));
    }

    @Test
    void sendsNothingMoreOnceItIsCancelled() {
        ScriptedBackend.Call first = backend.accept(ifExists());
        put.cancel(false);

        assertThat(first.answer()).isCancelled();
        assertThat(backend.isIdle()).isTrue();
    }
}
