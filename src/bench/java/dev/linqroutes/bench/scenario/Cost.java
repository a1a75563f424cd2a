package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.RunningContender;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a contender's processes cost: from their start to a time, and between two times.
 *
 * @param databaseCpuSeconds of the product's PostgreSQL, since that was started; empty if it is not known
 */
record Cost(double cpuSeconds, OptionalDouble databaseCpuSeconds, long calls) {
    private static final double THOUSAND = 1_000;

    static Cost now(Run run) throws IOException, InterruptedException {
        long calls = run.stub().countExecuted();
        double cpu = 0;
        for (RunningContender each : run.instances()) {
            cpu += each.cpuSeconds();
        }
        return new Cost(cpu, run.contender().isProduct() ? run.databaseCpuSeconds() : OptionalDouble.empty(), calls);
    }

    /** CPU for a thousand calls with all that the start costs, and without most of it; memory; times of the start. */
    void addTo(Map<String, Double> figures, Cost half, Run run) throws IOException {
        figures.put("CPU s/1,000", cpuSeconds / calls * THOUSAND);
        figures.put("CPU s/1,000 2nd half", perThousandSince(half));
        databaseCpuSeconds.ifPresent(seconds -> figures.put(
                "PostgreSQL CPU s/1,000 2nd half",
                (seconds - half.databaseCpuSeconds.orElseThrow()) / (calls - half.calls) * THOUSAND));
        addMemory(figures, run);
        figures.put("ready s", run.running().secondsToReady());
    }

    /** CPU seconds for a thousand of the calls that were made since. */
    double perThousandSince(Cost before) {
        return (cpuSeconds - before.cpuSeconds) / (calls - before.calls) * THOUSAND;
    }

    /** The most that each process had resident, added up. */
    static void addMemory(Map<String, Double> figures, Run run) throws IOException {
        for (RunningContender each : run.instances()) {
            each.process().peakMegabytes().ifPresent(peak -> figures.merge("peak RSS MB", (double) peak, Double::sum));
        }
    }
}
