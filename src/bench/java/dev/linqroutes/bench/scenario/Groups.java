package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.result.Result;
import java.util.List;
import java.util.Map;

/** Groups with a first message, two links and a name: four calls in order. */
public final class Groups implements Scenario {
    private static final int LATENCY_MILLIS = 100;

    /** As many calls as a backlog of messages has. */
    private static final int CALLS = 4;

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public List<String> variants() {
        return List.of(LATENCY_MILLIS + " ms");
    }

    /** The plain route makes one call of a record. */
    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || Peer.CONCURRENT.contains(contender);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of())) {
            Backlog backlog = Backlog.ofGroups(run, lab.load().messages() / CALLS);
            run.start();
            backlog.work("accepted", call -> true);
            return new Result(name(), variant, contender.name(), repetition, backlog.figures(), backlog.faults());
        }
    }
}
