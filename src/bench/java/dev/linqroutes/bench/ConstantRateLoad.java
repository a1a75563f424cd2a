package dev.linqroutes.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Commands at a fixed rate, whatever the program makes of them. */
final class ConstantRateLoad {
    private static final int CHATS = 20_000;

    private final StubLinq linq;
    private final ProgramUnderTest rig;
    private final int rate;
    private int sent;

    /** @param rate commands a second, to one chat after another */
    ConstantRateLoad(StubLinq linq, ProgramUnderTest rig, int rate) {
        this.linq = linq;
        this.rig = rig;
        this.rate = rate;
    }

    /**
     * What a time under load came to.
     *
     * @param rate calls a second
     * @param latencies from the record on its way to the topic to the call, in milliseconds
     */
    record Result(double rate, Measurements latencies) {}

    /**
     * Goes on for so long, and returns when all that counts has been called.
     *
     * @param counts which chats count, by number
     */
    Result run(int seconds, IntPredicate counts) throws InterruptedException {
        Map<String, Long> produced = new HashMap<>();
        long begun = System.nanoTime();
        int commands = rate * seconds;
        for (int i = 0; i < commands; i++) {
            awaitTime(begun + i * 1_000_000_000L / rate);
            int chat = sent % CHATS;
            String id = "steady" + sent++;
            if (counts.test(chat)) {
                produced.put(id + "-1", System.nanoTime());
            }
            rig.produce(
                    SampleCommands.chat(chat),
                    SampleCommands.sendMessage(SampleCommands.chat(chat), id, Optional.empty()));
        }
        awaitCalls(produced);
        double[] latencies = new double[produced.size()];
        long last = begun;
        int i = 0;
        for (Map.Entry<String, Long> each : produced.entrySet()) {
            long called = linq.arrivals().get(each.getKey());
            latencies[i++] = (called - each.getValue()) / 1e6;
            last = Math.max(last, called);
        }
        return new Result(produced.size() / ((last - begun) / 1e9), Measurements.of(latencies));
    }

    private static void awaitTime(long nanos) throws InterruptedException {
        for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime()) {
            Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
    }

    private void awaitCalls(Map<String, Long> produced) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(5));
        rig.flush();
        while (!linq.arrivals().keySet().containsAll(produced.keySet())) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("calls are missing after five minutes");
            }
            Thread.sleep(50);
        }
    }
}
