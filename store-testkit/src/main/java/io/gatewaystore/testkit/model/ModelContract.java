package io.gatewaystore.testkit.model;

import io.gatewaystore.testkit.contract.Capability;
import io.gatewaystore.testkit.contract.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random operations, every answer compared with that of a model. The author of a backend extends this class and says how a store is opened.
 *
 * <p>Ordinarily there are 20 runs, with seeds from 1 on, of 1,000 operations each. System properties change that:
 *
 * <ul>
 *   <li>{@code gatewaystore.model.seeds}: how many runs, or {@code from-to} for the seeds in between;
 *   <li>{@code gatewaystore.model.operations}: how many operations each has.
 * </ul>
 *
 * <p>A failure names the seed, which always gives the same operations, and shows the few of them that suffice to make it, if the state can be
 * opened anew for every attempt to leave some out.
 *
 * <p>A run deletes whatever its state holds, counts revisions, and compacts; so it must be alone on that state. A store of several servers must
 * answer serializable reads from one that has applied what was acknowledged.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ModelContract {

    private static final String SEEDS = "gatewaystore.model.seeds";
    private static final String OPERATIONS = "gatewaystore.model.operations";
    private static final int USUAL_SEEDS = 20;
    private static final int USUAL_OPERATIONS = 1_000;
    private static final int MOST_SHOWN = 100;
    private static final Duration SHRINKING = Duration.ofSeconds(60);

    /** Creates the suite. */
    protected ModelContract() {}

    /**
     * Gives the state that one run works on, and empties. Called before each run, and for each attempt to shorten one that failed; closed
     * afterwards.
     *
     * @return a state of its own or one that earlier runs have used
     */
    protected abstract StoreFixture fixture();

    /**
     * Gives a second state, of another backend, that takes the same operations and has to give the same answers too.
     *
     * @return a state; empty unless overridden
     */
    protected Optional<StoreFixture> peer() {
        return Optional.empty();
    }

    /**
     * Declares what the backend lacks. Operations that need it are left out.
     *
     * @return for each capability that is lacking, why; empty unless overridden
     */
    protected Map<Capability, String> lacks() {
        return Map.of();
    }

    @TestFactory
    final Stream<DynamicTest> answersAsTheModelDoes() {
        int operations = Integer.getInteger(OPERATIONS, USUAL_OPERATIONS);
        return seeds().mapToObj(seed -> DynamicTest.dynamicTest(
                "seed " + seed + ", " + operations + " operations", () -> run(seed, operations)));
    }

    private static LongStream seeds() {
        String[] seeds = System.getProperty(SEEDS, "1-" + USUAL_SEEDS).split("-", 2);
        return seeds.length == 1
                ? LongStream.rangeClosed(1, Long.parseLong(seeds[0]))
                : LongStream.rangeClosed(Long.parseLong(seeds[0]), Long.parseLong(seeds[1]));
    }

    /**
     * Makes one run. Fails with an {@link AssertionError} that shows the shortest sequence of operations found that does.
     *
     * @param seed what the operations are made from
     * @param operations how many
     * @throws InterruptedException if the thread is interrupted
     */
    protected final void run(long seed, int operations) throws InterruptedException {
        List<Step> steps = new Generator(seed, lacks().keySet()).steps(operations);
        Optional<DifferenceException> difference = replay(steps);
        if (difference.isPresent()) {
            Shrinker shrinker = new Shrinker(steps, difference.get(), SHRINKING, this::replayUninterrupted);
            boolean again = shrinker.shrink();
            throw failure(seed, operations, shrinker, again);
        }
    }

    private Optional<DifferenceException> replay(List<Step> steps) throws InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        try {
            subjects.add(Subject.open("the store", fixture()));
            peer().ifPresent(peer -> subjects.add(Subject.open("its peer", peer)));
            new Run(steps, subjects).complete();
            return Optional.empty();
        } catch (DifferenceException found) {
            return Optional.of(found);
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    /** Someone who interrupts a test does not wait for a shorter example. */
    private Optional<DifferenceException> replayUninterrupted(List<Step> steps) {
        try {
            return replay(steps);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static AssertionError failure(long seed, int operations, Shrinker shrinker, boolean again) {
        StringBuilder message = new StringBuilder("the store and the model differ; repeat with -D" + SEEDS + "=" + seed
                + "-" + seed + " -D" + OPERATIONS + "=" + operations);
        message.append(
                again
                        ? "\n  these steps suffice:\n"
                        : "\n  it did not happen again with the same steps, so it depends on time too; the last of them:\n");
        List<Step> steps = shrinker.steps();
        for (int i = Math.max(0, steps.size() - MOST_SHOWN); i < steps.size(); i++) {
            message.append("    ")
                    .append(i + 1)
                    .append(". ")
                    .append(steps.get(i))
                    .append('\n');
        }
        message.append("  differing answers to: ").append(shrinker.difference().getMessage());
        return new AssertionError(message.toString(), shrinker.difference());
    }
}
