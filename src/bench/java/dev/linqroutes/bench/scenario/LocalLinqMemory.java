package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.RunningContender;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.sample.SampleCalls;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a Linq for tests holds after many messages with webhooks, while it remembers few: it must not grow. */
public final class LocalLinqMemory implements Scenario {
    private static final int HISTORY = 1_000;
    private static final double MEGABYTE = 1024 * 1024;

    private final int messages;

    /** @param messages of one run; memory is also measured after a quarter and after half of them */
    public LocalLinqMemory(int messages) {
        this.messages = messages;
    }

    @Override
    public String name() {
        return "local-linq-memory";
    }

    @Override
    public List<String> variants() {
        return List.of(String.format(Locale.ROOT, "history of %,d", HISTORY));
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct();
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        Load size = lab.load();
        List<String> options = List.of("--history", Integer.toString(HISTORY));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (RunningContender running =
                        contender.startLocalLinq(lab.folderOf(lab.nextRun()), size.heapMegabytes(), options);
                CallLoad load = new CallLoad(running.port())) {
            running.awaitReady();
            load.saturate(1, number -> new CallLoad.Call("/webhook-subscriptions", subscription(webhookPort(vertx))));
            List<String> chats = load.createGroups(Math.min(size.chats(), HISTORY));
            Map<String, Double> figures = new LinkedHashMap<>();
            int sent = 0;
            for (int until : List.of(messages / 4, messages / 2, messages)) {
                load.saturate(
                        until - sent,
                        number -> new CallLoad.Call(
                                "/chats/" + chats.get(number % chats.size()) + "/messages",
                                SampleCalls.sendMessage(number)));
                sent = until;
                figures.put(
                        String.format(Locale.ROOT, "live MB after %,d", until),
                        running.process().liveBytes() / MEGABYTE);
            }
            return new Result(name(), variant, contender.name(), repetition, figures, load.unexpectedAnswers());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Of an endpoint that takes every webhook. */
    private static int webhookPort(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(request ->
                        request.end().onSuccess(read -> request.response().end()))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static String subscription(int port) {
        return "{\"target_url\":\"http://127.0.0.1:" + port + "/hooks?version=2026-02-03\","
                + "\"subscribed_events\":[\"message.sent\",\"message.failed\"]}";
    }
}
