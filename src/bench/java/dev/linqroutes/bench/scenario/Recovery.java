package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.stub.CallRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contender is killed in the middle of a backlog and started at once: how long until it is as fast as it was. */
public final class Recovery implements Scenario {
    private static final int LATENCY_MILLIS = 100;
    private static final long SECOND = 1_000_000;

    /** Seconds before the kill that tell how fast it was. */
    private static final int BEFORE = 3;

    private static final double AS_FAST = 0.9;

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public List<String> variants() {
        return List.of("kill -9");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || Peer.CALLERS.contains(contender);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of())) {
            int messages = contender.limit(lab.load().messages(), LATENCY_MILLIS);
            run.produceMessages(messages);
            run.start();
            run.awaitReady();
            run.awaitExecuted(messages / 3);
            run.kill();
            long killed = Micros.now();
            run.start();
            run.awaitExecuted(messages);
            Map<String, Long> topicFaults = new Audit(run).topicFaults(messages, "accepted");
            List<CallRecord> calls = run.stub().calls();
            Map<String, Long> faults = new LinkedHashMap<>(Audit.faults(calls, messages, 1));
            faults.putAll(topicFaults);
            Map<String, Double> figures = figures(calls, messages, killed);
            Long outcomesDoubled = faults.remove(Audit.OUTCOMES_DOUBLED);
            if (outcomesDoubled != null) {
                figures.put(Audit.OUTCOMES_DOUBLED, outcomesDoubled.doubleValue());
            }
            return new Result(name(), variant, contender.name(), repetition, figures, faults);
        }
    }

    private static Map<String, Double> figures(List<CallRecord> calls, int messages, long killed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double before = countBetween(calls, killed - BEFORE * SECOND, killed) / (double) BEFORE;
        figures.put("commands", (double) messages);
        figures.put("calls/s before", before);
        calls.stream()
                .filter(call -> call.executed() && call.arrived() > killed)
                .mapToLong(CallRecord::arrived)
                .min()
                .ifPresent(first -> figures.put("next call s", Micros.seconds(killed, first)));
        long last = calls.stream().mapToLong(CallRecord::arrived).max().orElse(killed);
        for (long from = killed; from + SECOND <= last; from += SECOND / 10) {
            if (countBetween(calls, from, from + SECOND) >= before * AS_FAST) {
                figures.put("rate back s", Micros.seconds(killed, from));
                break;
            }
        }
        figures.put("calls repeated", (double)
                calls.stream().filter(call -> !call.executed()).count());
        return figures;
    }

    private static long countBetween(List<CallRecord> calls, long from, long until) {
        return calls.stream()
                .filter(CallRecord::executed)
                .filter(call -> call.arrived() >= from && call.arrived() < until)
                .count();
    }
}
