package dev.linqroutes.webhook.server;

import dev.linqroutes.webhook.verify.WebhookResult;
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
 * AdmissionBuffer}); and a body has a time limit in any case. Linq's events are a few kB and come in one piece: one would have to be
 * outrun by thousands of unfinished requests that are as small. Not before its body is there does a request count as waiting, so
 * slow senders are no reason to refuse others.
 *
 * <p>Who waits is waiting for the ledger. While one waits too long, others are refused at once, and one that has waited twice as
 * long is, too.
 */
final class AdmissionControl {
    /** What a request takes beside its body, about. */
    private static final int REQUEST_OVERHEAD_BYTES = 4_096;

    /** For a whole body; with the wait for the ledger (4 s) it is less than Linq waits for an answer (10 s). */
    static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);

    private static final String PENDING = AdmissionControl.class.getName();

    private static final int MEGABYTE = 1_000_000;

    private final int maxBodyBytes;
    private final long megabytes;
    private final AdmissionBuffer<PendingRequest> buffer;
    private final EventIntake intake;
    private final WebhookResponses responses;
    private final LongSupplier nanos;

    // Both in the order in which they began, with the time; guarded by this.
    private final Map<PendingRequest, TimedReservation> arriving = new LinkedHashMap<>();
    private final Map<PendingRequest, TimedReservation> waiting = new LinkedHashMap<>();

    private record TimedReservation(AdmissionBuffer.Reservation<PendingRequest> reservation, long sinceNanos) {}

    /**
     * @param room in bytes
     * @param maxBody in bytes
     * @param nanos monotonic clock
     * @throws IllegalArgumentException when a body that is allowed would find no room
     */
    AdmissionControl(long room, int maxBody, EventIntake intake, WebhookResponses answers, LongSupplier nanos) {
        if (maxBody < 1 || (long) maxBody + REQUEST_OVERHEAD_BYTES > room) {
            throw new IllegalArgumentException("setting camel.server.maxBodySize must be from 1 to "
                    + (room - REQUEST_OVERHEAD_BYTES) + ", is " + maxBody);
        }
        this.maxBodyBytes = maxBody;
        this.megabytes = room / MEGABYTE;
        this.buffer = new AdmissionBuffer<>(room);
        this.intake = intake;
        this.responses = answers;
        this.nanos = nanos;
    }

    /** Comes first, reads the body of whom it admits, and lets them go on when it is there. */
    void admit(RoutingContext request) {
        OptionalLong declared = declaredBytes(request.request());
        if (declared.orElse(0) > maxBodyBytes) {
            refuseTooLarge(request);
        } else if (intake.isLagging()) {
            refuse(request, WebhookResult.LAGGING, "the ledger is too slow");
        } else if (longestWait().compareTo(intake.maxQueueTime()) > 0) {
            refuse(
                    request,
                    WebhookResult.LAGGING,
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
        PendingRequest pending = new PendingRequest(request, (int) declared.orElse(0), maxBodyBytes);
        Optional<List<PendingRequest>> evicted =
                reserve(pending, declared.orElse(maxBodyBytes) + REQUEST_OVERHEAD_BYTES);
        if (evicted.isEmpty()) {
            refuse(request, WebhookResult.NO_ROOM, "admission buffer full (" + megabytes + " MB)");
            return;
        }
        evicted.get()
                .forEach(each ->
                        abort(each, WebhookResult.NO_ROOM, "evicted: admission buffer full, body still incomplete"));
        request.put(PENDING, pending);
        request.addEndHandler(ended -> release(pending));
        pending.readBody(() -> bodyReceived(request, pending), () -> refuseTooLarge(request));
    }

    /** The body of a request that was admitted. */
    static byte[] body(RoutingContext request) {
        return request.<PendingRequest>get(PENDING).body();
    }

    private synchronized Optional<List<PendingRequest>> reserve(PendingRequest pending, long bytes) {
        Optional<AdmissionBuffer.Admission<PendingRequest>> entry = buffer.reserve(pending, bytes);
        entry.ifPresent(entered -> {
            arriving.put(pending, new TimedReservation(entered.reservation(), nanos.getAsLong()));
            arriving.keySet().removeAll(entered.evicted());
        });
        return entry.map(AdmissionBuffer.Admission::evicted);
    }

    private void bodyReceived(RoutingContext request, PendingRequest pending) {
        if (startWaiting(pending, (long) pending.length() + REQUEST_OVERHEAD_BYTES)) {
            request.next();
        }
    }

    /** Whether it has not been sent away meanwhile. */
    private synchronized boolean startWaiting(PendingRequest pending, long bytes) {
        TimedReservation spot = arriving.remove(pending);
        if (spot == null) {
            return false;
        }
        waiting.put(pending, new TimedReservation(buffer.pin(spot.reservation, bytes), nanos.getAsLong()));
        return true;
    }

    private synchronized void release(PendingRequest pending) {
        Optional.ofNullable(arriving.remove(pending))
                .or(() -> Optional.ofNullable(waiting.remove(pending)))
                .ifPresent(spot -> buffer.release(spot.reservation));
    }

    private synchronized Duration longestWait() {
        return waiting.values().stream()
                .findFirst()
                .map(longest -> Duration.ofNanos(nanos.getAsLong() - longest.sinceNanos))
                .orElse(Duration.ZERO);
    }

    /** Sends those away who have waited long enough, or whose bodies do not come; to be called now and then. */
    void shedOverdue() {
        Duration longest = intake.maxQueueTime().multipliedBy(2);
        for (PendingRequest each : removeOverdue(waiting, longest)) {
            responses.retryLater(
                    WebhookResult.LAGGING, "not stored within " + longest.toMillis() + " ms; is the database slow?");
            each.respondUnavailable();
        }
        for (PendingRequest each : removeOverdue(arriving, BODY_TIMEOUT)) {
            abort(each, WebhookResult.BODY_TIMEOUT, "its body was not there after " + BODY_TIMEOUT.toMillis() + " ms");
        }
    }

    private synchronized List<PendingRequest> removeOverdue(
            Map<PendingRequest, TimedReservation> requests, Duration longest) {
        List<PendingRequest> overdue = new ArrayList<>();
        Iterator<Map.Entry<PendingRequest, TimedReservation>> oldestFirst =
                requests.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<PendingRequest, TimedReservation> each = oldestFirst.next();
            if (nanos.getAsLong() - each.getValue().sinceNanos <= longest.toNanos()) {
                break;
            }
            oldestFirst.remove();
            buffer.release(each.getValue().reservation);
            overdue.add(each.getKey());
        }
        return overdue;
    }

    private void abort(PendingRequest pending, WebhookResult answer, String reason) {
        responses.retryLater(answer, reason);
        pending.abort();
    }

    /** It may be an event of Linq's, and 413 would be final there: the limit can still be raised. */
    private void refuseTooLarge(RoutingContext request) {
        responses.retryTooLarge(maxBodyBytes);
        WebhookServerFactory.respondUnavailable(request);
    }

    private void refuse(RoutingContext request, WebhookResult answer, String reason) {
        responses.retryLater(answer, reason);
        WebhookServerFactory.respondUnavailable(request);
    }
}
