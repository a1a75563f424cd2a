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
 * Admits webhooks before their bodies are read, and answers each of them well before Linq's timeout. A webhook that is not
 * admitted gets 503, so Linq retries it.
 *
 * <p>Anybody can send a request, and its signature cannot be checked before the body is complete. So a request is charged its
 * declared size, or the largest allowed size if it declares none. A request with an incomplete body is evicted when a newer one
 * needs its space, the largest first ({@link AdmissionBuffer}), and times out in any case: senders that never finish cannot
 * displace those that do. Linq's events are a few kB in one packet; only thousands of unfinished requests as small could evict
 * one. A request counts as waiting once its body is complete, so slow senders do not cause others to be refused.
 *
 * <p>A waiting request waits for the ledger. While the oldest has waited longer than {@code linq.webhook.max-queue-time}, new
 * requests are refused at once; after twice that time the waiting request itself is refused.
 */
final class AdmissionControl {
    /** Approximate memory of a request without its body. */
    private static final int REQUEST_OVERHEAD_BYTES = 4_096;

    /** For a whole body. Together with the wait for the ledger (4 s) it stays below Linq's timeout (10 s). */
    static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);

    private static final String PENDING = AdmissionControl.class.getName();

    private static final int MEGABYTE = 1_000_000;

    private final int maxBodyBytes;
    private final long bufferMegabytes;
    private final AdmissionBuffer<PendingRequest> buffer;
    private final EventIntake intake;
    private final WebhookResponses responses;
    private final LongSupplier nanos;

    // Both in order of their start time; guarded by this.
    private final Map<PendingRequest, TimedReservation> arriving = new LinkedHashMap<>();
    private final Map<PendingRequest, TimedReservation> waiting = new LinkedHashMap<>();

    private record TimedReservation(AdmissionBuffer.Reservation<PendingRequest> reservation, long sinceNanos) {}

    /**
     * @param nanos monotonic clock
     * @throws IllegalArgumentException when the largest allowed body does not fit into the buffer
     */
    AdmissionControl(
            long bufferBytes, int maxBodyBytes, EventIntake intake, WebhookResponses responses, LongSupplier nanos) {
        if (maxBodyBytes < 1 || (long) maxBodyBytes + REQUEST_OVERHEAD_BYTES > bufferBytes) {
            throw new IllegalArgumentException("setting camel.server.maxBodySize must be from 1 to "
                    + (bufferBytes - REQUEST_OVERHEAD_BYTES) + ", is " + maxBodyBytes);
        }
        this.maxBodyBytes = maxBodyBytes;
        this.bufferMegabytes = bufferBytes / MEGABYTE;
        this.buffer = new AdmissionBuffer<>(bufferBytes);
        this.intake = intake;
        this.responses = responses;
        this.nanos = nanos;
    }

    /** First handler of a webhook: admits it or answers 503, reads the body, then calls the next handler. */
    void admit(RoutingContext request) {
        OptionalLong declared = declaredBytes(request.request());
        if (declared.orElse(0) > maxBodyBytes) {
            refuseTooLarge(request);
        } else if (intake.isLagging()) {
            refuse(request, WebhookResult.LAGGING, "overloaded: the ledger is too slow");
        } else if (longestWait().compareTo(intake.maxQueueTime()) > 0) {
            refuse(
                    request,
                    WebhookResult.LAGGING,
                    "overloaded: the oldest pending webhook has waited longer than linq.webhook.max-queue-time");
        } else {
            admit(request, declared);
        }
    }

    /** Empty for a chunked body. The server has already refused a length that is not a number. */
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
            refuse(request, WebhookResult.NO_ROOM, "admission buffer full (" + bufferMegabytes + " MB)");
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
        Optional<AdmissionBuffer.Admission<PendingRequest>> admission = buffer.reserve(pending, bytes);
        admission.ifPresent(admitted -> {
            arriving.put(pending, new TimedReservation(admitted.reservation(), nanos.getAsLong()));
            arriving.keySet().removeAll(admitted.evicted());
        });
        return admission.map(AdmissionBuffer.Admission::evicted);
    }

    private void bodyReceived(RoutingContext request, PendingRequest pending) {
        if (startWaiting(pending, (long) pending.length() + REQUEST_OVERHEAD_BYTES)) {
            request.next();
        }
    }

    /** False when the request was evicted or timed out in the meantime. */
    private synchronized boolean startWaiting(PendingRequest pending, long bytes) {
        TimedReservation arrival = arriving.remove(pending);
        if (arrival == null) {
            return false;
        }
        waiting.put(pending, new TimedReservation(buffer.pin(arrival.reservation, bytes), nanos.getAsLong()));
        return true;
    }

    private synchronized void release(PendingRequest pending) {
        Optional.ofNullable(arriving.remove(pending))
                .or(() -> Optional.ofNullable(waiting.remove(pending)))
                .ifPresent(arrival -> buffer.release(arrival.reservation));
    }

    private synchronized Duration longestWait() {
        return waiting.values().stream()
                .findFirst()
                .map(longest -> Duration.ofNanos(nanos.getAsLong() - longest.sinceNanos))
                .orElse(Duration.ZERO);
    }

    /** Answers 503 to requests that have waited too long and to those whose bodies are overdue; called periodically. */
    void shedOverdue() {
        Duration longest = intake.maxQueueTime().multipliedBy(2);
        for (PendingRequest each : removeOverdue(waiting, longest)) {
            responses.countUnavailable(
                    WebhookResult.LAGGING, "not stored within " + longest.toMillis() + " ms; check the database");
            each.respondUnavailable();
        }
        for (PendingRequest each : removeOverdue(arriving, BODY_TIMEOUT)) {
            abort(each, WebhookResult.BODY_TIMEOUT, "body incomplete after " + BODY_TIMEOUT.toMillis() + " ms");
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

    private void abort(PendingRequest pending, WebhookResult result, String reason) {
        responses.countUnavailable(result, reason);
        pending.abort();
    }

    /** It may be a Linq event. 413 would be final at Linq; with 503 it is retried and stored once the limit is raised. */
    private void refuseTooLarge(RoutingContext request) {
        responses.retryTooLarge(maxBodyBytes);
        WebhookServerFactory.respondUnavailable(request);
    }

    private void refuse(RoutingContext request, WebhookResult result, String reason) {
        responses.countUnavailable(result, reason);
        WebhookServerFactory.respondUnavailable(request);
    }
}
