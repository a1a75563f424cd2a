package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.stub.CallRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Asks the stand-in and the topics for every single command of a run. */
final class Audit {
    /** Published at least once: no fault where a process was killed. */
    static final String OUTCOMES_DOUBLED = "outcomes doubled";

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration COMMITS = Duration.ofSeconds(60);
    private static final String FILE = ":batch_finished";
    private static final String OUTCOME = "{\"outcome_id\":\"";

    private final Run run;

    Audit(Run run) {
        this.run = run;
    }

    /**
     * What went wrong with calls.
     *
     * @param steps how many calls each command has
     */
    static Map<String, Long> faults(List<CallRecord> calls, int commands, int steps) {
        Set<String> executed = new HashSet<>();
        Map<Integer, CallRecord> newest = new HashMap<>();
        long doubled = 0;
        long outOfOrder = 0;
        for (CallRecord call : calls.stream()
                .filter(CallRecord::executed)
                .sorted(Comparator.comparingLong(CallRecord::arrived))
                .toList()) {
            if (!executed.add(call.number() + "/" + call.step())) {
                doubled++;
                continue;
            }
            CallRecord before = newest.put(call.chat(), call);
            if (before != null && (isBefore(call, before) || before.answered() > call.arrived())) {
                outOfOrder++;
            }
        }
        Map<String, Long> faults = new LinkedHashMap<>();
        faults.put("lost", (long) commands * steps - executed.size());
        faults.put("doubled", doubled);
        faults.put("out of order", outOfOrder);
        return faults;
    }

    /** Steps are numbered, and the name comes last. */
    private static boolean isBefore(CallRecord call, CallRecord other) {
        return call.number() == other.number()
                ? call.step().compareTo(other.step()) < 0
                : call.number() < other.number();
    }

    /**
     * What is missing on the topics when the contender has had time to write it: outcomes of the product, commits of the others.
     *
     * @param commands how many have an outcome
     * @param status which one
     */
    Map<String, Long> topicFaults(int commands, String status) throws ExecutionException, InterruptedException {
        return run.contender().isProduct() ? outcomeFaults(commands, status) : Map.of("not committed", uncommitted());
    }

    private Map<String, Long> outcomeFaults(int commands, String status) {
        Set<String> outcomes = new HashSet<>();
        long[] doubled = {0};
        run.topics()
                .read(
                        "outcomes",
                        each -> {
                            String text = new String(each.value(), StandardCharsets.UTF_8);
                            String id = text.substring(OUTCOME.length(), text.indexOf('"', OUTCOME.length()));
                            if (!id.endsWith(FILE) && !outcomes.add(id)) {
                                doubled[0]++;
                            }
                        },
                        outcomes::size,
                        commands,
                        SILENCE);
        long good = outcomes.stream().filter(id -> id.endsWith(":" + status)).count();
        return Map.of(
                "outcomes missing",
                commands - good,
                "outcomes not " + status,
                outcomes.size() - good,
                OUTCOMES_DOUBLED,
                doubled[0]);
    }

    private long uncommitted() throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + COMMITS.toNanos();
        long uncommitted = run.topics().countUncommitted();
        while (uncommitted > 0 && System.nanoTime() < end) {
            Thread.sleep(200);
            uncommitted = run.topics().countUncommitted();
        }
        return uncommitted;
    }
}
