package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.stub.CallRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** How fast calls were made. */
final class Rates {
    private static final double BUSY_UNTIL = 0.9;

    private final List<CallRecord> executed;

    /** @param counted which calls count */
    Rates(List<CallRecord> calls, Predicate<CallRecord> counted) {
        executed = calls.stream()
                .filter(CallRecord::executed)
                .filter(counted)
                .sorted(Comparator.comparingLong(CallRecord::answered))
                .toList();
    }

    int count() {
        return executed.size();
    }

    /** Calls a second from the first call to the last answer; and of these the second half. */
    void addTo(Map<String, Double> figures, String of) {
        int half = count() / 2;
        long last = executed.get(count() - 1).answered();
        figures.put(of + "/s", count() / Micros.seconds(executed.get(0).arrived(), last));
        figures.put(
                of + "/s 2nd half",
                (count() - half) / Micros.seconds(executed.get(half).answered(), last));
    }

    /**
     * Calls a second while most of the work is there: from the middle until a tenth is left. At the end fewer chats than workers have
     * any.
     */
    double whileBusy() {
        int from = count() / 2;
        int to = (int) (count() * BUSY_UNTIL);
        return (to - from)
                / Micros.seconds(executed.get(from).answered(), executed.get(to).answered());
    }

    long firstArrival() {
        return executed.stream().mapToLong(CallRecord::arrived).min().orElseThrow();
    }
}
