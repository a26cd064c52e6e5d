package io.gatewaystore.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a ratio to jetcd has to reach.
 *
 * @param what the ratio's name
 * @param figure what is compared
 * @param bound the ratio
 * @param atLeast whether it must not be smaller; otherwise it must not be larger
 */
record Budget(String what, ToDoubleFunction<Sample> figure, double bound, boolean atLeast) {

    private static final int SEVERAL = 64;
    private static final int MANY = 512;

    /** Those that the project has set itself for a kind of load. */
    static List<Budget> of(Work work, int inFlight) {
        return Stream.of(speed(work, inFlight), processor(work, inFlight))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Budget> speed(Work work, int inFlight) {
        boolean get = work == Work.GET;
        if (!get && work != Work.PUT) {
            return Optional.empty();
        }
        return switch (inFlight) {
            case 1 -> Optional.of(new Budget("median latency", Sample::medianMicros, get ? 0.70 : 0.85, false));
            case SEVERAL -> Optional.of(new Budget("throughput", Sample::perSecond, get ? 4 : 2.8, true));
            case MANY -> Optional.of(new Budget("throughput", Sample::perSecond, get ? 8 : 5.5, true));
            default -> Optional.empty();
        };
    }

    private static Optional<Budget> processor(Work work, int inFlight) {
        return work == Work.GET && inFlight == SEVERAL
                ? Optional.of(new Budget("processor time", Sample::cpuMicros, 0.6, false))
                : Optional.empty();
    }

    boolean isMetBy(double ratio) {
        return atLeast ? ratio >= bound : ratio <= bound;
    }
}
