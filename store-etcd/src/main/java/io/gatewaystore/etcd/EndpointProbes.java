package io.gatewaystore.etcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Probes of endpoints, all under way at the same time, whose results are taken as they come. Closing ends those that nobody waits for any more. */
final class EndpointProbes implements AutoCloseable {

    private final BlockingQueue<FutureTask<ProbeResult>> ended = new LinkedBlockingQueue<>();
    private final List<FutureTask<ProbeResult>> probes;
    private int taken;

    /**
     * Starts the probes.
     *
     * @param probe probes one endpoint, and ends by itself or when its thread is interrupted
     */
    EndpointProbes(List<Endpoint> endpoints, Function<Endpoint, ProbeResult> probe) {
        this.probes = endpoints.stream().map(endpoint -> start(endpoint, probe)).toList();
    }

    private FutureTask<ProbeResult> start(Endpoint endpoint, Function<Endpoint, ProbeResult> probe) {
        FutureTask<ProbeResult> task = new FutureTask<>(() -> probe.apply(endpoint)) {
            @Override
            protected void done() {
                ended.add(this);
            }
        };
        Thread thread = new Thread(task, "gateway-store-probe-" + endpoint);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /**
     * Waits for the next result.
     *
     * @return the result, or empty if all have been taken
     * @throws IllegalStateException if a probe died instead of finding something out
     */
    Optional<ProbeResult> next() throws InterruptedException {
        if (taken == probes.size()) {
            return Optional.empty();
        }
        taken++;
        try {
            return Optional.of(ended.take().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the probe of an endpoint died: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        probes.forEach(probe -> probe.cancel(true));
    }
}
