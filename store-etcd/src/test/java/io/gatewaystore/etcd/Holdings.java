package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.grpc.InternalChannelz;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/**
 * What stores hold on to, of which nothing may be left when they are closed: here, as the JVM and gRPC count it, and at a cluster, as its members do.
 *
 * @param threads the names of the library's threads that live
 * @param channels the channels that have not ended
 * @param streams the calls under way at members that are streams both ways: of watches, and of leases that are kept alive
 * @param watchStreams the streams of watches, by the watch's own count
 * @param watchers the watches on them
 * @param leases the leases that have not ended
 */
record Holdings(Set<String> threads, int channels, long streams, long watchStreams, long watchers, int leases) {

    private static final int MANY = 10_000;
    private static final String BOTH_WAYS = "grpc_type=\"bidi_stream\"";

    static Holdings of(EtcdCluster etcd) {
        return new Holdings(
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("gateway-store"))
                        .collect(Collectors.toSet()),
                InternalChannelz.instance().getRootChannels(0, MANY).channels.size(),
                sum(
                        etcd,
                        metrics -> metrics.sum("grpc_server_started_total", BOTH_WAYS)
                                - metrics.sum("grpc_server_handled_total", BOTH_WAYS)),
                sum(etcd, metrics -> metrics.value("etcd_debugging_mvcc_watch_stream_total")),
                sum(etcd, metrics -> metrics.value("etcd_debugging_mvcc_watcher_total")),
                etcd.admin().leases().size());
    }

    private static long sum(EtcdCluster etcd, ToLongFunction<Metrics> count) {
        return etcd.endpoints().stream().map(Metrics::of).mapToLong(count).sum();
    }

    /** Others may end meanwhile; nothing may have come. */
    void assertNoMoreThan(Holdings before) {
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(threads).as("threads").isSubsetOf(before.threads);
            softly.assertThat(channels).as("channels").isLessThanOrEqualTo(before.channels);
            softly.assertThat(streams).as("streams at members").isLessThanOrEqualTo(before.streams);
            softly.assertThat(watchStreams).as("watch streams at members").isLessThanOrEqualTo(before.watchStreams);
            softly.assertThat(watchers).as("watches at members").isLessThanOrEqualTo(before.watchers);
            softly.assertThat(leases).as("leases").isLessThanOrEqualTo(before.leases);
        });
    }

    /** What is not held cannot be seen to be let go. */
    void assertSomeOfEach() {
        assertThat(threads).isNotEmpty();
        assertThat(channels).isPositive();
        assertThat(streams).isPositive();
        assertThat(watchStreams).isPositive();
        assertThat(watchers).isPositive();
        assertThat(leases).isPositive();
    }
}
