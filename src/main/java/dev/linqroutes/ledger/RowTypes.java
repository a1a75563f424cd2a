package dev.linqroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows that the ledger's statements return; column names are the components' in snake case. Public for JDBI only. */
final class RowTypes {
    static final List<Class<?>> ALL = List.of(
            ExistingCommand.class,
            KnownGroup.class,
            SameMembers.class,
            KnownChat.class,
            ChatMailbox.class,
            MailboxState.class,
            CallToMove.class,
            CallInDoubtSince.class,
            DueMailbox.class,
            DelayedCommand.class,
            DelayedCall.class,
            WaitingCall.class,
            LargeCall.class,
            ClaimedGroup.class,
            Holder.class,
            OutcomeCommand.class,
            OutcomeCall.class,
            BacklogRow.class,
            SettledCommand.class,
            LineDay.class,
            FailedCommand.class,
            FailedState.class,
            CallToReplay.class,
            EventCommand.class,
            EventGroup.class,
            AwaitedRow.class,
            LaterChange.class,
            SignalRow.class,
            ChatRow.class,
            OutboxRow.class,
            OutboxTopic.class,
            IntakeAttemptRow.class,
            BatchRow.class,
            ShorterBatch.class,
            PartRow.class,
            ReleasedPart.class,
            PartGroup.class,
            StatusCount.class,
            CommandResultRow.class,
            RefusalResultRow.class,
            CommandToCancel.class,
            CommandToRetry.class,
            ExpiredCommand.class);

    private RowTypes() {}

    public record ExistingCommand(String commandId, String sourceId, String place) {}

    public record KnownGroup(
            String mailbox, String groupRef, String chatId, String commandId, String status, Instant opensAt) {}

    public record SameMembers(String memberSet, String groupRef, String displayName) {
        String told() {
            return "group \"" + groupRef + "\"" + (displayName == null ? "" : ", named \"" + displayName + "\",")
                    + " has the same line and members already"
                    + (displayName == null
                            ? " and was made without a name: unless it has one now, this one would fail"
                            : "");
        }
    }

    public record ExpiredCommand(String commandId, String mailbox) {}

    public record KnownChat(String chatId, String mailbox, String groupRef, Instant enteredAt) {}

    public record ChatMailbox(String chatId, String mailbox) {}

    public record MailboxState(String mailbox, String lease, Instant dueAt, List<Long> sent) {
        List<Long> messages() {
            return sent == null ? List.of() : sent;
        }
    }

    public record CallToMove(long callId, boolean waiting) {}

    public record CallInDoubtSince(long callId, Instant inDoubtSince) {}

    public record DueMailbox(String mailbox, long arrived, List<Long> sent, boolean abandoned) {}

    public record DelayedCommand(String commandId, String mailbox) {}

    public record DelayedCall(String commandId, int position) {}

    public record WaitingCall(
            long callId,
            String commandId,
            int position,
            String mailbox,
            CallKind kind,
            String method,
            String path,
            String body,
            long bytes,
            boolean more,
            int attempts,
            boolean maybeDone,
            Instant failingSince,
            Instant notReadySince,
            Instant expiresAt) {

        /** The first of its mailbox, and larger than a mailbox's part of the memory. */
        boolean isLarge() {
            return body == null;
        }

        WaitingCall with(String read) {
            return new WaitingCall(
                    callId,
                    commandId,
                    position,
                    mailbox,
                    kind,
                    method,
                    path,
                    read,
                    bytes,
                    more,
                    attempts,
                    maybeDone,
                    failingSince,
                    notReadySince,
                    expiresAt);
        }
    }

    public record LargeCall(long callId, String body) {}

    public record ClaimedGroup(String mailbox, String groupRef, String chatId, String line, String memberSet) {}

    public record Holder(
            String memberSet,
            String mailbox,
            String chatId,
            String displayName,
            Instant renameSentAt,
            Instant renameFailedAt,
            boolean renameWaits) {}

    public record OutcomeCommand(
            String commandId,
            String type,
            String source,
            String groupRef,
            String chatId,
            String warnings,
            String status,
            int replays,
            Instant acceptedAt,
            Instant firstCallAt,
            Instant finishedAt) {}

    public record OutcomeCall(
            String commandId,
            int position,
            String method,
            String path,
            String status,
            int attempts,
            Integer httpStatus,
            String messageId,
            String traceId,
            Integer errorCode,
            String errorMessage,
            String docUrl) {}

    public record FailedCommand(
            String commandId,
            String type,
            String place,
            Instant finishedAt,
            int position,
            Integer errorCode,
            String errorMessage) {}

    public record FailedState(String mailbox, int replays, String batchId, Long rowNo) {}

    public record CallToReplay(int position, CallKind kind, String body, String idempotencyKey, boolean inDoubt) {}

    public record BacklogRow(long mailboxes, Instant oldestDue, long delayed, long unconfirmed, long outbox) {}

    public record SettledCommand(String commandId, Instant firstCallAt, String status) {}

    public record LineDay(String line, long messages) {}

    public record EventCommand(
            String idempotencyKey,
            String messageId,
            String traceId,
            String commandId,
            String groupRef,
            String batchId) {}

    public record EventGroup(String chatId, String groupRef, String batchId) {}

    public record AwaitedRow(
            long callId,
            String commandId,
            int position,
            CallKind kind,
            String path,
            String body,
            String chatId,
            String idempotencyKey,
            String messageId,
            String traceId,
            Instant firstTryAt,
            Instant acceptedAt,
            AwaitedCall.Half half) {

        AwaitedCall call() {
            return new AwaitedCall(
                    callId,
                    commandId,
                    position,
                    kind,
                    path,
                    body,
                    Optional.ofNullable(chatId),
                    Optional.ofNullable(idempotencyKey),
                    Optional.ofNullable(messageId),
                    Optional.ofNullable(traceId),
                    firstTryAt,
                    acceptedAt,
                    Optional.ofNullable(half));
        }
    }

    public record SignalRow(
            long signalId,
            Signal.Kind kind,
            String content,
            String chatId,
            String idempotencyKey,
            String messageId,
            String traceId,
            Integer errorCode,
            String errorMessage,
            Instant receivedAt) {

        Optional<String> contentIfTold() {
            return Optional.ofNullable(content);
        }
    }

    public record ChatRow(String chatId, String line, String state, Instant lookAt, String publishedAs) {}

    /** @param recordValue null for a tombstone */
    public record OutboxRow(long outboxId, String topic, byte[] recordKey, byte[] recordValue, String headers) {}

    /** @param outboxId the first of the topic */
    public record OutboxTopic(String topic, long outboxId) {}

    /** @param deaths processes that died while they had the record alone in hand */
    public record IntakeAttemptRow(String sourceId, String owner, int deaths) {}

    public record BatchRow(
            String batchId,
            String file,
            String stem,
            String sha256,
            String status,
            boolean cancelled,
            String owner,
            Instant leasedUntil,
            long rowCount,
            long refused,
            String counts,
            int finishes,
            Instant takenAt,
            Instant readAt,
            Instant finishedAt) {

        Batch batch() {
            return new Batch(batchId, file, stem, sha256);
        }
    }

    public record PartRow(
            String batchId, int partNo, long firstRow, long lastRow, int rowCount, int refused, byte[] content) {

        BatchPart part() {
            return new BatchPart(batchId, partNo, firstRow, lastRow, rowCount, refused, content);
        }
    }

    public record ReleasedPart(String batchId, int partNo, long firstRow, long lastRow, int rowCount) {}

    /** Parts of a batch that are alike. */
    public record PartGroup(String batchId, String status, String counts, long parts, long rowCount, long refused) {}

    public record StatusCount(String batchId, String status, long rowCount) {}

    public record CommandResultRow(
            long rowNo,
            String status,
            String commandId,
            String groupRef,
            String chatId,
            String warnings,
            Integer errorCode,
            String errorMessage,
            String traceId,
            Instant acceptedAt,
            Instant finishedAt,
            boolean begun) {}

    public record RefusalResultRow(
            long rowNo,
            String status,
            String commandId,
            String groupRef,
            String chatId,
            String problems,
            Instant refusedAt) {}

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
        boolean isRefusedLater() {
            return status.equals("refused");
        }

        /** One that failed at its first try without an answer was not made, and cannot be until something is changed. */
        boolean isWithoutAnswer() {
            return httpStatus == null && failingSince != null;
        }
    }
}
