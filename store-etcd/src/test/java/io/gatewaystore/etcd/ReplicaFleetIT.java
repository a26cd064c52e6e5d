package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaEntry;
import io.gatewaystore.replica.ReplicaSnapshot;
import io.gatewaystore.testkit.etcd.EtcdBinary;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdClusters;
import io.gatewaystore.testkit.etcd.EtcdProxies;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.RandomFaults;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many stores of one etcd, each with a replica of all keys, under random faults. {@code -Dgatewaystore.fleet.stores=50 -Dgatewaystore.fleet.keys=10000
 * -Dgatewaystore.fleet.seconds=60} is the fleet that docs/guarantees.md tells of.
 */
class ReplicaFleetIT {

    private static final Logger log = LoggerFactory.getLogger(ReplicaFleetIT.class);

    private static final int STORES = Integer.getInteger("gatewaystore.fleet.stores", 5);
    private static final int KEYS = Integer.getInteger("gatewaystore.fleet.keys", 300);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("gatewaystore.fleet.seconds", 5));
    private static final long SEED = Long.getLong("gatewaystore.faults.seed", 1);
    private static final int BATCH = 100;
    private static final KeyRange RANGE = KeyRange.directory("f");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    private final List<Store> stores = new ArrayList<>();
    private final List<Replica<Bytes>> replicas = new ArrayList<>();

    @Test
    void convergesToAListingAfterRandomFaults() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder()
                .binary(EtcdBinary.locate())
                .members(3)
                .partitionable()
                .build());
        EtcdProxies proxies = etcd.throughProxies();
        try (Store undisturbed = Store.open(etcd.config()).withDeadline(PATIENCE)) {
            fill(undisturbed);
            long before = usedMemory();
            long begun = System.nanoTime();
            for (int i = 0; i < STORES; i++) {
                Store store = Store.open(proxies.config());
                stores.add(store);
                replicas.add(store.withDeadline(PATIENCE).replicate(RANGE, Codec.bytes()));
            }
            log.info("{} stores opened and {} keys replicated in each within {} ms", STORES, KEYS, millis(begun));
            log.info("{} bytes a key and replica, stores included", (usedMemory() - before) / STORES / KEYS);

            List<String> injected = changeUnderFaults(etcd, proxies, undisturbed);
            begun = System.nanoTime();
            long newest = undisturbed.count(RANGE).revision();
            replicas.forEach(replica -> replica.await(newest, PATIENCE));
            log.info("converged {} ms after the last of {} faults", millis(begun), injected.size());

            replicas.forEach(replica -> assertSameAsListing(replica, undisturbed));
        } finally {
            stores.forEach(Store::close);
        }
    }

    private static void fill(Store store) {
        for (int from = 0; from < KEYS; from += BATCH) {
            store.commit(Txn.of(IntStream.range(from, Math.min(KEYS, from + BATCH))
                    .mapToObj(i -> Operation.put("f/" + i, Bytes.copyOf(new byte[100])))
                    .toArray(Operation[]::new)));
        }
    }

    private static List<String> changeUnderFaults(EtcdCluster etcd, EtcdProxies proxies, Store undisturbed) {
        SplittableRandom random = new SplittableRandom(SEED);
        long begun = System.nanoTime();
        RandomFaults faults = RandomFaults.start(etcd, proxies, SEED);
        for (int i = 0; System.nanoTime() - begun < LENGTH.toNanos(); i++) {
            change(undisturbed, "f/" + random.nextInt(KEYS), random.nextInt(4) == 0, "v" + i);
        }
        faults.close();
        return faults.injected();
    }

    private static void change(Store store, String key, boolean delete, String value) {
        try {
            if (delete) {
                store.delete(key);
            } else {
                store.put(key, Bytes.utf8(value));
            }
        } catch (UnavailableException leaderLost) {
            log.debug("the outcome of a write is {}", leaderLost.outcome());
        }
    }

    private static void assertSameAsListing(Replica<Bytes> replica, Store undisturbed) {
        ReplicaSnapshot<Bytes> copied = replica.snapshot(ReadLevel.local());
        Listing listed = undisturbed.list(RANGE, ReadOptions.atRevision(copied.revision()));

        assertThat(copied.entries())
                .extracting(ReplicaEntry::key, ReplicaEntry::value, ReplicaEntry::modRevision)
                .containsExactlyElementsOf(listed.entries().stream()
                        .map(entry -> tuple(entry.key(), entry.value(), entry.modRevision()))
                        .toList());
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long millis(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
