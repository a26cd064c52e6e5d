package io.gatewaystore.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * One kind of load, in all rounds.
 *
 * @param mode how etcd is talked to
 * @param work what is called
 * @param inFlight how many calls are under way at once
 * @param rounds the samples of each round, one for each contender
 */
record Row(String mode, Work work, int inFlight, List<List<Sample>> rounds) {

    /** One contender's figure, in the median round. */
    double median(String contender, ToDoubleFunction<Sample> figure) {
        return Spread.of(rounds.stream()
                        .map(round -> figure.applyAsDouble(of(contender, round)))
                        .toList())
                .median();
    }

    /** One contender's figure divided by another's, round by round. */
    Spread ratio(String contender, String baseline, ToDoubleFunction<Sample> figure) {
        return Spread.of(rounds.stream()
                .map(round -> figure.applyAsDouble(of(contender, round)) / figure.applyAsDouble(of(baseline, round)))
                .toList());
    }

    /** Calls that failed in all rounds, by contender. */
    Map<String, Long> failed() {
        Map<String, Long> failed = new TreeMap<>();
        rounds.forEach(round -> round.forEach(sample -> failed.merge(sample.contender(), sample.failed(), Long::sum)));
        return failed;
    }

    private static Sample of(String contender, List<Sample> round) {
        return round.stream()
                .filter(sample -> sample.contender().equals(contender))
                .findFirst()
                .orElseThrow();
    }
}
