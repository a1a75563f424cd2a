package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.chat.ServiceRefusals;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted.Effect;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes the results of calls, and everything that follows from them, in one transaction. */
final class CallResultWriter {
    private final LineQuota lineQuota;
    private final NewConversationRecorder newConversations;
    private final LineStates lineStates;
    private final CommandCompletion commandCompletion;
    private final ChatRecorder chats;

    CallResultWriter(
            LineQuota lineQuota,
            NewConversationRecorder newConversations,
            LineStates lineStates,
            CommandCompletion commandCompletion,
            ChatRecorder chats) {
        this.lineQuota = lineQuota;
        this.newConversations = newConversations;
        this.lineStates = lineStates;
        this.commandCompletion = commandCompletion;
        this.chats = chats;
    }

    /** @param merges to be done once the calls are recorded, and before the created chats are */
    void write(Handle handle, List<PendingResult> batch, Collection<MailboxMerger.Merge> merges, Instant now) {
        new Batch(handle, now).write(batch, merges);
    }

    /** The statements of one transaction. */
    private final class Batch {
        private final Handle handle;
        private final Instant now;
        private final PreparedBatch acceptances;
        private final PreparedBatch retries;
        private final PreparedBatch failures;
        private final PreparedBatch cancellations;
        private final PreparedBatch failedGroups;
        private final PreparedBatch renames;
        private final PreparedBatch erasures;
        private final PreparedBatch lostUploads;
        private final List<PendingResult> accepted = new ArrayList<>();
        private final Set<String> refusedLines = new HashSet<>();
        private final List<String> settledMailboxes = new ArrayList<>();
        private final List<String> maybeFinished = new ArrayList<>();

        Batch(Handle handle, Instant now) {
            this.handle = handle;
            this.now = now;
            this.acceptances = handle.prepareBatch(Database.sql("mailbox/record-call-accepted"));
            this.retries = handle.prepareBatch(Database.sql("mailbox/record-call-retry"));
            this.failures = handle.prepareBatch(Database.sql("mailbox/record-call-failed"));
            this.cancellations = handle.prepareBatch(Database.sql("mailbox/cancel-waiting-calls"));
            this.failedGroups = handle.prepareBatch(Database.sql("mailbox/record-group-failed"));
            this.erasures = handle.prepareBatch(Database.sql("mailbox/erase-deleted-message"));
            this.lostUploads = handle.prepareBatch(Database.sql("mailbox/forget-upload"));
            this.renames = handle.prepareBatch(Database.sql("mailbox/record-rename-sent"));
        }

        void write(List<PendingResult> batch, Collection<MailboxMerger.Merge> merges) {
            for (PendingResult each : batch) {
                if (each.result() instanceof CallResult.Accepted result) {
                    addAccepted(each, result);
                } else if (each.result() instanceof CallResult.Retry result) {
                    addRetry(each, result);
                } else {
                    addFailed(each);
                }
            }
            List<PendingResult> acceptedNow = recordAccepted();
            for (PreparedBatch statement : List.of(retries, failures, cancellations, failedGroups, lostUploads)) {
                LedgerTransaction.execute(statement);
            }
            merges.forEach(merge -> MailboxMerger.merge(handle, merge, now));
            List<ChatRecorder.CreatedChat> created = recordCreatedChats();
            LedgerTransaction.execute(renames);
            LedgerTransaction.execute(erasures);
            MemberSets.releaseSettled(handle, settledMailboxes);
            LateWarnings.add(handle, findUnnecessary(acceptedNow), maybeFinished, known -> false);
            newConversations.record(
                    handle,
                    acceptedNow.stream().filter(each -> !isUnnecessary(each)).toList(),
                    maybeFinished,
                    now);
            commandCompletion.completeFinished(handle, maybeFinished, now);
            chats.recordCreated(handle, created, now);
            lineQuota.recordMessages(handle, countMessages(acceptedNow), now);
            lineStates.recordAnswers(handle, refusedLines, linesOfCreates(acceptedNow));
        }

        /** Those that were not recorded before. */
        private List<PendingResult> recordAccepted() {
            if (accepted.isEmpty()) {
                return List.of();
            }
            int[] recorded = LedgerTransaction.executeCountingRows(acceptances);
            return IntStream.range(0, recorded.length)
                    .filter(i -> recorded[i] == 1)
                    .mapToObj(accepted::get)
                    .toList();
        }

        /** Warnings by command, about changes of members that were not needed. */
        private static Map<String, List<String>> findUnnecessary(List<PendingResult> accepted) {
            return accepted.stream()
                    .filter(Batch::isUnnecessary)
                    .collect(Collectors.groupingBy(
                            each -> each.call().commandId(),
                            Collectors.mapping(
                                    each -> "call " + each.call().position() + " "
                                            + each.call().kind().describeUnnecessaryChange(),
                                    Collectors.toList())));
        }

        private static boolean isUnnecessary(PendingResult each) {
            return each.result() instanceof CallResult.Accepted result && result.effect() == Effect.UNNECESSARY;
        }

        private void addAccepted(PendingResult each, CallResult.Accepted result) {
            CallKind kind = each.call().kind();
            boolean done = kind.isDoneWhenAccepted() || result.effect() != Effect.AWAITED;
            boolean confirmed = done && commandCompletion.isConfirmationRequired();
            acceptances
                    .bind("callId", each.call().callId())
                    .bind("status", confirmed ? "confirmed" : "accepted")
                    .bind(
                            "confirmAt",
                            done
                                    ? null
                                    : commandCompletion
                                            .confirmationDueAt(kind, now)
                                            .orElse(null))
                    .bind("startedAt", each.startedAt())
                    .bind("now", now)
                    .bind("httpStatus", result.httpStatus())
                    .bind("messageId", result.messageId().orElse(null))
                    .bind("traceId", result.traceId().orElse(null))
                    .add();
            if (kind == CallKind.CREATE_CHAT) {
                settledMailboxes.add(each.mailbox().name());
            }
            if (each.call().isRename()) {
                renames.bind("chatId", each.mailbox().chatId().orElseThrow())
                        .bind("sentAt", each.startedAt())
                        .add();
            }
            if (kind == CallKind.DELETE_MESSAGE) {
                kind.relatedMessageId(each.call().path()).ifPresent(this::addErasure);
            }
            accepted.add(each);
            maybeFinished.add(each.call().commandId());
        }

        /** Who deletes a message at Linq expects that its text is not kept here either. */
        private void addErasure(String messageId) {
            erasures.bind("messageId", messageId)
                    .bind("body", ErasedContent.BODY)
                    .add();
        }

        private void addRetry(PendingResult each, CallResult.Retry result) {
            bindFault(retries, each, result.fault())
                    .bind("counted", result.isCountedAttempt() ? 1 : 0)
                    .bind("maybeDone", result.reason() == Reason.INDETERMINATE)
                    .bind("notReady", result.reason() == Reason.NOT_READY)
                    .add();
            LostUploads.find(each.call(), result.fault().code()).forEach(upload -> lostUploads
                    .bind("upload", upload)
                    .bind("preparedBefore", LostUploads.preparedBefore(now))
                    .add());
        }

        /** A failed call, or the first of an expired command. */
        private void addFailed(PendingResult each) {
            if (each.result() instanceof CallResult.Failed result) {
                CallResult.Fault fault = ServiceRefusals.explain(
                                handle,
                                each.call().kind(),
                                result.fault().code(),
                                each.mailbox().chatId())
                        .map(result.fault()::withExplanation)
                        .orElse(result.fault());
                bindFault(failures, each, fault).bind("now", now).add();
                if (result.fault().code().equals(Optional.of(LineStates.NOT_ELIGIBLE))) {
                    each.mailbox().line().ifPresent(refusedLines::add);
                }
            }
            cancellations
                    .bind("commandId", each.call().commandId())
                    .bind("now", now)
                    .add();
            if (each.call().kind() == CallKind.CREATE_CHAT) {
                failedGroups.bind("mailbox", each.mailbox().name()).add();
                settledMailboxes.add(each.mailbox().name());
            }
            maybeFinished.add(each.call().commandId());
        }

        /**
         * Records the chats that creates have made, as those of their groups.
         *
         * @throws LedgerTransaction.Conflict when another transaction has just recorded a mailbox for one of the chats
         */
        private List<ChatRecorder.CreatedChat> recordCreatedChats() {
            PreparedBatch created = handle.prepareBatch(Database.sql("mailbox/record-group-created"));
            List<PendingResult> creates = accepted.stream()
                    .filter(PendingResult::hasCreatedChat)
                    // The same order as in GroupIndex prevents deadlocks.
                    .sorted(Comparator.comparing(each -> each.createdChat().chatId()))
                    .toList();
            creates.forEach(each -> created.bind("mailbox", each.mailbox().name())
                    .bind("chatId", each.createdChat().chatId())
                    .add());
            LedgerTransaction.executeUnique(created);
            return creates.stream().map(PendingResult::createdChat).toList();
        }
    }

    private static Set<String> linesOfCreates(List<PendingResult> accepted) {
        return accepted.stream()
                .filter(each -> each.call().kind() == CallKind.CREATE_CHAT)
                .flatMap(each -> each.mailbox().line().stream())
                .collect(Collectors.toSet());
    }

    /** Messages sent by each line. */
    private static Map<String, Integer> countMessages(List<PendingResult> accepted) {
        Map<String, Integer> messages = new HashMap<>();
        accepted.stream()
                .filter(each -> each.call().kind().isMessage())
                .flatMap(each -> each.mailbox().line().stream())
                .forEach(line -> messages.merge(line, 1, Integer::sum));
        return messages;
    }

    private static PreparedBatch bindFault(PreparedBatch batch, PendingResult each, CallResult.Fault fault) {
        return batch.bind("callId", each.call().callId())
                .bind("startedAt", each.startedAt())
                .bind("httpStatus", fault.httpStatus().orElse(null))
                .bind("errorCode", fault.code().orElse(null))
                .bind("errorMessage", StorableText.ofMessage(fault.message()))
                .bind("docUrl", fault.docUrl().orElse(null))
                .bind("traceId", fault.traceId().orElse(null));
    }
}
