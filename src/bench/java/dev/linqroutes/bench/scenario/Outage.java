package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.process.RefusedConnections;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.stub.CallRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Under a steady load the API refuses connections, for twice as long as throttled chats wait elsewhere: a minute by default. */
public final class Outage implements Scenario {
    private static final int LATENCY_MILLIS = 100;
    private static final int WARM_UP_SECONDS = 10;
    private static final int WAITS = 2;

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public List<String> variants() {
        return List.of("refused");
    }

    /** The plain route is too slow for the load. */
    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || Peer.CONCURRENT.contains(contender);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        Load load = lab.load();
        int seconds = load.waitSeconds() * WAITS;
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of())) {
            run.start();
            run.awaitReady();
            new SteadyLoad(run).work(load.rate(), WARM_UP_SECONDS);
            OptionalLong refusedBefore = RefusedConnections.count();
            Cost before = Cost.now(run);
            run.stub().refuseConnections();
            new SteadyLoad(run).produce(load.rate(), seconds);
            run.stub().acceptConnections();
            long back = Micros.now();
            run.awaitExecuted(run.produced());
            Map<String, Long> topicFaults = new Audit(run).topicFaults(run.produced(), "accepted");
            Cost after = Cost.now(run);
            List<CallRecord> calls = run.stub().calls();
            Map<String, Long> faults = new LinkedHashMap<>(Audit.faults(calls, run.produced(), 1));
            faults.putAll(topicFaults);

            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("refused for s", (double) seconds);
            figures.put("commands meanwhile", (double) load.rate() * seconds);
            figures.put("next call s", Micros.seconds(back, firstAfter(calls, back)));
            figures.put("all done s", Micros.seconds(back, last(calls)));
            refusedBefore.ifPresent(count -> figures.put("refused connections", -(double) count));
            RefusedConnections.count()
                    .ifPresent(count -> figures.merge("refused connections", (double) count, Double::sum));
            figures.put("calls repeated", (double)
                    calls.stream().filter(call -> !call.executed()).count());
            figures.put("CPU s", after.cpuSeconds() - before.cpuSeconds());
            return new Result(name(), variant, contender.name(), repetition, figures, faults);
        }
    }

    private static long firstAfter(List<CallRecord> calls, long time) {
        return calls.stream()
                .mapToLong(CallRecord::arrived)
                .filter(arrived -> arrived >= time)
                .min()
                .orElse(time);
    }

    private static long last(List<CallRecord> calls) {
        return calls.stream().mapToLong(CallRecord::answered).max().orElseThrow();
    }
}
