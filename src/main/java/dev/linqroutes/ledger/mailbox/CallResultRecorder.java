package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.GroupCommit;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what calls came to. By the same transaction the outcome is in the outbox when that was the last call of a
 * command, and the mailbox is given back when its next call cannot be made at once.
 */
public final class CallResultRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(CallResultRecorder.class);

    private final Database database;
    private final LeasedMailboxes mailboxes;
    private final Clock clock;
    private final LineQuota lineQuota;
    private final CommandCompletion commandCompletion;
    private final ChatRecorder chats;
    private final Wakeup relayWakeup;
    private final GroupCommit<PendingResult> pending;

    private record PendingResult(
            Mailbox mailbox, Call call, CallResult result, Instant startedAt, boolean releaseMailbox) {
        boolean hasCreatedChat() {
            return call.kind() == CallKind.CREATE_CHAT && result instanceof CallResult.Accepted;
        }

        /** The group and its chat. */
        ChatRecorder.CreatedChat newChat() {
            CallResult.Accepted answer = (CallResult.Accepted) result;
            return new ChatRecorder.CreatedChat(
                    answer.chatId().orElseThrow(), mailbox.groupRef(), mailbox.line(), answer.chat());
        }

        PendingResult failIfReused(ChatReuseDetector strays, Handle handle) {
            if (!hasCreatedChat()) {
                return this;
            }
            Instant sentAt = call.failingSince().orElse(startedAt);
            return strays.detect(mailbox, call, (CallResult.Accepted) result, sentAt)
                    .map(fault -> {
                        handle.afterCommit(() -> abandonCreate(fault));
                        return new PendingResult(
                                mailbox, call, new CallResult.Failed(fault), startedAt, releaseMailbox);
                    })
                    .orElse(this);
        }

        private void abandonCreate(CallResult.Fault fault) {
            LOG.warn("{} failed: {}", call.describe(), fault.message());
            mailbox.abandonCreate(call);
        }

        /** The mailbox of the bare chat that the create got, if commands have named it by its id. */
        Optional<MailboxMerger.Merge> merge(ChatReuseDetector strays) {
            return hasCreatedChat()
                    ? strays.findChatMailbox(newChat().chatId())
                            .map(merged -> new MailboxMerger.Merge(merged, mailbox.name()))
                    : Optional.empty();
        }

        LeasedMailboxes.LeaseUpdate leaseUpdate(boolean merges, Instant now) {
            boolean sent = call.kind().isMessage() && result.mayHaveReachedLinq();
            return new LeasedMailboxes.LeaseUpdate(
                    mailbox,
                    !releaseMailbox && !merges,
                    mailbox.recentlySent(now).stream().filter(any -> sent).reduce((earlier, later) -> later));
        }
    }

    /** @param relay raised when there is an outcome to relay */
    public CallResultRecorder(
            Database database,
            LeasedMailboxes mailboxes,
            Clock clock,
            LineQuota lines,
            CommandCompletion settlement,
            ChatRecorder chats,
            Wakeup relay) {
        this.database = database;
        this.mailboxes = mailboxes;
        this.lineQuota = lines;
        this.commandCompletion = settlement;
        this.chats = chats;
        this.relayWakeup = relay;
        this.clock = clock;
        this.pending = new GroupCommit<>(database, "record results", this::recordBatch);
    }

    /**
     * Records what a call came to and moves the mailbox on. Done when that is committed, so that no thread has to wait for
     * it; fails with a {@link LedgerException} when the database is away, and may then be repeated.
     *
     * @param startedAt when the call was sent
     */
    public CompletionStage<Void> record(
            @Variable("mailbox") Mailbox mailbox,
            @Variable("call") Call call,
            @Body CallResult result,
            @Variable("startedAt") Instant startedAt) {
        Instant now = clock.instant();
        if (mailbox.applyResult(result, now) && result instanceof CallResult.Failed failed) {
            LOG.warn(
                    "{} failed after {} attempts: {}",
                    call.describe(),
                    call.attempts() + 1,
                    failed.fault().message());
        }
        boolean last = !mailbox.hasNextCall(now);
        return pending.submit(new PendingResult(mailbox, call, result, startedAt, last))
                .thenRun(() -> {
                    relayWakeup.signal();
                    if (last) {
                        mailboxes.dropHeld(mailbox);
                    }
                })
                .exceptionallyCompose(error -> recordUnrecordable(mailbox, call, startedAt, error));
    }

    /**
     * A result that the database does not take: the call has failed, and its mailbox is given back. Linq would only be asked
     * the same again.
     */
    private CompletionStage<Void> recordUnrecordable(Mailbox mailbox, Call call, Instant startedAt, Throwable error) {
        Throwable reason = error instanceof CompletionException ? error.getCause() : error;
        if (!(reason instanceof LedgerDataRefused || reason instanceof LedgerFault)) {
            return CompletableFuture.failedFuture(reason);
        }
        CallResult unrecorded = new CallResult.Failed(CallResult.Fault.withoutResponse(
                "it may have reached Linq, but what Linq answered could not be recorded; the log tells why"));
        return pending.submit(new PendingResult(mailbox, call, unrecorded, startedAt, true))
                .thenRun(() -> {
                    LOG.error("{} failed: {}", call.describe(), reason.getMessage());
                    relayWakeup.signal();
                    mailboxes.dropHeld(mailbox);
                });
    }

    /**
     * Records that a call without an idempotency key is about to be made, so that nobody makes it twice: neither another
     * instance, nor this one after a crash.
     *
     * @throws CallInDoubt when it was begun before and what became of it is not known
     */
    public void recordStart(@Variable("mailbox") Mailbox mailbox) {
        Call call = mailbox.nextCall();
        int begun = LedgerTransaction.run(
                database, 3, "begin a call", handle -> handle.createUpdate(Database.sql("mailbox/mark-call-started"))
                        .bind("callId", call.callId())
                        .execute());
        if (begun == 0) {
            throw new CallInDoubt();
        }
    }

    private void recordBatch(Handle handle, List<PendingResult> batch) {
        Instant now = clock.instant();
        ChatReuseDetector strays = ChatReuseDetector.load(
                handle,
                batch.stream()
                        .filter(PendingResult::hasCreatedChat)
                        .collect(Collectors.toMap(each -> each.call.callId(), each -> each.newChat()
                                .chatId())));
        List<PendingResult> told = batch.stream()
                // One lock order for everybody.
                .sorted(Comparator.comparing(each -> each.mailbox.name()))
                .map(each -> each.failIfReused(strays, handle))
                .collect(Collectors.toCollection(ArrayList::new));
        Map<PendingResult, MailboxMerger.Merge> merges = new IdentityHashMap<>();
        told.forEach(each -> each.merge(strays).ifPresent(pair -> merges.put(each, pair)));
        if (!merges.isEmpty()) {
            MailboxMerger.lock(
                    handle,
                    Stream.concat(
                                    told.stream().map(each -> each.mailbox.name()),
                                    merges.values().stream().map(MailboxMerger.Merge::source))
                            .toList());
        }
        Set<Mailbox> lost = mailboxes.updateLeases(
                handle,
                told.stream()
                        .map(each -> each.leaseUpdate(merges.containsKey(each), now))
                        .toList());
        // Where another worker has the mailbox: that Linq took a call is true all the same, the rest is for that one to
        // say. So is whose chat it is where that makes one mailbox of two.
        told.removeIf(each -> lost.contains(each.mailbox)
                && (merges.containsKey(each) || !(each.result instanceof CallResult.Accepted)));
        merges.keySet().retainAll(told);
        record(handle, told, merges.values(), now);
        stopMergedAfterCommit(handle, merges);
    }

    /** The worker of the group leaves the rest to whoever gets the whole mailbox; that of the bare chat is told at once. */
    private void stopMergedAfterCommit(Handle handle, Map<PendingResult, MailboxMerger.Merge> merges) {
        if (!merges.isEmpty()) {
            List<Mailbox> given =
                    merges.keySet().stream().map(PendingResult::mailbox).toList();
            List<String> merged =
                    merges.values().stream().map(MailboxMerger.Merge::source).toList();
            handle.afterCommit(() -> {
                given.forEach(mailboxes::dropHeld);
                mailboxes.stopMerged(merged);
            });
        }
    }

    private void record(Handle handle, List<PendingResult> batch, Collection<MailboxMerger.Merge> merges, Instant now) {
        PreparedBatch accepted = handle.prepareBatch(Database.sql("mailbox/record-call-accepted"));
        PreparedBatch again = handle.prepareBatch(Database.sql("mailbox/record-call-retry"));
        PreparedBatch failed = handle.prepareBatch(Database.sql("mailbox/record-call-failed"));
        PreparedBatch cancelled = handle.prepareBatch(Database.sql("mailbox/cancel-waiting-calls"));
        List<PendingResult> created = new ArrayList<>();
        PreparedBatch notCreated = handle.prepareBatch(Database.sql("mailbox/record-group-failed"));
        PreparedBatch renamed = handle.prepareBatch(Database.sql("mailbox/record-rename-sent"));
        PreparedBatch releases = handle.prepareBatch(Database.sql("chat/release-member-set"));
        List<String> maybeSettled = new ArrayList<>();
        List<PendingResult> taken = new ArrayList<>();
        for (PendingResult each : batch) {
            boolean create = each.call.kind() == CallKind.CREATE_CHAT;
            if (each.result instanceof CallResult.Accepted answer) {
                accepted.bind("callId", each.call.callId())
                        .bind(
                                "status",
                                each.call.kind().isDoneWhenAccepted() && commandCompletion.isConfirmationRequired()
                                        ? "confirmed"
                                        : "accepted")
                        .bind(
                                "confirmAt",
                                commandCompletion
                                        .confirmationDueAt(each.call.kind(), now)
                                        .orElse(null))
                        .bind("startedAt", each.startedAt)
                        .bind("now", now)
                        .bind("httpStatus", answer.httpStatus())
                        .bind("messageId", answer.messageId().orElse(null))
                        .bind("traceId", answer.traceId().orElse(null))
                        .add();
                if (create) {
                    created.add(each);
                    releases.bind("mailbox", each.mailbox.name()).add();
                }
                if (each.call.isRename()) {
                    renamed.bind("chatId", each.mailbox.chatId().orElseThrow())
                            .bind("sentAt", each.startedAt)
                            .add();
                }
                taken.add(each);
                maybeSettled.add(each.call.commandId());
            } else if (each.result instanceof CallResult.Retry answer) {
                bindFault(again, each, answer.fault())
                        .bind("counted", answer.isCountedAttempt() ? 1 : 0)
                        .bind("maybeDone", answer.reason() == Reason.INDETERMINATE)
                        .bind("notReady", answer.reason() == Reason.NOT_READY)
                        .add();
            } else {
                if (each.result instanceof CallResult.Failed answer) {
                    bindFault(failed, each, answer.fault()).bind("now", now).add();
                }
                cancelled
                        .bind("commandId", each.call.commandId())
                        .bind("now", now)
                        .add();
                if (create) {
                    notCreated.bind("mailbox", each.mailbox.name()).add();
                    releases.bind("mailbox", each.mailbox.name()).add();
                }
                maybeSettled.add(each.call.commandId());
            }
        }
        Map<String, Integer> messages =
                taken.isEmpty() ? Map.of() : countMessages(taken, LedgerTransaction.executeCountingRows(accepted));
        for (PreparedBatch statement : List.of(again, failed, cancelled, notCreated)) {
            LedgerTransaction.execute(statement);
        }
        merges.forEach(pair -> MailboxMerger.merge(handle, pair, now));
        recordCreatedChats(handle, created);
        for (PreparedBatch statement : List.of(renamed, releases)) {
            LedgerTransaction.execute(statement);
        }
        commandCompletion.completeFinished(handle, maybeSettled, now);
        chats.recordCreated(
                handle,
                taken.stream()
                        .filter(PendingResult::hasCreatedChat)
                        .map(PendingResult::newChat)
                        .toList(),
                now);
        lineQuota.recordMessages(handle, messages, now);
    }

    /** How many messages each line has sent. A call that was recorded before is not counted again. */
    private static Map<String, Integer> countMessages(List<PendingResult> taken, int[] recordedNow) {
        Map<String, Integer> messages = new HashMap<>();
        for (int i = 0; i < recordedNow.length; i++) {
            PendingResult each = taken.get(i);
            if (recordedNow[i] == 1 && each.call.kind().isMessage()) {
                each.mailbox.line().ifPresent(line -> messages.merge(line, 1, Integer::sum));
            }
        }
        return messages;
    }

    /**
     * Says which chats the creates have made.
     *
     * @throws LedgerTransaction.Conflict when one of the chats has got a mailbox by another transaction just now
     */
    private static void recordCreatedChats(Handle handle, List<PendingResult> creates) {
        PreparedBatch created = handle.prepareBatch(Database.sql("mailbox/record-group-created"));
        creates.stream()
                // One order for everybody, as in GroupBook.
                .sorted(Comparator.comparing(each -> each.newChat().chatId()))
                .forEach(each -> created.bind("mailbox", each.mailbox.name())
                        .bind("chatId", each.newChat().chatId())
                        .add());
        LedgerTransaction.executeUnique(created);
    }

    private static PreparedBatch bindFault(PreparedBatch batch, PendingResult each, CallResult.Fault fault) {
        return batch.bind("callId", each.call.callId())
                .bind("startedAt", each.startedAt)
                .bind("httpStatus", fault.httpStatus().orElse(null))
                .bind("errorCode", fault.code().orElse(null))
                .bind("errorMessage", StorableText.ofMessage(fault.message()))
                .bind("docUrl", fault.docUrl().orElse(null))
                .bind("traceId", fault.traceId().orElse(null));
    }
}
