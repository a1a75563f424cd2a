package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.sample.SampleWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Signed webhooks: how many as fast as it goes; then at a steady rate, how long until the answer and until the topic has it. */
public final class Webhooks implements Scenario {
    /** Open at any time while the rate is sought. */
    private static final int OPEN = 200;

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final double MILLIS = 1_000;

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public List<String> variants() {
        return List.of("signed");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct() || contender.equals(Peer.BARE_WEBHOOKS);
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        Load size = lab.load();
        try (Run run = new Run(lab, contender, 0, Map.of())) {
            run.start();
            run.awaitReady();
            try (WebhookLoad load = new WebhookLoad(run.running().port(), size.chats())) {
                Map<String, Double> figures = new LinkedHashMap<>();
                load.saturate(size.messages() / 2, OPEN);
                double before = run.running().cpuSeconds();
                WebhookLoad.Phase saturated = load.saturate(size.messages(), OPEN);
                addRate(figures, saturated);
                figures.put("CPU s/1,000", (run.running().cpuSeconds() - before) / size.messages() * 1_000);
                WebhookLoad.Phase steady = load.steady(size.rate(), size.seconds());
                Map<Integer, Long> onTopic = new HashMap<>();
                Map<String, Long> faults = new LinkedHashMap<>(faults(run, load, onTopic));
                steady.refusals().forEach((reason, count) -> faults.put("at the steady rate " + reason, count));
                addLatencies(figures, steady, onTopic);
                // Whoever refuses some of too many has not lost them: Linq sends them again.
                figures.put("refused of too many", (double) saturated.countRefused());
                Cost.addMemory(figures, run);
                return new Result(name(), variant, contender.name(), repetition, figures, faults);
            }
        }
    }

    private static void addRate(Map<String, Double> figures, WebhookLoad.Phase phase) {
        long last = LongStream.of(phase.answered()).max().orElseThrow();
        figures.put("webhooks/s", (phase.due().length - phase.countRefused()) / Micros.seconds(phase.due()[0], last));
    }

    /** Reads the topic of events; every accepted one must be there once. */
    private static Map<String, Long> faults(Run run, WebhookLoad load, Map<Integer, Long> onTopic) {
        long[] doubled = {0};
        BitSet missing = load.accepted();
        int accepted = missing.cardinality();
        run.topics()
                .read(
                        "events",
                        each -> {
                            int number = SampleWebhooks.number(new String(
                                    each.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
                            if (onTopic.putIfAbsent(number, each.timestamp()) != null) {
                                doubled[0]++;
                            }
                            missing.clear(number);
                        },
                        () -> accepted - missing.cardinality(),
                        accepted,
                        SILENCE);
        return Map.of("lost", (long) missing.cardinality(), "doubled", doubled[0]);
    }

    private static void addLatencies(Map<String, Double> figures, WebhookLoad.Phase phase, Map<Integer, Long> onTopic) {
        int count = phase.due().length;
        Quantiles answers = Quantiles.of(
                IntStream.range(0, count).mapToDouble(i -> (phase.answered()[i] - phase.due()[i]) / MILLIS));
        figures.put("answer p50 ms", answers.at(0.5));
        figures.put("answer p99 ms", answers.at(0.99));
        figures.put("answer max ms", answers.at(1));
        Quantiles topic = Quantiles.of(IntStream.range(0, count)
                .filter(i -> onTopic.containsKey(phase.first() + i))
                .mapToDouble(i -> onTopic.get(phase.first() + i) - phase.due()[i] / MILLIS));
        figures.put("on topic p50 ms", topic.at(0.5));
        figures.put("on topic p99 ms", topic.at(0.99));
    }
}
