package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Deleted;
import io.gatewaystore.Listing;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.OperationResult;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A transaction in a backend's terms, and the way back from its answer. */
final class TxnTranslation {

    /** Stands in for the leases that are not granted yet. */
    private static final Leases NO_LEASES = new Leases(Map.of(), Map.of());

    private final Txn txn;
    private final Namespace namespace;
    private final RangeReader reader;
    private final StoreCore core;
    private final Set<Duration> ttls = new LinkedHashSet<>();
    private final Map<SessionLife, Set<Bytes>> sessionKeys = new LinkedHashMap<>();

    /**
     * The leases that keys are hung on.
     *
     * @param granted those granted for the transaction, by TTL
     * @param sessions those of sessions
     */
    record Leases(Map<Duration, Long> granted, Map<SessionLife, Long> sessions) {}

    private TxnTranslation(Txn txn, Namespace namespace, StoreCore core, RangeReader reader) {
        this.txn = txn;
        this.namespace = namespace;
        this.core = core;
        this.reader = reader;
    }

    /**
     * Prepares a transaction.
     *
     * @throws IllegalArgumentException if a branch writes a key twice, or binds one to a session of another store
     */
    static TxnTranslation of(Txn txn, Namespace namespace, StoreCore core) {
        TxnWrites.check(txn);
        TxnTranslation translation = new TxnTranslation(txn, namespace, core, new RangeReader(core, namespace));
        translation.collectLives(txn);
        return translation;
    }

    /** The different TTLs of its writes; writes with the same one share a lease. */
    Set<Duration> ttls() {
        return ttls;
    }

    /** The keys that it may bind to sessions. */
    Map<SessionLife, Set<Bytes>> sessionKeys() {
        return sessionKeys;
    }

    /** The request with its leases still open, to be measured. */
    Request.Txn sample() {
        return translate(txn, NO_LEASES);
    }

    Request.Txn request(Leases leases) {
        return translate(txn, leases);
    }

    TxnResult result(Response.Txn answer) {
        return result(txn, answer, answer.revision());
    }

    /** The TTLs of the writes that were run. */
    Set<Duration> usedTtls(TxnResult result) {
        Set<Duration> used = new LinkedHashSet<>();
        eachPutRun(txn, result, put -> put.options().ttl().ifPresent(used::add));
        return used;
    }

    /** The revision that a transaction made, 0 if it wrote nothing. */
    static long revision(TxnResult result) {
        return result.results().stream().anyMatch(TxnTranslation::hasWritten) ? result.revision() : 0;
    }

    private static boolean hasWritten(OperationResult result) {
        if (result instanceof OperationResult.Nested nested) {
            return nested.result().results().stream().anyMatch(TxnTranslation::hasWritten);
        }
        return result instanceof OperationResult.Written
                || (result instanceof OperationResult.Removed removed
                        && removed.deleted().keys() > 0);
    }

    /** The keys that were bound to sessions. */
    Set<Bytes> boundKeys(TxnResult result) {
        Set<Bytes> bound = new LinkedHashSet<>();
        eachPutRun(
                txn, result, put -> put.options().session().ifPresent(session -> bound.add(namespace.key(put.key()))));
        return bound;
    }

    private static void eachPutRun(Txn part, TxnResult result, Consumer<Operation.Put> action) {
        List<Operation> run = result.succeeded() ? part.then() : part.otherwise();
        for (int i = 0; i < run.size(); i++) {
            if (run.get(i) instanceof Operation.Put put) {
                action.accept(put);
            } else if (run.get(i) instanceof Operation.Nested nested) {
                eachPutRun(nested.txn(), result.nested(i), action);
            }
        }
    }

    private void collectLives(Txn part) {
        for (List<Operation> branch : List.of(part.then(), part.otherwise())) {
            for (Operation operation : branch) {
                if (operation instanceof Operation.Put put) {
                    put.options().ttl().ifPresent(ttls::add);
                    put.options().session().ifPresent(session -> keysOf(session).add(namespace.key(put.key())));
                } else if (operation instanceof Operation.Nested nested) {
                    collectLives(nested.txn());
                }
            }
        }
    }

    private Set<Bytes> keysOf(Session session) {
        return sessionKeys.computeIfAbsent(StoreSession.lifeOf(session, core), life -> new LinkedHashSet<>());
    }

    private Request.Txn translate(Txn part, Leases leases) {
        List<Compare> compares = part.compares().stream()
                .map(compare -> compare.under(namespace.prefix()))
                .toList();
        return new Request.Txn(compares, translate(part.then(), leases), translate(part.otherwise(), leases));
    }

    private List<Request> translate(List<Operation> operations, Leases leases) {
        return operations.stream()
                .map(operation -> translate(operation, leases))
                .toList();
    }

    private Request translate(Operation operation, Leases leases) {
        if (operation instanceof Operation.Get get) {
            return Requests.get(namespace.key(get.key()));
        }
        if (operation instanceof Operation.ListRange list) {
            return new Request.Range(namespace.range(list.range()), 0, 0, false, Request.Shape.ENTRIES);
        }
        if (operation instanceof Operation.Delete delete) {
            return new Request.Delete(namespace.range(delete.range()));
        }
        if (operation instanceof Operation.Nested nested) {
            return translate(nested.txn(), leases);
        }
        return translatePut((Operation.Put) operation, leases);
    }

    private Request translatePut(Operation.Put put, Leases leases) {
        Bytes key = namespace.key(put.key());
        if (put.options().keepsLease()) {
            return Requests.putKeepingLease(key, put.value());
        }
        return life(put, leases).put(key, put.value());
    }

    private Life life(Operation.Put put, Leases leases) {
        if (put.options().session().isPresent()) {
            SessionLife session = StoreSession.lifeOf(put.options().session().get(), core);
            return Life.onSharedLease(leases.sessions().getOrDefault(session, 0L));
        }
        return put.options()
                .ttl()
                .map(ttl -> Life.onOwnLease(leases.granted().getOrDefault(ttl, 0L)))
                .orElse(Life.PERMANENT);
    }

    private TxnResult result(Txn part, Response.Txn answer, long revision) {
        List<Operation> operations = answer.succeeded() ? part.then() : part.otherwise();
        List<OperationResult> results = new ArrayList<>(operations.size());
        for (int i = 0; i < operations.size(); i++) {
            results.add(result(operations.get(i), answer.responses().get(i), revision));
        }
        return new TxnResult(answer.succeeded(), revision, results);
    }

    private OperationResult result(Operation operation, Response answer, long revision) {
        if (operation instanceof Operation.Put) {
            return new OperationResult.Written(new Applied(revision));
        }
        if (operation instanceof Operation.Delete) {
            return new OperationResult.Removed(new Deleted(revision, ((Response.Delete) answer).deleted()));
        }
        if (operation instanceof Operation.Nested nested) {
            return new OperationResult.Nested(result(nested.txn(), (Response.Txn) answer, revision));
        }
        List<RawEntry> entries = ((Response.Range) answer).entries();
        if (operation instanceof Operation.Get get) {
            return new OperationResult.Got(entries.stream().findFirst().map(raw -> Namespace.entry(get.key(), raw)));
        }
        return new OperationResult.Listed(entries.stream()
                .flatMap(raw -> reader.relative(raw).stream())
                .collect(Collectors.collectingAndThen(Collectors.toList(), list -> new Listing(revision, list))));
    }
}
