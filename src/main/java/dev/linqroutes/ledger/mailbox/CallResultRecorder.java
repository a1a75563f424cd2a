package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.GroupCommit;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.trace.CommandTracer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the results of calls. The same transaction puts the outcome into the outbox when the call was the last of its
 * command, and releases the mailbox when its next call cannot be made at once.
 */
public final class CallResultRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(CallResultRecorder.class);

    private final Database database;
    private final LeasedMailboxes mailboxes;
    private final Clock clock;
    private final CallResultWriter writer;
    private final Wakeup relayWakeup;
    private final CommandTracer tracer;
    private final GroupCommit<PendingResult> pending;
    private final Map<CallResult.Retry.Reason, LongAdder> retries = Arrays.stream(CallResult.Retry.Reason.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), reason -> new LongAdder()));

    /** @param relayWakeup raised when there may be an outcome to relay */
    public CallResultRecorder(
            Database database,
            LeasedMailboxes mailboxes,
            Clock clock,
            LineQuota lineQuota,
            NewConversations newConversations,
            LineStates lineStates,
            CommandCompletion commandCompletion,
            ChatRecorder chats,
            Wakeup relayWakeup,
            CommandTracer tracer) {
        this.database = database;
        this.mailboxes = mailboxes;
        this.clock = clock;
        this.writer = new CallResultWriter(
                lineQuota, new NewConversationRecorder(newConversations), lineStates, commandCompletion, chats);
        this.relayWakeup = relayWakeup;
        this.tracer = tracer;
        this.pending = new GroupCommit<>(database, "record results", this::recordBatch);
    }

    /**
     * Records the result of a call and advances the mailbox. Completes when that is committed, so that no thread waits for it;
     * fails with a {@link LedgerException} when the database is unavailable, and may then be repeated.
     *
     * @param startedAt when the call was sent
     */
    public CompletionStage<Void> record(
            @Variable("mailbox") Mailbox mailbox,
            @Variable("call") Call call,
            @Body CallResult result,
            @Variable("startedAt") Instant startedAt) {
        Instant now = clock.instant();
        if (mailbox.applyResult(result, now)) {
            report(call, result);
            if (tracer.isOn()) {
                tracer.recordCall(call.labels(), CallAttempts.describe(call, result, startedAt, now));
            }
        }
        mailbox.takeTimeOfNextMessage(now);
        boolean last = !mailbox.hasNextCall(now);
        return pending.submit(new PendingResult(mailbox, call, result, startedAt, last))
                .thenRun(() -> {
                    mailbox.endCall();
                    relayWakeup.signal();
                    if (last) {
                        mailboxes.dropHeld(mailbox);
                    }
                })
                .exceptionallyCompose(error -> recordUnrecordable(mailbox, call, startedAt, error));
    }

    private void report(Call call, CallResult result) {
        if (result instanceof CallResult.Failed failed) {
            call.labels()
                    .on(LOG.atWarn())
                    .log(
                            "{} failed after {} attempts: {}",
                            call.describe(),
                            call.attempts() + 1,
                            failed.fault().message());
        } else if (result instanceof CallResult.Retry retry) {
            retries.get(retry.reason()).increment();
        }
    }

    /** How many attempts of calls are followed by another one for this reason. */
    public long retryCount(CallResult.Retry.Reason reason) {
        return retries.get(reason).sum();
    }

    /**
     * Fails a call whose result the database rejects, and releases its mailbox: repeating the call would only lead to the same
     * result.
     */
    private CompletionStage<Void> recordUnrecordable(Mailbox mailbox, Call call, Instant startedAt, Throwable error) {
        Throwable reason = error instanceof CompletionException ? error.getCause() : error;
        if (!(reason instanceof LedgerDataRefused || reason instanceof LedgerFault)) {
            return CompletableFuture.failedFuture(reason);
        }
        CallResult unrecorded = new CallResult.Failed(CallResult.Fault.withoutResponse(
                "the call may have reached Linq, but its result could not be recorded; see the log for the error"));
        return pending.submit(new PendingResult(mailbox, call, unrecorded, startedAt, true))
                .thenRun(() -> {
                    call.labels()
                            .on(LOG.atError())
                            .log(
                                    "{} failed: its result could not be recorded: {}",
                                    call.describe(),
                                    reason.getMessage());
                    mailbox.endCall();
                    relayWakeup.signal();
                    mailboxes.dropHeld(mailbox);
                });
    }

    /**
     * Records that a call without an idempotency key is about to be sent, so that neither another instance nor this one after
     * a crash sends it a second time.
     *
     * @throws CallInDoubt when it was started before and its result is unknown
     */
    public void recordStart(@Variable("mailbox") Mailbox mailbox) {
        Call call = mailbox.nextCall();
        int started = LedgerTransaction.run(database, 3, "record the start of a call", handle -> handle.createUpdate(
                        Database.sql("mailbox/mark-call-started"))
                .bind("callId", call.callId())
                .execute());
        if (started == 0) {
            throw new CallInDoubt();
        }
    }

    private void recordBatch(Handle handle, List<PendingResult> batch) {
        Instant now = clock.instant();
        ChatReuseDetector detector = ChatReuseDetector.load(
                handle,
                batch.stream()
                        .filter(PendingResult::hasCreatedChat)
                        .collect(Collectors.toMap(each -> each.call().callId(), each -> each.createdChat()
                                .chatId())));
        List<PendingResult> results = batch.stream()
                // A consistent lock order prevents deadlocks.
                .sorted(Comparator.comparing(each -> each.mailbox().name()))
                .map(each -> each.failIfReused(detector, handle))
                .collect(Collectors.toCollection(ArrayList::new));
        Map<PendingResult, MailboxMerger.Merge> merges = new IdentityHashMap<>();
        results.forEach(each -> each.merge(detector).ifPresent(merge -> merges.put(each, merge)));
        if (!merges.isEmpty()) {
            MailboxLocks.insertMissingAndLock(
                    handle,
                    Stream.concat(
                                    results.stream().map(each -> each.mailbox().name()),
                                    merges.values().stream().map(MailboxMerger.Merge::source))
                            .toList());
        }
        Set<Mailbox> lost = mailboxes.updateLeases(
                handle,
                results.stream()
                        .map(each -> each.leaseUpdate(merges.containsKey(each), now))
                        .toList());
        // When another worker has the mailbox by now, only an acceptance by Linq is recorded: it remains true. All
        // other
        // results, and a merge, are left to that worker.
        results.removeIf(each -> lost.contains(each.mailbox())
                && (merges.containsKey(each) || !(each.result() instanceof CallResult.Accepted)));
        merges.keySet().retainAll(results);
        writer.write(handle, results, merges.values(), now);
        stopMergedAfterCommit(handle, merges);
    }

    /** Releases the merged mailboxes for their next claim, and stops the workers of the chats at once. */
    private void stopMergedAfterCommit(Handle handle, Map<PendingResult, MailboxMerger.Merge> merges) {
        if (!merges.isEmpty()) {
            List<Mailbox> targets =
                    merges.keySet().stream().map(PendingResult::mailbox).toList();
            List<String> sources =
                    merges.values().stream().map(MailboxMerger.Merge::source).toList();
            handle.afterCommit(() -> {
                targets.forEach(mailboxes::dropHeld);
                mailboxes.stopMerged(sources);
            });
        }
    }
}
