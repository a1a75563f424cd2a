package dev.linqroutes.bench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results with what they were measured with: date, machine, versions, commit and command.
 *
 * @param setting by name, in the order in which they are shown
 */
public record Report(Map<String, String> setting, List<Result> results) {
    private static final String SEPARATOR = "; ";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The results of several runs of the benchmark as repetitions of one. Where their settings differ, all values are kept. */
    public static Report merge(List<Report> reports) {
        Map<String, String> setting = new LinkedHashMap<>();
        Map<List<String>, Integer> repetitions = new HashMap<>();
        List<Result> results = new ArrayList<>();
        for (Report report : reports) {
            report.setting.forEach((name, value) -> setting.merge(
                    name,
                    value,
                    (one, other) -> List.of(one.split(SEPARATOR)).contains(other) ? one : one + SEPARATOR + other));
            for (Result each : report.results) {
                int repetition =
                        repetitions.merge(List.of(each.scenario(), each.variant(), each.contender()), 1, Integer::sum);
                results.add(each.withRepetition(repetition));
            }
        }
        return new Report(setting, results);
    }

    /** Valid results of all contenders. */
    List<Result> valid(String scenario, String variant) {
        return results.stream()
                .filter(each -> each.isValid()
                        && each.scenario().equals(scenario)
                        && each.variant().equals(variant))
                .toList();
    }

    /** Valid results of a contender. */
    List<Result> valid(String scenario, String variant, String contender) {
        return valid(scenario, variant).stream()
                .filter(each -> each.contender().equals(contender))
                .toList();
    }

    public void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    public static Report read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Report.class);
    }
}
