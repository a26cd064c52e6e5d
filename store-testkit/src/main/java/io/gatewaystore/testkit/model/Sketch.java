package io.gatewaystore.testkit.model;

import io.gatewaystore.testkit.model.RevisionChoice.Numbers;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A transaction whose compares name revisions by what they are.
 *
 * @param conditions what it asks
 * @param then what it does if all of them hold
 * @param otherwise what it does else
 */
record Sketch(List<Condition> conditions, List<Item> then, List<Item> otherwise) {

    /** A compare whose number is still open. */
    record Condition(Compare compare, RevisionChoice number) {

        private Compare with(Numbers numbers) {
            return compare.target() == Compare.Target.VALUE
                    ? compare
                    : new Compare(
                            compare.range(), compare.target(), compare.relation(), numbers.of(number), compare.value());
        }

        @Override
        public String toString() {
            String right = compare.target() == Compare.Target.VALUE ? Text.of(compare.value()) : number.toString();
            return compare.target() + "(" + Text.of(compare.range()) + ") " + compare.relation() + " " + right;
        }
    }

    /** Something a branch does. */
    sealed interface Item {
        Operation with(Numbers numbers);

        List<Item> smaller();
    }

    /** An operation as it is. */
    record Plain(Operation operation) implements Item {
        @Override
        public Operation with(Numbers numbers) {
            return operation;
        }

        @Override
        public List<Item> smaller() {
            return List.of();
        }

        @Override
        public String toString() {
            if (operation instanceof Operation.Put put) {
                return "put " + Text.of(put.key()) + "=" + Text.of(put.value()) + " " + put.options();
            }
            if (operation instanceof Operation.Delete delete) {
                return "delete " + Text.of(delete.range());
            }
            if (operation instanceof Operation.ListRange list) {
                return "list " + Text.of(list.range());
            }
            return "get " + Text.of(((Operation.Get) operation).key());
        }
    }

    /** A transaction inside. */
    record Inner(Sketch sketch) implements Item {
        @Override
        public Operation with(Numbers numbers) {
            return Operation.nested(sketch.with(numbers));
        }

        @Override
        public List<Item> smaller() {
            return sketch.smaller().stream().<Item>map(Inner::new).toList();
        }

        @Override
        public String toString() {
            return "(" + sketch + ")";
        }
    }

    Txn with(Numbers numbers) {
        return new Txn(
                conditions.stream().map(condition -> condition.with(numbers)).toList(),
                then.stream().map(item -> item.with(numbers)).toList(),
                otherwise.stream().map(item -> item.with(numbers)).toList());
    }

    /** The transactions that have one thing less. */
    List<Sketch> smaller() {
        List<Sketch> all = new ArrayList<>();
        without(conditions, less -> all.add(new Sketch(less, then, otherwise)));
        lessOf(then, less -> new Sketch(conditions, less, otherwise), all);
        lessOf(otherwise, less -> new Sketch(conditions, then, less), all);
        return all;
    }

    private static void lessOf(List<Item> branch, Function<List<Item>, Sketch> rebuilt, List<Sketch> all) {
        without(branch, less -> all.add(rebuilt.apply(less)));
        for (int i = 0; i < branch.size(); i++) {
            for (Item smaller : branch.get(i).smaller()) {
                List<Item> changed = new ArrayList<>(branch);
                changed.set(i, smaller);
                all.add(rebuilt.apply(changed));
            }
        }
    }

    private static <T> void without(List<T> list, Consumer<List<T>> sink) {
        for (int i = 0; i < list.size(); i++) {
            List<T> less = new ArrayList<>(list);
            less.remove(i);
            sink.accept(less);
        }
    }

    @Override
    public String toString() {
        return "when " + shown(conditions) + " then " + shown(then) + " otherwise " + shown(otherwise);
    }

    private static String shown(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining("; ", "{", "}"));
    }
}
