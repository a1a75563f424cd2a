package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.result.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it costs the calls when finished commands are deleted meanwhile, and how fast that is. */
public final class Retention implements Scenario {
    private static final int LATENCY_MILLIS = 100;
    private static final int WARM_UP_SECONDS = 10;
    private static final String DELETING = "deleting";

    private final int expired;

    /** @param expired commands of three calls that are to be deleted */
    public Retention(int expired) {
        this.expired = expired;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public List<String> variants() {
        return List.of("nothing to delete", DELETING);
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct();
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        Load load = lab.load();
        try (Run run = new Run(lab, contender, LATENCY_MILLIS, Map.of())) {
            run.start();
            run.awaitReady();
            new SteadyLoad(run).work(load.rate(), WARM_UP_SECONDS);
            if (variant.equals(DELETING)) {
                new ExpiredCommandRows(run.database()).insert(expired);
            }
            Cost before = Cost.now(run);
            long begun = Micros.now();
            SteadyLoad steady = new SteadyLoad(run);
            steady.work(load.rate(), load.seconds());
            Map<String, Double> figures = new LinkedHashMap<>();
            steady.addLatencies(figures, call -> true);
            figures.put("CPU s/1,000", Cost.now(run).perThousandSince(before));
            if (variant.equals(DELETING)) {
                figures.put(
                        "deleted/s",
                        (expired - new LedgerQueries(run).number(ExpiredCommandRows.COUNT))
                                / Micros.seconds(begun, Micros.now()));
            }
            return new Result(name(), variant, contender.name(), repetition, figures, steady.faults("accepted"));
        }
    }
}
