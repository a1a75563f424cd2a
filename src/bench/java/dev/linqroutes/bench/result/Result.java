package dev.linqroutes.bench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run came to.
 *
 * @param variant of the scenario
 * @param figures by name and unit, in the order of the table's columns
 * @param faults what must not happen, and how often it did
 */
public record Result(
        String scenario,
        String variant,
        String contender,
        int repetition,
        Map<String, Double> figures,
        Map<String, Long> faults) {

    /** Whether its figures may be shown. */
    @JsonIgnore
    public boolean isValid() {
        return faults.values().stream().allMatch(count -> count == 0);
    }

    Result withRepetition(int number) {
        return new Result(scenario, variant, contender, number, figures, faults);
    }

    /** Only what went wrong, if anything did: then no figure of this run means anything. */
    public Result withoutInvalidFigures() {
        return isValid() ? this : new Result(scenario, variant, contender, repetition, new LinkedHashMap<>(), faults);
    }
}
