package io.gatewaystore.memory;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.RawEntry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map from keys to entries: a change makes a new tree that shares all but one path with the old one. This is what lets a
 * reader keep a revision for as long as it likes without a lock.
 *
 * <p>A weight-balanced tree. Invariants: keys ascend from left to right; {@code size} counts the nodes below and including this one; the weights
 * ({@code size + 1}) of two siblings differ by a factor of {@link #DELTA} at most, so the depth is logarithmic. {@link #DELTA} and
 * {@link #RATIO} are the pair proved right for insertion and deletion (Hirai and Yamamoto, "Balancing weight-balanced trees", 2011).
 */
final class EntryTree {

    static final EntryTree EMPTY = new EntryTree();

    private static final int DELTA = 3;
    private static final int RATIO = 2;

    private final @Nullable RawEntry entry;
    private final EntryTree left;
    private final EntryTree right;
    private final int size;

    /** The empty tree, which stands for absent children too. */
    private EntryTree() {
        entry = null;
        left = this;
        right = this;
        size = 0;
    }

    private EntryTree(EntryTree left, RawEntry entry, EntryTree right) {
        this.entry = entry;
        this.left = left;
        this.right = right;
        this.size = left.size + right.size + 1;
    }

    int size() {
        return size;
    }

    @Nullable
    RawEntry get(Bytes key) {
        EntryTree node = this;
        while (node.entry != null) {
            int order = key.compareTo(node.entry.key());
            if (order == 0) {
                return node.entry;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    EntryTree with(RawEntry added) {
        if (entry == null) {
            return new EntryTree(EMPTY, added, EMPTY);
        }
        int order = added.key().compareTo(entry.key());
        if (order == 0) {
            return new EntryTree(left, added, right);
        }
        return order < 0 ? balanced(left.with(added), entry, right) : balanced(left, entry, right.with(added));
    }

    EntryTree without(Bytes key) {
        if (entry == null) {
            return this;
        }
        int order = key.compareTo(entry.key());
        if (order < 0) {
            return balanced(left.without(key), entry, right);
        }
        return order > 0 ? balanced(left, entry, right.without(key)) : glued(left, right);
    }

    /** How many keys a range holds. */
    long count(KeyRange range) {
        long upTo = range.end().isEmpty() ? size : rank(range.end());
        return Math.max(0, upTo - rank(range.start()));
    }

    /** How many keys come before one. */
    private long rank(Bytes key) {
        long before = 0;
        EntryTree node = this;
        while (node.entry != null) {
            if (key.compareTo(node.entry.key()) <= 0) {
                node = node.left;
            } else {
                before += node.left.size + 1L;
                node = node.right;
            }
        }
        return before;
    }

    /** Adds the first entries of a range to a list until that has {@code limit} of them. */
    void collect(KeyRange range, long limit, List<RawEntry> found) {
        if (entry == null || found.size() >= limit) {
            return;
        }
        boolean started = entry.key().compareTo(range.start()) >= 0;
        boolean over = !range.end().isEmpty() && entry.key().compareTo(range.end()) >= 0;
        if (started) {
            left.collect(range, limit, found);
        }
        if (started && !over && found.size() < limit) {
            found.add(entry);
        }
        if (!over) {
            right.collect(range, limit, found);
        }
    }

    // --- balance ------------------------------------------------------------------------------------------------

    /** A node of two trees of which one may have grown or shrunk by one. */
    private static EntryTree balanced(EntryTree left, RawEntry entry, EntryTree right) {
        if (isHeavier(right, left)) {
            return rotatedLeft(left, entry, right);
        }
        if (isHeavier(left, right)) {
            return rotatedRight(left, entry, right);
        }
        return new EntryTree(left, entry, right);
    }

    private static boolean isHeavier(EntryTree one, EntryTree other) {
        return one.weight() > DELTA * other.weight();
    }

    private long weight() {
        return size + 1L;
    }

    private static EntryTree rotatedLeft(EntryTree left, RawEntry entry, EntryTree right) {
        EntryTree inner = right.left;
        if (inner.weight() < RATIO * right.right.weight()) {
            return new EntryTree(new EntryTree(left, entry, inner), right.here(), right.right);
        }
        return new EntryTree(
                new EntryTree(left, entry, inner.left),
                inner.here(),
                new EntryTree(inner.right, right.here(), right.right));
    }

    private static EntryTree rotatedRight(EntryTree left, RawEntry entry, EntryTree right) {
        EntryTree inner = left.right;
        if (inner.weight() < RATIO * left.left.weight()) {
            return new EntryTree(left.left, left.here(), new EntryTree(inner, entry, right));
        }
        return new EntryTree(
                new EntryTree(left.left, left.here(), inner.left),
                inner.here(),
                new EntryTree(inner.right, entry, right));
    }

    /** One tree of the two on either side of a key that went away. */
    private static EntryTree glued(EntryTree left, EntryTree right) {
        if (left.entry == null) {
            return right;
        }
        if (right.entry == null) {
            return left;
        }
        if (left.size > right.size) {
            RawEntry last = left.last();
            return balanced(left.without(last.key()), last, right);
        }
        RawEntry first = right.first();
        return balanced(left, first, right.without(first.key()));
    }

    private RawEntry first() {
        EntryTree node = this;
        while (node.left.entry != null) {
            node = node.left;
        }
        return node.here();
    }

    private RawEntry last() {
        EntryTree node = this;
        while (node.right.entry != null) {
            node = node.right;
        }
        return node.here();
    }

    private RawEntry here() {
        return Objects.requireNonNull(entry, "entry");
    }

    /** Whether the invariants hold, for tests. */
    boolean isSound() {
        if (entry == null) {
            return size == 0;
        }
        boolean ordered = (left.entry == null || left.last().key().compareTo(entry.key()) < 0)
                && (right.entry == null || right.first().key().compareTo(entry.key()) > 0);
        boolean even = size <= 2 || (!isHeavier(left, right) && !isHeavier(right, left));
        return ordered && even && size == left.size + right.size + 1 && left.isSound() && right.isSound();
    }
}
