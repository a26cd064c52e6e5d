package io.gatewaystore.testkit.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of a run, taken by every store and by the reference, one after the other; only reads in a row are under way together. Not
 * thread-safe.
 */
final class Run {

    private static final int MOST_READS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Reads whose answers are still to come. */
    private record Reading(int number, Step step, String expected, List<CompletableFuture<String>> answers) {}

    private final List<Step> steps;
    private final List<Subject> subjects;
    private final Reference reference = new Reference();
    private final Text text = new Text(0);
    private final List<Reading> reading = new ArrayList<>();

    Run(List<Step> steps, List<Subject> subjects) {
        this.steps = steps;
        this.subjects = subjects;
    }

    /** Takes all steps. */
    void complete() throws InterruptedException {
        for (int number = 0; number < steps.size(); number++) {
            take(number, steps.get(number));
        }
        finishReads();
        compareAllLogs(steps.size() - 1);
        for (int id : reference.watching()) {
            close(steps.size() - 1, id);
        }
    }

    private void take(int number, Step step) throws InterruptedException {
        if (step instanceof Step.Call call && call.isRead()) {
            read(number, call);
            return;
        }
        finishReads();
        if (step instanceof Step.Call call) {
            read(number, call);
            finishReads();
        } else if (step instanceof Step.Compact compact) {
            compact(number, compact);
        } else if (step instanceof Step.OpenWatch open) {
            open(number, open);
        } else {
            close(number, ((Step.CloseWatch) step).id());
        }
    }

    // --- calls --------------------------------------------------------------------------------------------------

    private void read(int number, Step.Call call) {
        // The stores first: what they are asked depends on the reference as it is before the step.
        List<CompletableFuture<String>> answers =
                subjects.stream().map(subject -> subject.call(call, reference)).toList();
        reading.add(new Reading(number, call, text.answer(reference.answer(call)), answers));
        if (reading.size() >= MOST_READS) {
            finishReads();
        }
    }

    private void finishReads() {
        List<Reading> all = List.copyOf(reading);
        reading.clear();
        for (Reading each : all) {
            compare(
                    each.number(),
                    each.step().toString(),
                    each.expected(),
                    each.answers().stream().map(CompletableFuture::join).toList());
        }
    }

    private void compare(int number, String what, String expected, List<String> answers) {
        if (answers.stream().allMatch(expected::equals)) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("the model: " + expected);
        for (int i = 0; i < subjects.size(); i++) {
            lines.add(subjects.get(i).name() + ": " + answers.get(i));
        }
        throw new DifferenceException(number, what, lines);
    }

    // --- history and watches ------------------------------------------------------------------------------------

    private void compact(int number, Step.Compact compact) throws InterruptedException {
        Optional<Long> revision = reference.compaction(compact);
        if (revision.isEmpty()) {
            return;
        }
        compareAllLogs(number);
        // A watch that may still have to read the past could find it gone, or not: that depends on who is faster.
        List<Integer> behind = reference.watching().stream()
                .filter(id -> !reference.watch(id).isCaughtUp())
                .toList();
        for (int id : behind) {
            close(number, id);
        }
        subjects.forEach(subject -> subject.compact(revision.get()));
        reference.compact(revision.get());
    }

    private void open(int number, Step.OpenWatch open) throws InterruptedException {
        close(number, open.id());
        List<String> established =
                subjects.stream().map(subject -> subject.open(open, reference)).toList();
        Optional<Long> expected = reference.open(open).established();
        if (expected.isPresent()) {
            compare(number, open.toString(), "established after " + expected.get(), established);
        } else {
            compareLogs(number, open.id());
        }
    }

    private void close(int number, int id) throws InterruptedException {
        if (reference.watching().contains(id)) {
            compareLogs(number, id);
            tellOneMore(number, id);
            subjects.forEach(subject -> subject.close(id));
            reference.closeWatch(id);
        }
    }

    /** What a watch tells too late, or again, it has told when it tells of a write that comes after all others. */
    private void tellOneMore(int number, int id) throws InterruptedException {
        Optional<Step.Put> write = reference.watch(id).oneMore();
        if (write.isPresent()) {
            read(number, write.get());
            finishReads();
            compareLogs(number, id);
        }
    }

    private void compareAllLogs(int number) throws InterruptedException {
        for (int id : reference.watching()) {
            compareLogs(number, id);
        }
    }

    private void compareLogs(int number, int id) throws InterruptedException {
        List<String> expected = reference.watch(id).told();
        List<List<String>> told = new ArrayList<>();
        for (Subject subject : subjects) {
            told.add(subject.log(id).told(expected.size(), PATIENCE));
        }
        if (told.stream().allMatch(expected::equals)) {
            return;
        }
        int same = 0;
        while (isToldByAll(expected, told, same)) {
            same++;
        }
        int callback = same;
        compare(
                number,
                "callback " + (callback + 1) + " of watch #" + id,
                line(expected, callback),
                told.stream().map(lines -> line(lines, callback)).toList());
    }

    private static boolean isToldByAll(List<String> expected, List<List<String>> told, int callback) {
        return callback < expected.size()
                && told.stream().allMatch(lines -> line(lines, callback).equals(expected.get(callback)));
    }

    private static String line(List<String> told, int callback) {
        return callback < told.size() ? told.get(callback) : "none";
    }
}
