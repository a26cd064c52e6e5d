package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.spi.Request;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.model.ModelContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** That a run finds what is wrong with a backend, and shows it in few steps. */
class ModelRunTest {

    private static final int OPERATIONS = 1_000;

    @Test
    void findsReadsOfThePastThatAnswerWithThePresent() {
        assertFound(
                request -> request instanceof Request.Range range && range.revision() > 0
                        ? new Request.Range(range.range(), range.limit(), 0, range.serializable(), range.shape())
                        : request,
                "AT_REVISION");
    }

    @Test
    void findsAPutThatForgetsTheLease() {
        assertFound(
                request -> request instanceof Request.Put put
                        ? new Request.Put(put.key(), put.value(), 0, false)
                        : request,
                "ttl");
    }

    @Test
    void findsAWatchThatForgetsPreviousEntries() {
        assertFound(
                request -> request instanceof Request.Watch watch
                        ? new Request.Watch(watch.range(), watch.startRevision(), false)
                        : request,
                "with previous");
    }

    @Test
    void findsATransactionThatIgnoresItsCompares() {
        assertFound(
                request -> request instanceof Request.Txn txn
                        ? new Request.Txn(List.of(), txn.then(), txn.otherwise())
                        : request,
                "the model");
    }

    private static void assertFound(UnaryOperator<Object> fault, String shown) {
        assertThatThrownBy(() -> new FaultyModel(fault).attempt())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgatewaystore.model.seeds=1-1")
                .hasMessageContaining(shown)
                .hasMessageContaining("    1. ")
                // Few steps are enough for each of these faults.
                .message()
                .doesNotContain("    6. ");
    }

    /** A cluster whose backends change each request before they carry it out. */
    private static final class FaultyModel extends ModelContract {

        private final UnaryOperator<Object> fault;

        FaultyModel(UnaryOperator<Object> fault) {
            this.fault = fault;
        }

        void attempt() throws InterruptedException {
            run(1, OPERATIONS);
        }

        @Override
        protected StoreFixture fixture() {
            MemoryCluster cluster = MemoryCluster.create(new ManualClock());
            return new StoreFixture() {
                @Override
                public Store open() {
                    StoreConfig config =
                            StoreConfig.builder().environment(Map.of()).build();
                    return BackendStores.over(faulty(cluster.openBackend()), config);
                }

                @Override
                public void compact(long revision) {
                    cluster.compact(revision);
                }
            };
        }

        private Backend faulty(Backend backend) {
            return (Backend) Proxy.newProxyInstance(
                    Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                        if (arguments != null) {
                            arguments[0] = fault.apply(arguments[0]);
                        }
                        try {
                            return method.invoke(backend, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    });
        }
    }
}
