package dev.linqroutes.bench.result;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is better: more or less. */
final class Figures {
    private static final Set<String> MORE_IS_BETTER = Set.of(
            "calls/s", "calls/s 2nd half", "calls/s 50 to 90 %", "webhooks/s", "requests/s", "rows/s", "deleted/s");

    private static final Set<String> NEITHER = Set.of(
            "commands",
            "rows",
            "waiting",
            "refused for s",
            "commands meanwhile",
            "calls/s before",
            "% of workers / latency");

    private Figures() {}

    static boolean moreIsBetter(String figure) {
        return MORE_IS_BETTER.contains(figure);
    }

    /** Of the repetitions that have this figure, from the lowest to the highest. */
    static List<Double> sorted(List<Result> repetitions, String figure) {
        return repetitions.stream()
                .map(Result::figures)
                .filter(figures -> figures.containsKey(figure))
                .map(figures -> figures.get(figure))
                .sorted()
                .toList();
    }

    /** The middle one of the repetitions that have this figure. */
    static Optional<Double> median(List<Result> repetitions, String figure) {
        List<Double> sorted = sorted(repetitions, figure);
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    /** How much worse one value is than another: 1 if they are the same, more if it is worse; empty if neither is better. */
    static Optional<Double> worse(String figure, double value, double other) {
        if (NEITHER.contains(figure) || value <= 0 || other <= 0) {
            return Optional.empty();
        }
        return Optional.of(moreIsBetter(figure) ? other / value : value / other);
    }

    /** Names of figures of any of the results. */
    static Stream<String> names(List<Result> results) {
        return results.stream()
                .map(Result::figures)
                .map(Map::keySet)
                .flatMap(Set::stream)
                .distinct();
    }

    /** The worst first. */
    static Comparator<Loss> byFactor() {
        return Comparator.comparingDouble(Loss::factor).reversed();
    }

    /** Where one contender is worse than another, by medians. */
    record Loss(
            String scenario, String variant, String figure, double ours, String other, double theirs, double factor) {}
}
