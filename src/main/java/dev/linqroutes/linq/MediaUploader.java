package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linqroutes.ledger.mailbox.WorkLimiter;
import dev.linqroutes.ledger.media.MediaUploads;
import dev.linqroutes.ledger.media.StoredMedia;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads the files that calls wait for (reference 2.13): reserves space, sends the bytes there, and records the id of the attachment.
 * A few at a time, so that a large file or a slow storage does not hold up the others.
 */
public final class MediaUploader {
    private static final Logger LOG = LoggerFactory.getLogger(MediaUploader.class);

    /** The circuit breaker decides when the next file is claimed. */
    private static final Duration DELAY_WHILE_OPEN = Duration.ofSeconds(1);

    /** As many as the consumers of the route. */
    private static final int MAX_AT_ONCE = 4;

    /** The route looks again after that. */
    private static final long MAX_WAIT_MILLIS = 1_000;

    private final Semaphore free = new Semaphore(MAX_AT_ONCE);
    private final MediaUploads uploads;
    private final CircuitBreaker circuitBreaker;
    private final RetryBackoff backoff;
    private final FileSender sender;
    private final URI api;
    private final Clock clock;

    /** @param api base URL of Linq */
    public MediaUploader(
            MediaUploads uploads,
            CircuitBreaker circuitBreaker,
            RetryBackoff backoff,
            Duration connectTimeout,
            URI api,
            Clock clock) {
        this.uploads = uploads;
        this.circuitBreaker = circuitBreaker;
        this.backoff = backoff;
        this.sender = new FileSender(connectTimeout);
        this.api = api;
        this.clock = clock;
    }

    /**
     * Claims a file whose upload is due, to be ended by {@link #end}; none while the circuit breaker is open, or one as a probe. Waits
     * for a while if as many as possible are being uploaded.
     */
    public List<StoredMedia> claimDue() throws InterruptedException {
        if (!free.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            return List.of();
        }
        List<StoredMedia> due = List.of();
        WorkLimiter.Permit permit = circuitBreaker.acquirePermit(1);
        try {
            due = permit.limit() == 0
                    ? List.of()
                    : uploads.claimDue().map(List::of).orElse(List.of());
            return due;
        } finally {
            if (due.isEmpty()) {
                permit.probe().ifPresent(circuitBreaker::releaseProbe);
                free.release();
            }
        }
    }

    /** Keeps other instances from uploading the same files, unless an upload is stuck. */
    public void renewLeases() {
        uploads.renewLeases();
    }

    /** Ends what {@link #claimDue} has begun, whatever came of it. */
    public void end(@Variable("media") StoredMedia media) {
        uploads.end(media);
        free.release();
    }

    /** The request to reserve space for the file. */
    public LinqRequest reservationRequest(@Body StoredMedia media) {
        return new LinqRequest(
                "POST",
                "/attachments",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("filename", media.file())
                        .put("content_type", media.contentType())
                        .put("size_bytes", media.sizeBytes())
                        .toString());
    }

    /**
     * Sends the bytes to the reserved space, and records the result of that, or of a reservation that was refused.
     *
     * @param response to the reservation request
     */
    public void upload(@Variable("media") StoredMedia media, @Body LinqResponse response) {
        circuitBreaker.record(breakerKey(media), response);
        switch (response.responseClass()) {
            case ACCEPTED ->
                UploadReservation.read(response.body())
                        .ifPresentOrElse(
                                reservation -> send(media, reservation),
                                () -> retry(media, "Linq's response has no upload address", Optional.empty()));
            case RATE_LIMITED ->
                uploads.recordRetry(
                        media,
                        response.requestedDelay(clock.instant()).orElse(ResponseInterpreter.DEFAULT_RETRY_AFTER),
                        media.failingSince(),
                        media.refusedSince());
            case KEY_REJECTED ->
                uploads.recordRetry(media, DELAY_WHILE_OPEN, media.failingSince(), media.refusedSince());
            case FAILED -> fail(media, response.fault().message());
            default -> retry(media, response.fault().message(), response.requestedDelay(clock.instant()));
        }
    }

    private void send(StoredMedia media, UploadReservation reservation) {
        if (!reservation.isAllowed(api)) {
            fail(media, "Linq names an upload address that is not https");
            return;
        }
        Instant end = clock.instant().plus(media.maxUploadTime());
        UploadResult first = put(media, reservation, end);
        // The reservation stays valid after an attempt that failed.
        UploadResult last = first.kind() == UploadResult.Kind.NOT_STORED ? put(media, reservation, end) : first;
        switch (last.kind()) {
            case STORED -> {
                uploads.recordUploaded(media, reservation.attachmentId(), reservation.allowedDownloadUrl(api));
                LOG.info("file {} uploaded: {} bytes", describe(media), media.sizeBytes());
            }
            case NOT_STORED -> retry(media, last.description(), Optional.empty());
            case ADDRESS_REFUSED -> retryElsewhere(media, last.description(), reservation);
            case FILE_REFUSED -> fail(media, last.description());
        }
    }

    private UploadResult put(StoredMedia media, UploadReservation to, Instant end) {
        try {
            return UploadResult.ofStatus(sender.put(
                    to, () -> uploads.open(media), media.sizeBytes(), Duration.between(clock.instant(), end)));
        } catch (IOException e) {
            return UploadResult.notStored(ResponseInterpreter.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UploadResult.notStored("interrupted");
        }
    }

    /** Reserves another address. If each refuses the file, something permanent is the cause, so the time for that is short. */
    private void retryElsewhere(StoredMedia media, String problem, UploadReservation refused) {
        Instant now = clock.instant();
        Instant since = media.refusedSince().orElse(now);
        backoff.nextDelay(Duration.between(since, now), backoff.maxNotReady(), Optional.empty())
                .ifPresentOrElse(
                        delay -> recordRetry(
                                media, delay, media.failingSince().orElse(now), Optional.of(since), problem),
                        () -> fail(
                                media,
                                problem + " at each address that Linq has reserved since " + since
                                        + "; check that no proxy or firewall refuses PUT requests to "
                                        + refused.url().getHost() + ", then replay the command"));
    }

    /** There was no response to the reservation request. */
    public void recordNoResponse(@Variable("media") StoredMedia media, @ExchangeException Exception reason) {
        String description = ResponseInterpreter.describe(reason);
        circuitBreaker.recordNoResponse(breakerKey(media), description);
        retry(media, description, Optional.empty());
    }

    /** An error that is neither about Linq nor about the ledger: tried again, so that it ends eventually. */
    public void recordUnexpectedError(@Variable("media") StoredMedia media, @ExchangeException Exception error) {
        LOG.error("file {}: unexpected error", describe(media), error);
        retry(media, "unexpected error: " + ResponseInterpreter.describe(error), Optional.empty());
    }

    private void retry(StoredMedia media, String problem, Optional<Duration> requested) {
        Instant now = clock.instant();
        Instant since = media.failingSince().orElse(now);
        backoff.nextDelay(Duration.between(since, now), backoff.maxElapsed(), requested)
                .ifPresentOrElse(
                        delay -> recordRetry(media, delay, since, Optional.empty(), problem),
                        () -> fail(media, problem));
    }

    private void recordRetry(
            StoredMedia media, Duration delay, Instant failingSince, Optional<Instant> refusedSince, String problem) {
        LOG.info(
                "file {} not uploaded, retrying in {} ms, failing since {}: {}",
                describe(media),
                delay.toMillis(),
                failingSince,
                problem);
        uploads.recordRetry(media, delay, Optional.of(failingSince), refusedSince);
    }

    private void fail(StoredMedia media, String problem) {
        LOG.warn("file {} cannot be uploaded, its messages fail: {}", describe(media), problem);
        uploads.recordFailed(media, problem);
    }

    /** Names of files may name persons. */
    private static String describe(StoredMedia media) {
        return media.sha256().substring(0, 12);
    }

    /** Under which the circuit breaker counts a file among calls; negative, so that it differs from every call id. */
    private static long breakerKey(StoredMedia media) {
        return -1L - Integer.toUnsignedLong(media.sha256().hashCode());
    }
}
