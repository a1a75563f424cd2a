package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.sample.SampleWebhooks;
import dev.linqroutes.bench.sample.WebhookSender;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Signed webhooks, whatever the contender makes of them. Every one that is not answered with 200 counts. */
final class WebhookLoad implements AutoCloseable {
    private static final int OK = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final SampleWebhooks webhooks = new SampleWebhooks();
    private final WebhookSender sender;
    private final int chats;
    private final BitSet accepted = new BitSet();
    private int sent;

    WebhookLoad(int port, int chats) {
        this.sender = new WebhookSender(vertx, port);
        this.chats = chats;
    }

    /**
     * Webhooks of one phase, in microseconds since the epoch.
     *
     * @param first number of the first
     * @param due when each was to be sent
     * @param answered when each was answered; 0 if not with 200
     * @param refusals how many were not, by status or error
     */
    record Phase(int first, long[] due, long[] answered, Map<String, Long> refusals) {
        private static Phase of(int first, int count) {
            return new Phase(first, new long[count], new long[count], new ConcurrentHashMap<>());
        }

        long countRefused() {
            return refusals.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** As fast as it goes with so many open at any time. */
    Phase saturate(int count, int open) throws InterruptedException {
        Semaphore places = new Semaphore(open);
        Phase phase = Phase.of(sent, count);
        for (int i = 0; i < count; i++) {
            places.acquire();
            phase.due[i] = Micros.now();
            send(phase, i, places);
        }
        places.acquire(open);
        sent += count;
        return phase;
    }

    /** At a fixed rate, however long answers take. */
    Phase steady(int rate, int seconds) throws InterruptedException {
        int count = rate * seconds;
        Semaphore answers = new Semaphore(0);
        Phase phase = Phase.of(sent, count);
        long begun = Micros.now();
        for (int i = 0; i < count; i++) {
            phase.due[i] = begun + (long) (i * Micros.PER_SECOND / rate);
            for (long wait = phase.due[i] - Micros.now(); wait > 0; wait = phase.due[i] - Micros.now()) {
                LockSupport.parkNanos(wait * 1_000);
            }
            send(phase, i, answers);
        }
        answers.acquire(count);
        sent += count;
        return phase;
    }

    private void send(Phase phase, int index, Semaphore answers) {
        int number = phase.first + index;
        SampleWebhooks.Delivery delivery = webhooks.numbered(number, number % chats);
        context.runOnContext(now -> sender.send(delivery).onComplete(status -> {
            if (status.succeeded() && status.result() == OK) {
                phase.answered[index] = Micros.now();
                accept(number);
            } else {
                String reason = status.succeeded()
                        ? "status " + status.result()
                        : status.cause().toString();
                phase.refusals.merge(reason, 1L, Long::sum);
            }
            answers.release();
        }));
    }

    private synchronized void accept(int number) {
        accepted.set(number);
    }

    /** The numbers of all that were answered with 200. */
    synchronized BitSet accepted() {
        return (BitSet) accepted.clone();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
