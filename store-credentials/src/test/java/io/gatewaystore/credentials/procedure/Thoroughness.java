package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.journal.JournalRecord;
import io.gatewaystore.credentials.journal.JournalRecord.StepBegan;
import io.gatewaystore.credentials.journal.JournalRecord.StepEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * At which moments a command is ended. A moment is a number: each record of the command has one just before it, and one just after it, from 0 on. At
 * the first of all nothing has happened yet.
 */
enum Thoroughness {
    /** Each step once: in turn just inside its beginning, in its middle, or just before its end. */
    ONCE {
        @Override
        List<Integer> choose(List<Integer> step, int turn) {
            return List.of(step.get(turn % 3 * (step.size() - 1) / 2));
        }
    },
    /** Each step just inside its beginning and just before its end, and, if it does several things, between two of them. */
    STEPS {
        @Override
        List<Integer> choose(List<Integer> step, int turn) {
            int last = step.size() - 1;
            return Stream.of(0, last < 2 ? last : 1 + turn % (last - 1), last)
                    .distinct()
                    .map(step::get)
                    .toList();
        }
    },
    /** Each moment there is. */
    ALL {
        @Override
        List<Integer> choose(List<Integer> step, int turn) {
            return step;
        }

        @Override
        List<Integer> moments(List<JournalRecord> records, int turn) {
            return IntStream.range(1, 2 * records.size()).boxed().toList();
        }
    };

    abstract List<Integer> choose(List<Integer> step, int turn);

    /** The moments of a command that has written these records. What is chosen in turn goes on from the turn that is given. */
    List<Integer> moments(List<JournalRecord> records, int turn) {
        List<Integer> moments = new ArrayList<>();
        int next = turn;
        int began = 0;
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i) instanceof StepBegan) {
                began = i;
            } else if (records.get(i) instanceof StepEnded) {
                List<Integer> step =
                        IntStream.rangeClosed(2 * began + 1, 2 * i).boxed().toList();
                moments.addAll(choose(step, next++));
            }
        }
        return moments;
    }
}
