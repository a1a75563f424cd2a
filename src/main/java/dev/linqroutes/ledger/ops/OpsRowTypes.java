package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CallStatus;
import dev.linqroutes.ledger.model.CommandStatus;
import java.time.Instant;
import java.util.Optional;

/** Rows of the statements of this package; columns are the components in snake case. Public for JDBI. */
final class OpsRowTypes {
    private OpsRowTypes() {}

    public record CommandToDelete(String commandId, String mailbox) {}

    /** @param mailbox empty when its group was deleted */
    public record FailedCommandState(
            Optional<String> mailbox, int replays, Optional<String> batchId, Optional<Long> rowNo) {}

    public record CallToReplay(
            int position, CallKind kind, String body, Optional<String> idempotencyKey, boolean inDoubt) {}

    public record BacklogRow(
            long mailboxes,
            long due,
            Optional<Instant> oldestDue,
            long delayed,
            long unconfirmed,
            long batchRows,
            long uploads,
            Optional<Instant> oldestUpload) {}

    public record OutboxTopicRow(String topic, long records, double oldestAgeSeconds) {}

    public record InstanceRow(
            String host, String version, Instant startedAt, Instant seenAt, double silentSeconds, String counts) {}

    /** @param rowNo empty unless it is of a batch */
    public record CommandToCancel(Optional<Long> rowNo, String commandId, String mailbox, CommandStatus status) {}

    /**
     * A command that was not cancelled.
     *
     * @param leased whether its mailbox is
     * @param tried whether one of its calls was
     */
    public record CancelObstacle(String commandId, CommandStatus status, boolean leased, boolean tried) {}

    public record CommandToRetry(
            long rowNo,
            String commandId,
            CallKind kind,
            CallStatus status,
            Optional<Integer> httpStatus,
            Optional<Integer> errorCode,
            Optional<Instant> failingSince) {

        /** An event reported the failure after Linq had accepted the call; the HTTP status is that of the acceptance. */
        boolean isRefusedByEvent() {
            return status == CallStatus.REFUSED;
        }

        /** False for a call that failed before it was sent: it would fail in the same way. */
        boolean hasNoResponse() {
            return httpStatus.isEmpty() && failingSince.isPresent();
        }
    }

    public record UnusedMedia(String sha256, String contentId) {}
}
