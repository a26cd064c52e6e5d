package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A probe on a thread of its own, because resolving a name can neither be limited in time nor interrupted. */
final class RunningProbe {

    /** The probe itself gives up a little earlier, so that in most cases its own, more exact account is there in time. */
    private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Endpoint endpoint;
    private final Deadline deadline;
    private final Progress progress = new Progress();
    private final Diagnosis diagnosis;
    private final FutureTask<ProbeResult> task;

    private RunningProbe(
            Endpoint endpoint, EtcdConfig config, @Nullable ClientTls tls, Clock clock, Deadline deadline) {
        this.endpoint = endpoint;
        this.deadline = deadline;
        this.diagnosis = new Diagnosis(endpoint);
        long margin = Math.min(MARGIN_NANOS, deadline.remainingNanos() / 10);
        Route route = new Route(endpoint, new Deadline(deadline.nanoTime() - margin), progress, diagnosis);
        EndpointSteps steps = tls == null
                ? new PlaintextProbe(route, diagnosis)
                : new SecuredProbe(route, diagnosis, config, tls, clock);
        this.task = new FutureTask<>(() -> run(steps));
    }

    static RunningProbe start(
            Endpoint endpoint, EtcdConfig config, @Nullable ClientTls tls, Clock clock, Deadline deadline) {
        RunningProbe probe = new RunningProbe(endpoint, config, tls, clock, deadline);
        Thread thread = new Thread(probe.task, "gateway-store-probe-" + endpoint);
        thread.setDaemon(true);
        thread.start();
        return probe;
    }

    static List<ProbeResult> await(List<RunningProbe> probes) throws InterruptedException {
        List<ProbeResult> results = new ArrayList<>();
        for (RunningProbe probe : probes) {
            results.add(probe.await());
        }
        return List.copyOf(results);
    }

    private ProbeResult await() throws InterruptedException {
        try {
            return task.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return failed(diagnosis.timeout(progress.stage(), new SocketTimeoutException("the deadline has passed")));
        } catch (ExecutionException e) {
            return failed(diagnosis.other(e.getCause() == null ? e : e.getCause()));
        }
    }

    private ProbeResult run(EndpointSteps steps) {
        try {
            EtcdVersion version = steps.run();
            progress.steps().passed(CheckStep.VERSION, finding(version));
            return new ProbeResult.Healthy(
                    endpoint, version.text(), progress.steps().results());
        } catch (EndpointFailedException e) {
            return failed(e);
        } finally {
            progress.end();
        }
    }

    private ProbeResult failed(EndpointFailedException failure) {
        return new ProbeResult.Failed(
                endpoint, failure.attempt(), failure.beneath(), progress.steps().failed(failure.attempt()));
    }

    private static Finding finding(EtcdVersion version) {
        Map<String, String> facts = Map.of("version", version.text());
        return version.reportsProgressInOrder()
                ? Finding.ok("etcd " + version.text(), facts)
                : Finding.warning(
                        "etcd " + version.text()
                                + " reports the progress of watches out of order; upgrade to 3.5.8 or later",
                        facts);
    }

    /** Ends the probe if it still runs: its sockets close, and the thread finds that out. */
    void end() {
        progress.end();
    }
}
