package dev.linqroutes.webhook;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Admits webhooks before their bodies are read, and sees to it that every one is answered long before Linq gives up on the
 * answer. Whoever is refused is told to come again.
 *
 * <p>A request is charged the size that it declares, or the largest allowed where it declares none, because anybody may send
 * one: until the whole body is there nobody knows whether it is Linq's. So that senders who never finish take no place from
 * those who do, a request whose body is not there has to go when a newer one needs its place, the largest first ({@link
 * Room}); and a body has a time limit in any case. Linq's events are a few kB and come in one piece: one would have to be
 * outrun by thousands of unfinished requests that are as small. Not before its body is there does a request count as waiting, so
 * slow senders are no reason to refuse others.
 *
 * <p>Who waits is waiting for the ledger. While one waits too long, others are refused at once, and one that has waited twice as
 * long is, too.
 */
final class Door {
    /** What a request takes beside its body, about. */
    private static final int OVERHEAD = 4_096;

    /** For a whole body; with the wait for the ledger (4 s) it is less than Linq waits for an answer (10 s). */
    static final Duration LONGEST_BODY = Duration.ofSeconds(5);

    private static final String PENDING = Door.class.getName();

    private static final int MEGABYTE = 1_000_000;

    private final int maxBody;
    private final long megabytes;
    private final Room<PendingRequest> room;
    private final EventIntake intake;
    private final WebhookAnswers answers;
    private final LongSupplier nanos;

    // Both in the order in which they began, with the time; guarded by this.
    private final Map<PendingRequest, Spot> arriving = new LinkedHashMap<>();
    private final Map<PendingRequest, Spot> waiting = new LinkedHashMap<>();

    private record Spot(Room.Place<PendingRequest> place, long sinceNanos) {}

    /**
     * @param room in bytes
     * @param maxBody in bytes
     * @param nanos monotonic clock
     * @throws IllegalArgumentException when a body that is allowed would find no room
     */
    Door(long room, int maxBody, EventIntake intake, WebhookAnswers answers, LongSupplier nanos) {
        if (maxBody < 1 || (long) maxBody + OVERHEAD > room) {
            throw new IllegalArgumentException(
                    "setting camel.server.maxBodySize must be from 1 to " + (room - OVERHEAD) + ", is " + maxBody);
        }
        this.maxBody = maxBody;
        this.megabytes = room / MEGABYTE;
        this.room = new Room<>(room);
        this.intake = intake;
        this.answers = answers;
        this.nanos = nanos;
    }

    /** Comes first, reads the body of whom it admits, and lets them go on when it is there. */
    void admit(RoutingContext request) {
        OptionalLong declared = declaredBytes(request.request());
        if (declared.orElse(0) > maxBody) {
            tooLarge(request);
        } else if (intake.lags()) {
            refuse(request, WebhookAnswer.LAGGING, "the ledger is too slow");
        } else if (longestWait().compareTo(intake.longestWait()) > 0) {
            refuse(
                    request,
                    WebhookAnswer.LAGGING,
                    "overloaded: the oldest pending webhook has waited longer than linq.webhook.max-queue-time");
        } else {
            admit(request, declared);
        }
    }

    /** Empty where the body is to end somewhere; the server has refused what is no number. */
    private static OptionalLong declaredBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return OptionalLong.of(Long.parseLong(length));
        }
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? OptionalLong.empty() : OptionalLong.of(0);
    }

    private void admit(RoutingContext request, OptionalLong declared) {
        PendingRequest pending = new PendingRequest(request, (int) declared.orElse(0), maxBody);
        Optional<List<PendingRequest>> evicted = enter(pending, declared.orElse(maxBody) + OVERHEAD);
        if (evicted.isEmpty()) {
            refuse(request, WebhookAnswer.NO_ROOM, "admission buffer full (" + megabytes + " MB)");
            return;
        }
        evicted.get()
                .forEach(each ->
                        cutOff(each, WebhookAnswer.NO_ROOM, "evicted: admission buffer full, body still incomplete"));
        request.put(PENDING, pending);
        request.addEndHandler(ended -> leave(pending));
        pending.read(() -> arrived(request, pending), () -> tooLarge(request));
    }

    /** The body of a request that was admitted. */
    static byte[] body(RoutingContext request) {
        return request.<PendingRequest>get(PENDING).body();
    }

    private synchronized Optional<List<PendingRequest>> enter(PendingRequest pending, long bytes) {
        Optional<Room.Entry<PendingRequest>> entry = room.enter(pending, bytes);
        entry.ifPresent(entered -> {
            arriving.put(pending, new Spot(entered.place(), nanos.getAsLong()));
            arriving.keySet().removeAll(entered.evicted());
        });
        return entry.map(Room.Entry::evicted);
    }

    private void arrived(RoutingContext request, PendingRequest pending) {
        if (settle(pending, (long) pending.length() + OVERHEAD)) {
            request.next();
        }
    }

    /** Whether it has not been sent away meanwhile. */
    private synchronized boolean settle(PendingRequest pending, long bytes) {
        Spot spot = arriving.remove(pending);
        if (spot == null) {
            return false;
        }
        waiting.put(pending, new Spot(room.settle(spot.place, bytes), nanos.getAsLong()));
        return true;
    }

    private synchronized void leave(PendingRequest pending) {
        Optional.ofNullable(arriving.remove(pending))
                .or(() -> Optional.ofNullable(waiting.remove(pending)))
                .ifPresent(spot -> room.leave(spot.place));
    }

    private synchronized Duration longestWait() {
        return waiting.values().stream()
                .findFirst()
                .map(longest -> Duration.ofNanos(nanos.getAsLong() - longest.sinceNanos))
                .orElse(Duration.ZERO);
    }

    /** Sends those away who have waited long enough, or whose bodies do not come; to be called now and then. */
    void giveUp() {
        Duration longest = intake.longestWait().multipliedBy(2);
        for (PendingRequest each : removeOverdue(waiting, longest)) {
            answers.comesAgain(
                    WebhookAnswer.LAGGING, "not stored within " + longest.toMillis() + " ms; is the database slow?");
            each.refuse();
        }
        for (PendingRequest each : removeOverdue(arriving, LONGEST_BODY)) {
            cutOff(each, WebhookAnswer.BODY_TIMEOUT, "its body was not there after " + LONGEST_BODY.toMillis() + " ms");
        }
    }

    private synchronized List<PendingRequest> removeOverdue(Map<PendingRequest, Spot> requests, Duration longest) {
        List<PendingRequest> overdue = new ArrayList<>();
        Iterator<Map.Entry<PendingRequest, Spot>> oldestFirst =
                requests.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<PendingRequest, Spot> each = oldestFirst.next();
            if (nanos.getAsLong() - each.getValue().sinceNanos <= longest.toNanos()) {
                break;
            }
            oldestFirst.remove();
            room.leave(each.getValue().place);
            overdue.add(each.getKey());
        }
        return overdue;
    }

    private void cutOff(PendingRequest pending, WebhookAnswer answer, String reason) {
        answers.comesAgain(answer, reason);
        pending.cutOff();
    }

    /** It may be an event of Linq's, and 413 would be final there: the limit can still be raised. */
    private void tooLarge(RoutingContext request) {
        answers.tooLarge(maxBody);
        WebhookServers.notNow(request);
    }

    private void refuse(RoutingContext request, WebhookAnswer answer, String reason) {
        answers.comesAgain(answer, reason);
        WebhookServers.notNow(request);
    }
}
