package dev.linqroutes.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes the spans of a command: its intake, each attempt of a call, what confirms the call, and the outcome. All are in one trace,
 * that of the record that brought the command, or a new one. The intake is the parent of the others; its context is stored with the
 * command.
 *
 * <p>Spans are made afterwards, with the times that were recorded: there is nothing to pass from thread to thread. That of a call is
 * made when its result is known, whether or not the result can then be stored; the others end when what they are about is committed.
 */
public interface CommandTracer extends AutoCloseable {
    /** No traces. */
    CommandTracer OFF = new CommandTracer() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public OpenSpan startIntake(CommandLabels command, Received received, Instant startedAt) {
            throw new IllegalStateException("there are no traces");
        }

        @Override
        public void recordCall(CommandLabels command, Attempt attempt) {
            throw new IllegalStateException("there are no traces");
        }

        @Override
        public void recordConfirmation(CommandLabels command, Confirmation confirmation) {
            throw new IllegalStateException("there are no traces");
        }

        @Override
        public OpenSpan startOutcome(CommandLabels command, String topic, String status, Instant startedAt) {
            throw new IllegalStateException("there are no traces");
        }

        @Override
        public void close() {}
    };

    /** Whether there are traces. The other methods may be called only then, so that nothing is computed for them otherwise. */
    boolean isOn();

    /**
     * A command that is stored or refused.
     *
     * @param type of the command; empty if it could not be read
     * @param status {@code accepted}, or that of the refusal
     * @param position of the record; empty for a row
     */
    record Received(Optional<String> type, String status, Optional<RecordPosition> position) {}

    /** Where a record was read. */
    record RecordPosition(String topic, int partition, long offset) {}

    /** The span is the parent of all other spans of the command; its own is the one in the context of {@code command}. */
    OpenSpan startIntake(CommandLabels command, Received received, Instant startedAt);

    /**
     * An attempt of a call.
     *
     * @param position of the call in its command
     * @param path as planned, below the base URL
     * @param number from 1; like the limit of attempts it does not count those that Linq throttled
     * @param sent false if no request was made
     * @param httpStatus empty without a response
     * @param linqTraceId Linq's own id of the request
     * @param error what became of it, if it was not accepted
     */
    record Attempt(
            int position,
            String kind,
            String method,
            String path,
            int number,
            boolean sent,
            OptionalInt httpStatus,
            Optional<String> linqTraceId,
            Optional<String> error,
            Instant startedAt,
            Instant endedAt) {}

    void recordCall(CommandLabels command, Attempt attempt);

    /**
     * The end of the wait for the effect of a call.
     *
     * @param by event or read
     * @param result confirmed, refused or unconfirmed
     * @param linqTraceId of the request
     * @param reportedAt when the webhook was received; for a read, when it was interpreted
     */
    record Confirmation(
            int position,
            String kind,
            String by,
            String result,
            Optional<String> linqTraceId,
            Instant reportedAt,
            Instant decidedAt) {}

    void recordConfirmation(CommandLabels command, Confirmation confirmation);

    /** The outcome is put into the outbox; its record carries the context of this span. */
    OpenSpan startOutcome(CommandLabels command, String topic, String status, Instant startedAt);

    /** Sends what is queued, for a moment. */
    @Override
    void close();
}
