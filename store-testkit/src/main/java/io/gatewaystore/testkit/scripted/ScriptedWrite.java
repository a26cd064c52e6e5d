package io.gatewaystore.testkit.scripted;

import java.util.List;

/**
 * A write that a {@link ScriptedEtcd} got and that waits for its answer: a put, a deletion, or a transaction. Left alone, it is never answered.
 *
 * <p>Thread-safe.
 */
public final class ScriptedWrite {

    private final List<String> keys;
    private final String value;
    private final Reply<?> reply;

    ScriptedWrite(List<String> keys, String value, Reply<?> reply) {
        this.keys = List.copyOf(keys);
        this.value = value;
        this.reply = reply;
    }

    /**
     * Returns what it is about.
     *
     * @return the keys; of a range its start; of a transaction those of all its operations, each once
     */
    public List<String> keys() {
        return keys;
    }

    /**
     * Returns what a put is to write.
     *
     * @return the value; empty if this is no put
     */
    public String value() {
        return value;
    }

    /**
     * Says that it was applied. A transaction is told that its conditions held, a deletion that it found its key.
     *
     * @param revision its revision
     */
    public void answer(long revision) {
        reply.succeed(revision);
    }

    /**
     * Says that it failed.
     *
     * @param ending with which status, not OK
     */
    public void end(Ending ending) {
        reply.end(ending);
    }

    @Override
    public String toString() {
        return "write of " + String.join(", ", keys);
    }
}
