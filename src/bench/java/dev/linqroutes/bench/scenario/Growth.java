package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.stub.CallRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long a new call waits to be claimed while many others wait in the ledger, in many chats or in one. */
public final class Growth implements Scenario {
    private static final int IN_EACH_CHAT = 100;
    private static final int IN_ONE_CHAT = 100_000;

    /** Chats with even numbers wait, those with odd numbers do not. */
    private static final int WAITING = 2;

    /** Longer than any run. */
    private static final int WAIT_SECONDS = 36_000;

    private static final long POLL_MILLIS = 200;

    private final List<Integer> sizes;

    /** @param sizes how many calls wait */
    public Growth(List<Integer> sizes) {
        this.sizes = List.copyOf(sizes);
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<String> variants() {
        List<String> variants = new ArrayList<>(sizes.stream()
                .map(size -> String.format(Locale.ROOT, "%,d waiting", size))
                .toList());
        variants.add(String.format(Locale.ROOT, "%,d in one chat", oneChat()));
        return variants;
    }

    private int oneChat() {
        return Math.min(IN_ONE_CHAT, sizes.get(sizes.size() - 1));
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct();
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        int index = variants().indexOf(variant);
        boolean many = index < sizes.size();
        int waiting = many ? sizes.get(index) : oneChat();
        int waitingChats = many ? Math.max(1, waiting / IN_EACH_CHAT) : 1;
        Load load = lab.load();
        try (Run run = new Run(lab, contender, 0, Map.of())) {
            run.stub().throttle(WAITING, WAIT_SECONDS);
            run.start();
            run.awaitReady();
            run.sendTo(number -> number % waitingChats * WAITING);
            run.produceMessages(waiting);
            awaitWaiting(run, waitingChats);

            run.sendTo(number -> number % load.chats() * WAITING + 1);
            Cost before = Cost.now(run);
            SteadyLoad probes = new SteadyLoad(run);
            probes.work(load.rate(), load.seconds());
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("waiting", (double) waiting);
            probes.addLatencies(figures, call -> true);
            int probed = load.rate() * load.seconds();
            figures.put("CPU s/1,000", Cost.now(run).perThousandSince(before));
            Map<String, Long> faults =
                    new LinkedHashMap<>(Audit.faults(run.stub().calls(), probed, 1));
            faults.putAll(new Audit(run).topicFaults(probed, "accepted"));
            return new Result(name(), variant, contender.name(), repetition, figures, faults);
        }
    }

    /** Until all is in the ledger, and every chat has been told to wait. */
    private static void awaitWaiting(Run run, int chats) throws Exception {
        while (run.topics().countUncommitted() > 0
                || run.stub().calls().stream().map(CallRecord::chat).distinct().count() < chats) {
            run.running().process().requireAlive();
            Thread.sleep(POLL_MILLIS);
        }
    }
}
