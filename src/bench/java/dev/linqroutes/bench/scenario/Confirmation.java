package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.result.Result;
import java.util.List;
import java.util.Map;

/** What it costs to confirm calls: the backlog of {@code throughput}, and a webhook for every call. */
public final class Confirmation implements Scenario {
    private static final int LATENCY_MILLIS = 100;

    @Override
    public String name() {
        return "confirmation";
    }

    @Override
    public List<String> variants() {
        return List.of(LATENCY_MILLIS + " ms");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct();
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of("linq.confirm", "true"))) {
            Backlog backlog = Backlog.ofMessages(run, lab.load().messages());
            run.start();
            run.stub().confirm(run.running().port());
            backlog.work("confirmed", call -> true);
            return new Result(name(), variant, contender.name(), repetition, backlog.figures(), backlog.faults());
        }
    }
}
