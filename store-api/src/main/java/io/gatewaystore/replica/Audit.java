package io.gatewaystore.replica;

import java.util.HashSet;
import java.util.Set;

/**
 * A comparison under way, of the state at its beginning with the store at the same revision. What happens meanwhile to a key is newer than what is
 * compared, and must not be repaired away. Guarded by the lock of its copy.
 */
final class Audit<V> {

    private final State<V> base;
    private final Set<String> changed = new HashSet<>();
    private boolean superseded;

    Audit(State<V> base) {
        this.base = base;
    }

    State<V> base() {
        return base;
    }

    void changed(String key) {
        changed.add(key);
    }

    boolean hasChanged(String key) {
        return changed.contains(key);
    }

    /** The whole state has been replaced. */
    void supersede() {
        superseded = true;
    }

    boolean isSuperseded() {
        return superseded;
    }
}
