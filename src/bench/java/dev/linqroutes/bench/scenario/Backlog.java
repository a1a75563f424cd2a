package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.stub.CallRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Commands that wait on the topic when the contender starts, worked as fast as it goes. */
final class Backlog {
    static final String WHILE_BUSY = "calls/s 50 to 90 %";

    private static final int CALLS_OF_GROUP = 4;

    private final Run run;
    private final int commands;
    private final int steps;
    private final long emptyLedgerBytes;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, Long> faults = new LinkedHashMap<>();

    private Backlog(Run run, int commands, int steps) {
        this.run = run;
        this.commands = commands;
        this.steps = steps;
        emptyLedgerBytes = ledgerBytes();
    }

    /** Messages of one call each. */
    static Backlog ofMessages(Run run, int messages) {
        run.produceMessages(messages);
        return new Backlog(run, messages, 1);
    }

    /** Groups of four calls each. */
    static Backlog ofGroups(Run run, int groups) {
        for (int i = 0; i < groups; i++) {
            run.produceGroup();
        }
        run.topics().flush();
        return new Backlog(run, groups, CALLS_OF_GROUP);
    }

    /**
     * Works the backlog of a contender that has been started, and asks for every command of it.
     *
     * @param status that outcomes have in the end
     * @param counted which calls make the rate
     */
    void work(String status, Predicate<CallRecord> counted) throws Exception {
        run.awaitReady();
        run.awaitExecuted((long) commands * steps / 2);
        Cost half = Cost.now(run);
        run.awaitExecuted((long) commands * steps);
        Map<String, Long> topicFaults = new Audit(run).topicFaults(commands, status);
        Cost whole = Cost.now(run);
        List<CallRecord> calls = run.stub().calls();
        faults.putAll(Audit.faults(calls, commands, steps));
        faults.putAll(topicFaults);
        Rates rates = new Rates(calls, counted);
        if (rates.count() > 0 && whole.calls() > half.calls()) {
            figures.put("commands", (double) commands);
            rates.addTo(figures, "calls");
            figures.put(WHILE_BUSY, rates.whileBusy());
            whole.addTo(figures, half, run);
            if (run.contender().isProduct()) {
                figures.put("ledger bytes/command", (double) (ledgerBytes() - emptyLedgerBytes) / commands);
            }
            figures.put("first call s", Micros.seconds(run.running().process().startedMicros(), rates.firstArrival()));
        }
    }

    private long ledgerBytes() {
        return new LedgerQueries(run).number("SELECT pg_database_size(current_database())");
    }

    Map<String, Double> figures() {
        return figures;
    }

    Map<String, Long> faults() {
        return faults;
    }
}
