package io.gatewaystore.testkit.history;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client of a store whose calls are noted by a {@link Recorder}. Values are its own affair: each write has one that nobody else writes. A call
 * that fails answers {@link Answer.Failed} and does not throw.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class RecordedClient {

    private final String name;
    private final Store store;
    private final Consumer<Call> recorder;
    private long values;

    RecordedClient(String name, Store store, Consumer<Call> recorder) {
        this.name = name;
        this.store = store;
        this.recorder = recorder;
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @return what was answered
     */
    public Answer get(String key) {
        return call(new Action.Get(key), () -> new Answer.Found(store.get(key)));
    }

    /**
     * Reads a range.
     *
     * @param range the range
     * @return what was answered
     */
    public Answer read(KeyRange range) {
        return call(new Action.Read(range), () -> new Answer.Listed(store.list(range)));
    }

    /**
     * Writes a key.
     *
     * @param key the key
     * @return what was answered
     */
    public Answer put(String key) {
        String value = newValue();
        return call(new Action.Put(key, value), () -> new Answer.Written(store.put(key, Bytes.utf8(value))));
    }

    /**
     * Writes a key if there is none.
     *
     * @param key the key
     * @return what was answered
     */
    public Answer create(String key) {
        String value = newValue();
        return call(new Action.Create(key, value), () -> new Answer.Written(store.create(key, Bytes.utf8(value))));
    }

    /**
     * Writes a key if it has not changed.
     *
     * @param key the key
     * @param modRevision the revision it is to have
     * @return what was answered
     */
    public Answer replace(String key, long modRevision) {
        String value = newValue();
        return call(
                new Action.Replace(key, modRevision, value),
                () -> new Answer.Written(store.replace(key, modRevision, Bytes.utf8(value))));
    }

    /**
     * Deletes a key.
     *
     * @param key the key
     * @return what was answered
     */
    public Answer delete(String key) {
        return call(new Action.Delete(key), () -> new Answer.Removed(store.delete(key)));
    }

    /**
     * Deletes a key if it has not changed.
     *
     * @param key the key
     * @param modRevision the revision it is to have
     * @return what was answered
     */
    public Answer deleteIf(String key, long modRevision) {
        return call(new Action.DeleteIf(key, modRevision), () -> new Answer.Written(store.deleteIf(key, modRevision)));
    }

    /**
     * Writes several keys in one transaction.
     *
     * @param keys the keys
     * @return what was answered
     */
    public Answer putAll(Collection<String> keys) {
        SortedMap<String, String> values = new TreeMap<>();
        keys.forEach(key -> values.put(key, newValue()));
        Txn txn = Txn.of(values.entrySet().stream()
                .map((Map.Entry<String, String> write) -> Operation.put(write.getKey(), Bytes.utf8(write.getValue())))
                .toArray(Operation[]::new));
        return call(
                new Action.PutAll(values),
                () -> new Answer.Written(
                        new WriteResult.Applied(store.commit(txn).revision())));
    }

    private String newValue() {
        values++;
        return name + ":" + values;
    }

    private Answer call(Action action, Supplier<Answer> body) {
        long invoked = System.nanoTime();
        Answer answer;
        try {
            answer = body.get();
        } catch (StoreException e) {
            answer = new Answer.Failed(e.outcome(), e.toString());
        }
        recorder.accept(new Call(name, invoked, System.nanoTime(), action, answer));
        return answer;
    }
}
