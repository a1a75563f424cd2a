package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.stub.CallRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Messages at a fixed rate, whatever the contender makes of them; latencies count from when each was due. */
final class SteadyLoad {
    private static final double MILLIS = 1_000;

    private final Run run;
    private final int first;
    private long[] due = new long[0];

    SteadyLoad(Run run) {
        this.run = run;
        this.first = run.produced();
    }

    /** Returns when all calls are made. No others may be made meanwhile. */
    void work(int rate, int seconds) throws IOException, InterruptedException {
        long executedBefore = run.stub().countExecuted();
        produce(rate, seconds);
        run.awaitExecuted(executedBefore + due.length);
    }

    /** Returns when all messages are on the topic. */
    void produce(int rate, int seconds) {
        due = new long[rate * seconds];
        long begun = Micros.now();
        for (int i = 0; i < due.length; i++) {
            due[i] = begun + (long) (i * Micros.PER_SECOND / rate);
            for (long wait = due[i] - Micros.now(); wait > 0; wait = due[i] - Micros.now()) {
                LockSupport.parkNanos(wait * 1_000);
            }
            run.produceMessage();
        }
        run.topics().flush();
    }

    /** From the time that a message was due to its call. */
    void addLatencies(Map<String, Double> figures, Predicate<CallRecord> counted)
            throws IOException, InterruptedException {
        List<CallRecord> calls = run.stub().calls();
        Quantiles latencies = Quantiles.of(calls.stream()
                .filter(CallRecord::executed)
                .filter(call -> call.number() >= first)
                .filter(counted)
                .mapToDouble(call -> (call.arrived() - due[call.number() - first]) / MILLIS));
        figures.put("steady p50 ms", latencies.at(0.5));
        figures.put("steady p99 ms", latencies.at(0.99));
    }

    /** What went wrong since the run began. */
    Map<String, Long> faults(String status) throws Exception {
        Map<String, Long> faults = new LinkedHashMap<>(Audit.faults(run.stub().calls(), run.produced(), 1));
        faults.putAll(new Audit(run).topicFaults(run.produced(), status));
        return faults;
    }
}
