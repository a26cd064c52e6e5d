package io.gatewaystore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a ratio of two contenders has to reach.
 *
 * @param what the figure's name
 * @param contender whose figure it is
 * @param baseline whose figure it is divided by
 * @param figure what is compared
 * @param bound the ratio
 * @param atLeast whether it must not be smaller; otherwise it must not be larger
 */
record Budget(
        String what,
        String contender,
        String baseline,
        ToDoubleFunction<Sample> figure,
        double bound,
        boolean atLeast) {

    private static final String COALESCED = OwnContender.COALESCED;
    private static final String UNCOALESCED = OwnContender.UNCOALESCED;
    private static final String JETCD = JetcdContender.NAME;

    private static final int SEVERAL = 64;
    private static final int MANY = 512;
    private static final double MOST_SWITCHES = 0.5;
    private static final double MOST_OF_STUBS = 1.10;
    private static final double MOST_OF_JETCD = 0.95;

    /** Those that the project has set itself for a kind of load. */
    static List<Budget> of(Work work, int inFlight) {
        List<Budget> budgets = new ArrayList<>();
        budgets.add(throughput(UNCOALESCED, 1));
        if (inFlight == 1) {
            budgets.add(latency(UNCOALESCED, 1.03));
        }
        if (inFlight == 1 && (work == Work.GET || work == Work.PUT)) {
            budgets.add(latency(StubsContender.NAME, MOST_OF_STUBS));
            budgets.add(latency(JETCD, MOST_OF_JETCD));
        }
        if (work == Work.GET) {
            addOfGets(budgets, inFlight);
        } else if (work == Work.PUT) {
            addOfPuts(budgets, inFlight);
        }
        return budgets;
    }

    private static void addOfGets(List<Budget> budgets, int inFlight) {
        switch (inFlight) {
            case SEVERAL -> {
                budgets.add(throughput(COALESCED, 4));
                budgets.add(new Budget("processor time", UNCOALESCED, JETCD, Sample::cpuMicros, 0.6, false));
            }
            case MANY -> budgets.add(throughput(COALESCED, 8));
            default -> {}
        }
    }

    private static void addOfPuts(List<Budget> budgets, int inFlight) {
        switch (inFlight) {
            case SEVERAL -> budgets.add(throughput(COALESCED, 2.8));
            case MANY -> budgets.add(throughput(COALESCED, 5.5));
            default -> {}
        }
    }

    private static Budget latency(String baseline, double bound) {
        return new Budget("median latency", COALESCED, baseline, Sample::medianMicros, bound, false);
    }

    private static Budget throughput(String contender, double bound) {
        return new Budget("throughput", contender, JETCD, Sample::perSecond, bound, true);
    }

    boolean isMetBy(double ratio) {
        return atLeast ? ratio >= bound : ratio <= bound;
    }

    static String verdict(boolean met) {
        return met ? "met   " : "MISSED";
    }

    /** Whether a kind of load has kept it, in words. */
    String judge(Row row) {
        Spread ratio = row.ratio(contender, baseline, figure);
        return String.format(
                Locale.ROOT,
                "%s: %s %s with %d under way: %s of %s is %s of %s, wanted %s %.2f",
                verdict(isMetBy(ratio.median())),
                row.mode(),
                row.work().name().toLowerCase(Locale.ROOT),
                row.inFlight(),
                what,
                contender,
                ratio,
                baseline,
                atLeast ? ">=" : "<=",
                bound);
    }

    /** The one that is no ratio: how often threads take over from one another for a call among several. */
    static String judgeSwitches(Row row) {
        double switches = row.median(UNCOALESCED, Sample::switches);
        return String.format(
                Locale.ROOT,
                "%s: %s get with %d under way: context switches of %s are %.2f for each, wanted <= %.2f",
                verdict(switches <= MOST_SWITCHES),
                row.mode(),
                row.inFlight(),
                UNCOALESCED,
                switches,
                MOST_SWITCHES);
    }

    /** Whether {@link #judgeSwitches} is about a kind of load. */
    static boolean isOfSwitches(Row row) {
        return row.work() == Work.GET && row.inFlight() == SEVERAL;
    }
}
