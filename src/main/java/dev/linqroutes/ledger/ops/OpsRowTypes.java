package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;

/** Rows of the statements that retry, cancel, count and delete; columns are the components in snake case. Public for JDBI. */
final class OpsRowTypes {
    private OpsRowTypes() {}

    public record CommandToDelete(String commandId, String mailbox) {}

    public record FailedCommand(
            String commandId,
            String type,
            String place,
            Instant finishedAt,
            int position,
            Integer errorCode,
            String errorMessage) {}

    public record FailedCommandState(String mailbox, int replays, String batchId, Long rowNo) {}

    public record CallToReplay(int position, CallKind kind, String body, String idempotencyKey, boolean inDoubt) {}

    public record BacklogRow(long mailboxes, Instant oldestDue, long delayed, long unconfirmed, long outbox) {}

    public record CommandToCancel(long rowNo, String commandId, String mailbox, String status) {}

    public record CommandToRetry(
            long rowNo,
            String commandId,
            CallKind kind,
            String status,
            Integer httpStatus,
            Integer errorCode,
            Instant failingSince) {

        /** By an event, of a call that Linq had taken: the status with which it took it says nothing of that. */
        boolean isRefusedByEvent() {
            return status.equals("refused");
        }

        /** One that failed at its first try without an answer was not made, and cannot be until something is changed. */
        boolean hasNoResponse() {
            return httpStatus == null && failingSince != null;
        }
    }
}
