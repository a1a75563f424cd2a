package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.stub.CallRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it costs the other chats when one in a hundred is told to wait: first with a backlog, then at a steady rate. */
public final class Isolation implements Scenario {
    private static final int ONE_IN_CHATS = 100;
    private static final int LATENCY_MILLIS = 100;

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public List<String> variants() {
        return List.of("nobody waits", "1 % wait");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || Peer.CALLERS.contains(contender);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        boolean throttles = variant.equals(variants().get(1));
        Load load = lab.load();
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of())) {
            Backlog backlog = Backlog.ofMessages(run, contender.limit(load.messages(), LATENCY_MILLIS));
            if (throttles) {
                run.stub().throttle(ONE_IN_CHATS, load.waitSeconds());
            }
            run.start();
            backlog.work("accepted", Isolation::isOther);
            Map<String, Double> figures = new LinkedHashMap<>(backlog.figures());
            Map<String, Long> faults = new LinkedHashMap<>(backlog.faults());
            if (contender.isProduct() || Peer.CONCURRENT.contains(contender)) {
                SteadyLoad steady = new SteadyLoad(run);
                if (throttles) {
                    run.stub().throttle(ONE_IN_CHATS, load.waitSeconds());
                }
                steady.work(load.rate(), load.seconds());
                steady.addLatencies(figures, Isolation::isOther);
                faults.putAll(steady.faults("accepted"));
            }
            return new Result(name(), variant, contender.name(), repetition, figures, faults);
        }
    }

    private static boolean isOther(CallRecord call) {
        return call.chat() % ONE_IN_CHATS != 0;
    }
}
