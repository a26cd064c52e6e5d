package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.spi.Request;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.model.ModelContract;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That a run finds what is wrong with a backend, and shows it in few steps. */
class ModelRunTest {

    private static final int OPERATIONS = 1_000;
    private static final int FEW = 50;

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

    @Test
    void findsAListingOfKeysThatIsEmpty() {
        assertFound(
                request -> request instanceof Request.Range range && range.shape() == Request.Shape.KEYS_ONLY
                        ? new Request.Range(
                                range.range(),
                                range.limit(),
                                range.revision(),
                                range.serializable(),
                                Request.Shape.COUNT_ONLY)
                        : request,
                "keys ");
    }

    @Test
    void findsACountOfThePastThatIsOfThePresent() {
        assertFound(
                request -> request instanceof Request.Range range && range.shape() == Request.Shape.COUNT_ONLY
                        ? new Request.Range(range.range(), 0, 0, range.serializable(), range.shape())
                        : request,
                "count ");
    }

    /** Nothing comes after it in the steps themselves. */
    @Test
    void findsTheLastChangeOfAWatchThatIsToldAgainLate() {
        assertThatThrownBy(() -> new FaultyModel(UnaryOperator.identity(), RepeatingLast::new).attempt(FEW))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("differing answers to: callback ");
    }

    /** Tells the change before again when the one comes with which the model ends every watch. */
    private static final class RepeatingLast implements WatchListener {
        private final WatchListener listener;
        private Optional<ChangeSet> last = Optional.empty();

        RepeatingLast(WatchListener listener) {
            this.listener = listener;
        }

        @Override
        public void onChanges(ChangeSet changes) {
            if (changes.changes().stream().anyMatch(RepeatingLast::isTheEnd)) {
                last.ifPresent(listener::onChanges);
            }
            last = Optional.of(changes);
            listener.onChanges(changes);
        }

        private static boolean isTheEnd(Change change) {
            return change instanceof Change.Put put
                    && put.entry().value().toUtf8().equals("one more");
        }

        @Override
        public void onSnapshot(Listing snapshot) {
            listener.onSnapshot(snapshot);
        }

        @Override
        public void onResync(Resync resync) {
            listener.onResync(resync);
        }
    }

    private static void assertFound(UnaryOperator<Object> fault, String shown) {
        assertThatThrownBy(() -> new FaultyModel(fault, UnaryOperator.identity()).attempt(OPERATIONS))
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

        private final UnaryOperator<WatchListener> heard;

        FaultyModel(UnaryOperator<Object> fault, UnaryOperator<WatchListener> heard) {
            this.fault = fault;
            this.heard = heard;
        }

        void attempt(int operations) throws InterruptedException {
            run(1, operations);
        }

        @Override
        protected StoreFixture fixture() {
            MemoryCluster cluster = MemoryCluster.create(new ManualClock());
            return new StoreFixture() {
                @Override
                public Store open() {
                    StoreConfig config =
                            StoreConfig.builder().environment(Map.of()).build();
                    return (Store) hearing(Store.class, BackendStores.over(faulty(cluster.openBackend()), config));
                }

                @Override
                public void compact(long revision) {
                    cluster.compact(revision);
                }
            };
        }

        /** A store, and all views that it gives, whose listeners hear what they are made to. */
        private Object hearing(Class<?> type, Object store) {
            return proxy(type, (method, arguments) -> {
                for (int i = 0; arguments != null && i < arguments.length; i++) {
                    arguments[i] =
                            arguments[i] instanceof WatchListener listener ? heard.apply(listener) : arguments[i];
                }
                Object answer = call(store, method, arguments);
                Class<?> view = method.getReturnType();
                return view == Store.class || view == AsyncStore.class ? hearing(view, answer) : answer;
            });
        }

        private Backend faulty(Backend backend) {
            return (Backend) proxy(Backend.class, (method, arguments) -> {
                if (arguments != null) {
                    arguments[0] = fault.apply(arguments[0]);
                }
                return call(backend, method, arguments);
            });
        }

        /** What a call of a proxy does. */
        private interface Passing {
            @Nullable
            Object pass(Method method, Object[] arguments) throws Throwable;
        }

        private static Object proxy(Class<?> type, Passing passing) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> passing.pass(method, arguments));
        }

        private static @Nullable Object call(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }
}
