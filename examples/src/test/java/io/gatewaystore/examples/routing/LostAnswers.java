package io.gatewaystore.examples.routing;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that does what it is asked and can lose the answers of transactions, as a connection that breaks does. */
final class LostAnswers implements Backend {

    private final Backend real;
    private final AtomicInteger toLose = new AtomicInteger();

    LostAnswers(MemoryCluster cluster) {
        this.real = cluster.openBackend();
    }

    Store openStore() {
        return BackendStores.over(
                this, StoreConfig.builder().environment(Map.of()).build());
    }

    void loseNext(int answers) {
        toLose.set(answers);
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        CompletableFuture<Response.Txn> answer = real.txn(request, deadline);
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return answer;
        }
        return answer.thenCompose(lost -> CompletableFuture.failedFuture(
                new UnavailableException("the connection broke", null, Outcome.UNKNOWN)));
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return real.range(request, deadline);
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return real.put(request, deadline);
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return real.delete(request, deadline);
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return real.grantLease(ttl, deadline);
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return real.revokeLease(lease, deadline);
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        return real.watch(request, sink);
    }

    @Override
    public Limits limits() {
        return real.limits();
    }

    @Override
    public void close() {
        real.close();
    }
}
