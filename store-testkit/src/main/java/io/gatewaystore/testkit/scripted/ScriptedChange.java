package io.gatewaystore.testkit.scripted;

import java.util.Objects;
import java.util.Optional;

/**
 * A change of a key, as a scripted watch stream tells of it.
 *
 * <p>Immutable.
 *
 * @param key the key
 * @param revision the revision of the change
 * @param value the new value, empty for a deletion
 */
public record ScriptedChange(String key, long revision, Optional<String> value) {

    /**
     * Creates a change.
     *
     * @param key the key
     * @param revision the revision of the change
     * @param value the new value
     */
    public ScriptedChange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }

    /**
     * A key was created, with the value {@code v} and its revision.
     *
     * @param key the key
     * @param revision the revision
     * @return the change
     */
    public static ScriptedChange put(String key, long revision) {
        return put(key, revision, "v" + revision);
    }

    /**
     * A key was created.
     *
     * @param key the key
     * @param revision the revision
     * @param value the value
     * @return the change
     */
    public static ScriptedChange put(String key, long revision, String value) {
        return new ScriptedChange(key, revision, Optional.of(value));
    }

    /**
     * A key was deleted.
     *
     * @param key the key
     * @param revision the revision
     * @return the change
     */
    public static ScriptedChange delete(String key, long revision) {
        return new ScriptedChange(key, revision, Optional.empty());
    }
}
