package io.gatewaystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BudgetTest {

    /** So many calls per second, each of which took the median latency. */
    private static Sample sample(String contender, double perSecond) {
        return new Sample(contender, 100, 0, perSecond, 1e6 / perSecond, 1e6 / perSecond, 10, 1_000, 0.4, 20);
    }

    private static Row row(Work work, int inFlight, double store, double uncoalesced, double jetcd) {
        List<Sample> round = List.of(
                sample(OwnContender.COALESCED, store),
                sample(OwnContender.UNCOALESCED, uncoalesced),
                sample(StubsContender.NAME, uncoalesced),
                sample(JetcdContender.NAME, jetcd));
        return new Row(
                "plain",
                work,
                inFlight,
                IntStream.range(0, 3).mapToObj(i -> round).toList());
    }

    private static Stream<String> verdicts(Row row) {
        return Budget.of(row.work(), row.inFlight()).stream().map(budget -> budget.judge(row));
    }

    @Test
    void isMetByARatioThatReachesIt() {
        assertThat(verdicts(row(Work.GET, 512, 800, 110, 100))).hasSize(2).allMatch(line -> line.startsWith("met "));
    }

    @Test
    void isMissedByOneThatDoesNot() {
        assertThat(verdicts(row(Work.GET, 512, 790, 90, 100))).hasSize(2).allMatch(line -> line.startsWith("MISSED"));
    }

    @Test
    void ofALatencyIsMissedByOneThatIsLarger() {
        assertThat(verdicts(row(Work.GET, 1, 100, 200, 100)))
                .filteredOn(line -> line.contains("median latency"))
                .containsExactly(
                        "MISSED: plain get with 1 under way: median latency of store is 2.00 [2.00, 2.00] of uncoalesced,"
                                + " wanted <= 1.03",
                        "MISSED: plain get with 1 under way: median latency of store is 2.00 [2.00, 2.00] of stubs,"
                                + " wanted <= 1.10",
                        "MISSED: plain get with 1 under way: median latency of store is 1.00 [1.00, 1.00] of jetcd,"
                                + " wanted <= 0.95");
    }

    @Test
    void ofSwitchesIsNoRatio() {
        assertThat(Budget.judgeSwitches(row(Work.GET, 64, 1, 1, 1))).contains("met ", "0.40 for each");
    }

    @Test
    void isSetForEveryLoadWithoutCoalescing() {
        for (Work work : Work.values()) {
            assertThat(Budget.of(work, 16)).extracting(Budget::contender).containsExactly(OwnContender.UNCOALESCED);
        }
    }
}
