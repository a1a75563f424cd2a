package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.result.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How fast a backlog is worked with different latencies of the API, and what a call costs. */
public final class Throughput implements Scenario {
    private static final double MILLIS = 1_000;
    private static final int MINUTE_MILLIS = 60_000;
    private static final int PERCENT = 100;

    private final List<Integer> latencies;

    /** @param latencies milliseconds until a call is answered */
    public Throughput(List<Integer> latencies) {
        this.latencies = List.copyOf(latencies);
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<String> variants() {
        return latencies.stream().map(millis -> millis + " ms").toList();
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || Peer.CALLERS.contains(contender);
    }

    /** No more than a minute takes at best. */
    private static int messages(Load load, int latencyMillis) {
        return latencyMillis == 0
                ? load.messages()
                : Math.min(load.messages(), load.workers() * MINUTE_MILLIS / latencyMillis);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        int latency = latencies.get(variants().indexOf(variant));
        try (Run run = new Run(lab, contender, latency, Map.of())) {
            Backlog backlog = Backlog.ofMessages(run, contender.limit(messages(lab.load(), latency), latency));
            run.start();
            backlog.work("accepted", call -> true);
            Map<String, Double> figures = new LinkedHashMap<>(backlog.figures());
            if (latency > 0 && figures.containsKey(Backlog.WHILE_BUSY)) {
                double most = lab.load().workers() * MILLIS / latency;
                figures.put("% of workers / latency", figures.get(Backlog.WHILE_BUSY) / most * PERCENT);
            }
            return new Result(name(), variant, contender.name(), repetition, figures, backlog.faults());
        }
    }
}
