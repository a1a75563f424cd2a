package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.result.Result;
import java.util.List;
import java.util.Map;

/** The backlog of {@code throughput} with two instances; those of the product share a database. */
public final class Instances implements Scenario {
    private static final int LATENCY_MILLIS = 100;

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public List<String> variants() {
        return List.of("2 instances");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || contender.equals(Peer.PARALLEL_CONSUMER);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of())) {
            Backlog backlog = Backlog.ofMessages(run, lab.load().messages());
            run.start();
            run.start();
            backlog.work("accepted", call -> true);
            return new Result(name(), variant, contender.name(), repetition, backlog.figures(), backlog.faults());
        }
    }
}
