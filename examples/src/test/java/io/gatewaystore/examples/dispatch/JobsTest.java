package io.gatewaystore.examples.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.coordination.Leadership;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private final Store store = MemoryCluster.create().open();
    private final Leadership core = store.election(Core.ACTIVE).campaign(Bytes.utf8("core-1"));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void haveOneResultHoweverOftenTheyWereRun() {
        ReplicaEntry<String> job = waiting("a job");

        Jobs.finish(job, "first", core.fenced());
        Jobs.finish(job, "second", core.fenced());

        assertThat(store.get("results/1").orElseThrow().value().toUtf8()).isEqualTo("first");
        assertThat(store.count(Jobs.WAITING).keys()).isZero();
    }

    @Test
    void areNotFinishedByACoreOfThePast() {
        ReplicaEntry<String> job = waiting("a job");
        store.deleteRange(KeyRange.directory(Core.ACTIVE));

        assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> Jobs.finish(job, "late", core.fenced()));

        assertThat(store.get("results/1")).isEmpty();
        assertThat(store.get("jobs/1")).isPresent();
    }

    private ReplicaEntry<String> waiting(String text) {
        store.put("jobs/1", Bytes.utf8(text));
        try (Replica<String> jobs = store.replicate(Jobs.WAITING, Codec.text())) {
            return jobs.entry("jobs/1").orElseThrow();
        }
    }
}
