package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.contender.RunningContender;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.sample.SampleCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A Linq for tests: how fast it is up, and how many requests a second it answers over connections that are kept. */
public final class LocalLinq implements Scenario {
    private static final String CREATE = "create a group";
    private static final String SEND = "send a message";

    @Override
    public String name() {
        return "local-linq";
    }

    @Override
    public List<String> variants() {
        return List.of(CREATE, SEND);
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || contender.equals(Peer.BARE_LINQ);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        Load size = lab.load();
        try (RunningContender running =
                contender.startLocalLinq(lab.folderOf(lab.nextRun()), size.heapMegabytes(), List.of())) {
            running.awaitReady();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("ready s", running.secondsToReady());
            try (CallLoad load = new CallLoad(running.port())) {
                List<String> chats = load.createGroups(size.chats());
                call(load, variant, chats, size.messages() / 2);
                double before = running.cpuSeconds();
                CallLoad.Phase phase = call(load, variant, chats, size.messages());
                figures.put("requests/s", phase.answered().length / phase.seconds());
                figures.put("CPU s/1,000", (running.cpuSeconds() - before) / phase.answered().length * 1_000);
                Quantiles latencies = Quantiles.of(IntStream.range(0, phase.answered().length)
                        .mapToDouble(i -> Micros.seconds(phase.sent()[i], phase.answered()[i]) * 1_000));
                figures.put("answer p50 ms", latencies.at(0.5));
                figures.put("answer p99 ms", latencies.at(0.99));
                running.process().peakMegabytes().ifPresent(peak -> figures.put("peak RSS MB", (double) peak));
                return new Result(name(), variant, contender.name(), repetition, figures, load.unexpectedAnswers());
            }
        }
    }

    private static CallLoad.Phase call(CallLoad load, String variant, List<String> chats, int count)
            throws InterruptedException {
        return load.saturate(
                count,
                number -> variant.equals(CREATE)
                        ? new CallLoad.Call("/chats", SampleCalls.createGroup(number))
                        : new CallLoad.Call(
                                "/chats/" + chats.get(number % chats.size()) + "/messages",
                                SampleCalls.sendMessage(number)));
    }
}
