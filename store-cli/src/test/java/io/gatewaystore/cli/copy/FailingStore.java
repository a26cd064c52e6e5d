package io.gatewaystore.cli.copy;

import io.gatewaystore.Store;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose transactions go wrong as a test wants it; a real one in all else. */
final class FailingStore {

    private FailingStore() {}

    /** Decides what becomes of a transaction. */
    @FunctionalInterface
    interface Fault {
        TxnResult commit(int call, Commit commit) throws Exception;
    }

    /** The transaction, and what it does if it is let. */
    record Commit(Txn txn, Callable<TxnResult> action) {
        TxnResult call() throws Exception {
            return action.call();
        }
    }

    static Store over(Store store, Fault fault) {
        AtomicInteger calls = new AtomicInteger();
        return (Store) Proxy.newProxyInstance(
                FailingStore.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("commit")
                                ? fault.commit(
                                        calls.incrementAndGet(),
                                        new Commit((Txn) arguments[0], () -> store.commit((Txn) arguments[0])))
                                : method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static Fault atMost(int operations) {
        return (call, commit) -> {
            if (commit.txn().then().size() > operations) {
                throw new RequestTooLargeException("too many operations", null);
            }
            return commit.call();
        };
    }

    static Fault without(String key) {
        return (call, commit) -> {
            if (commit.txn().then().stream().anyMatch(operation -> writes(operation, key))) {
                throw new RequestTooLargeException("too large", null);
            }
            return commit.call();
        };
    }

    private static boolean writes(Operation operation, String key) {
        return operation instanceof Operation.Nested nested
                && nested.txn().then().get(0) instanceof Operation.Put put
                && put.key().equals(key);
    }
}
