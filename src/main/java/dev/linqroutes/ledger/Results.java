package dev.linqroutes.ledger;

import dev.linqroutes.ledger.CallResult.Again.Reason;
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
public final class Results {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);

    private final Database database;
    private final Mailboxes mailboxes;
    private final Clock clock;
    private final Lines lines;
    private final Settlement settlement;
    private final Chats chats;
    private final WorkSignal relay;
    private final GroupCommit<Recorded> recorded;

    private record Recorded(Mailbox mailbox, Call call, CallResult result, Instant startedAt, boolean last) {
        boolean isChat() {
            return call.kind() == CallKind.CREATE_CHAT && result instanceof CallResult.Accepted;
        }

        /** The group and its chat. */
        Chats.NewChat newChat() {
            CallResult.Accepted answer = (CallResult.Accepted) result;
            return new Chats.NewChat(answer.chatId().orElseThrow(), mailbox.groupRef(), mailbox.line(), answer.chat());
        }

        Recorded unlessIn(StrayCreates strays, Handle handle) {
            if (!isChat()) {
                return this;
            }
            Instant sentAt = call.failingSince().orElse(startedAt);
            return strays.fault(mailbox, call, (CallResult.Accepted) result, sentAt)
                    .map(fault -> {
                        handle.afterCommit(() -> strayed(fault));
                        return new Recorded(mailbox, call, new CallResult.Failed(fault), startedAt, last);
                    })
                    .orElse(this);
        }

        private void strayed(CallResult.Fault fault) {
            LOG.warn("{} failed: {}", call.name(), fault.message());
            mailbox.strayed(call);
        }

        /** The mailbox of the bare chat that the create got, if commands have named it by its id. */
        Optional<MailboxMerge.Pair> merge(StrayCreates strays) {
            return isChat()
                    ? strays.bareMailbox(newChat().chatId())
                            .map(merged -> new MailboxMerge.Pair(merged, mailbox.name()))
                    : Optional.empty();
        }

        Mailboxes.Return returned(boolean merges, Instant now) {
            boolean sent = call.kind().isMessage() && result.mayHaveReachedLinq();
            return new Mailboxes.Return(
                    mailbox,
                    !last && !merges,
                    mailbox.recentlySent(now).stream().filter(any -> sent).reduce((earlier, later) -> later));
        }
    }

    /** @param relay raised when there is an outcome to relay */
    public Results(
            Database database,
            Mailboxes mailboxes,
            Clock clock,
            Lines lines,
            Settlement settlement,
            Chats chats,
            WorkSignal relay) {
        this.database = database;
        this.mailboxes = mailboxes;
        this.lines = lines;
        this.settlement = settlement;
        this.chats = chats;
        this.relay = relay;
        this.clock = clock;
        this.recorded = new GroupCommit<>(database, "record results", this::record);
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
            @Variable("started") Instant startedAt) {
        Instant now = clock.instant();
        if (mailbox.apply(result, now) && result instanceof CallResult.Failed failed) {
            LOG.warn(
                    "{} failed after {} attempts: {}",
                    call.name(),
                    call.attempts() + 1,
                    failed.fault().message());
        }
        boolean last = !mailbox.hasNext(now);
        return recorded.submit(new Recorded(mailbox, call, result, startedAt, last))
                .thenRun(() -> {
                    relay.raise();
                    if (last) {
                        mailboxes.released(mailbox);
                    }
                })
                .exceptionallyCompose(error -> instead(mailbox, call, startedAt, error));
    }

    /**
     * A result that the database does not take: the call has failed, and its mailbox is given back. Linq would only be asked
     * the same again.
     */
    private CompletionStage<Void> instead(Mailbox mailbox, Call call, Instant startedAt, Throwable error) {
        Throwable reason = error instanceof CompletionException ? error.getCause() : error;
        if (!(reason instanceof LedgerRefusal || reason instanceof LedgerFault)) {
            return CompletableFuture.failedFuture(reason);
        }
        CallResult unrecorded = new CallResult.Failed(CallResult.Fault.noAnswer(
                "it may have reached Linq, but what Linq answered could not be recorded; the log tells why"));
        return recorded.submit(new Recorded(mailbox, call, unrecorded, startedAt, true))
                .thenRun(() -> {
                    LOG.error("{} failed: {}", call.name(), reason.getMessage());
                    relay.raise();
                    mailboxes.released(mailbox);
                });
    }

    /**
     * Records that a call without an idempotency key is about to be made, so that nobody makes it twice: neither another
     * instance, nor this one after a crash.
     *
     * @throws CallInDoubt when it was begun before and what became of it is not known
     */
    public void begin(@Variable("mailbox") Mailbox mailbox) {
        Call call = mailbox.next();
        int begun = LedgerTransaction.run(
                database, 3, "begin a call", handle -> handle.createUpdate(Database.sql("begin-call"))
                        .bind("callId", call.callId())
                        .execute());
        if (begun == 0) {
            throw new CallInDoubt();
        }
    }

    private void record(Handle handle, List<Recorded> batch) {
        Instant now = clock.instant();
        StrayCreates strays = StrayCreates.among(
                handle,
                batch.stream()
                        .filter(Recorded::isChat)
                        .collect(Collectors.toMap(each -> each.call.callId(), each -> each.newChat()
                                .chatId())));
        List<Recorded> told = batch.stream()
                // One lock order for everybody.
                .sorted(Comparator.comparing(each -> each.mailbox.name()))
                .map(each -> each.unlessIn(strays, handle))
                .collect(Collectors.toCollection(ArrayList::new));
        Map<Recorded, MailboxMerge.Pair> merges = new IdentityHashMap<>();
        told.forEach(each -> each.merge(strays).ifPresent(pair -> merges.put(each, pair)));
        if (!merges.isEmpty()) {
            MailboxMerge.lock(
                    handle,
                    Stream.concat(
                                    told.stream().map(each -> each.mailbox.name()),
                                    merges.values().stream().map(MailboxMerge.Pair::merged))
                            .toList());
        }
        Set<Mailbox> lost = mailboxes.update(
                handle,
                told.stream()
                        .map(each -> each.returned(merges.containsKey(each), now))
                        .toList());
        // Where another worker has the mailbox: that Linq took a call is true all the same, the rest is for that one to
        // say. So is whose chat it is where that makes one mailbox of two.
        told.removeIf(each -> lost.contains(each.mailbox)
                && (merges.containsKey(each) || !(each.result instanceof CallResult.Accepted)));
        merges.keySet().retainAll(told);
        record(handle, told, merges.values(), now);
        stopAfterCommit(handle, merges);
    }

    /** The worker of the group leaves the rest to whoever gets the whole mailbox; that of the bare chat is told at once. */
    private void stopAfterCommit(Handle handle, Map<Recorded, MailboxMerge.Pair> merges) {
        if (!merges.isEmpty()) {
            List<Mailbox> given =
                    merges.keySet().stream().map(Recorded::mailbox).toList();
            List<String> merged =
                    merges.values().stream().map(MailboxMerge.Pair::merged).toList();
            handle.afterCommit(() -> {
                given.forEach(mailboxes::released);
                mailboxes.merged(merged);
            });
        }
    }

    private void record(Handle handle, List<Recorded> batch, Collection<MailboxMerge.Pair> merges, Instant now) {
        PreparedBatch accepted = handle.prepareBatch(Database.sql("record-accepted"));
        PreparedBatch again = handle.prepareBatch(Database.sql("record-again"));
        PreparedBatch failed = handle.prepareBatch(Database.sql("record-failed"));
        PreparedBatch cancelled = handle.prepareBatch(Database.sql("cancel-rest"));
        List<Recorded> created = new ArrayList<>();
        PreparedBatch notCreated = handle.prepareBatch(Database.sql("group-failed"));
        PreparedBatch renamed = handle.prepareBatch(Database.sql("group-renamed"));
        PreparedBatch releases = handle.prepareBatch(Database.sql("release-member-set"));
        List<String> maybeSettled = new ArrayList<>();
        List<Recorded> taken = new ArrayList<>();
        for (Recorded each : batch) {
            boolean create = each.call.kind() == CallKind.CREATE_CHAT;
            if (each.result instanceof CallResult.Accepted answer) {
                accepted.bind("callId", each.call.callId())
                        .bind(
                                "status",
                                each.call.kind().isDoneWhenAccepted() && settlement.confirms()
                                        ? "confirmed"
                                        : "accepted")
                        .bind(
                                "confirmAt",
                                settlement.confirmAt(each.call.kind(), now).orElse(null))
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
                if (each.call.setsName()) {
                    renamed.bind("chatId", each.mailbox.chatId().orElseThrow())
                            .bind("sentAt", each.startedAt)
                            .add();
                }
                taken.add(each);
                maybeSettled.add(each.call.commandId());
            } else if (each.result instanceof CallResult.Again answer) {
                bindFault(again, each, answer.fault())
                        .bind("counted", answer.counted() ? 1 : 0)
                        .bind("maybeDone", answer.reason() == Reason.MAYBE_DONE)
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
                taken.isEmpty() ? Map.of() : messages(taken, LedgerTransaction.countsOfOne(accepted));
        for (PreparedBatch statement : List.of(again, failed, cancelled, notCreated)) {
            LedgerTransaction.execute(statement);
        }
        merges.forEach(pair -> MailboxMerge.merge(handle, pair, now));
        enterChats(handle, created);
        for (PreparedBatch statement : List.of(renamed, releases)) {
            LedgerTransaction.execute(statement);
        }
        settlement.settle(handle, maybeSettled, now);
        chats.created(
                handle,
                taken.stream().filter(Recorded::isChat).map(Recorded::newChat).toList(),
                now);
        lines.count(handle, messages, now);
    }

    /** How many messages each line has sent. A call that was recorded before is not counted again. */
    private static Map<String, Integer> messages(List<Recorded> taken, int[] recordedNow) {
        Map<String, Integer> messages = new HashMap<>();
        for (int i = 0; i < recordedNow.length; i++) {
            Recorded each = taken.get(i);
            if (recordedNow[i] == 1 && each.call.kind().isMessage()) {
                each.mailbox.line().ifPresent(line -> messages.merge(line, 1, Integer::sum));
            }
        }
        return messages;
    }

    /**
     * Says which chats the creates have made.
     *
     * @throws LedgerTransaction.Overtaken when one of the chats has got a mailbox by another transaction just now
     */
    private static void enterChats(Handle handle, List<Recorded> creates) {
        PreparedBatch created = handle.prepareBatch(Database.sql("group-created"));
        creates.stream()
                // One order for everybody, as in GroupBook.
                .sorted(Comparator.comparing(each -> each.newChat().chatId()))
                .forEach(each -> created.bind("mailbox", each.mailbox.name())
                        .bind("chatId", each.newChat().chatId())
                        .add());
        LedgerTransaction.executeUnlessTaken(created);
    }

    private static PreparedBatch bindFault(PreparedBatch batch, Recorded each, CallResult.Fault fault) {
        return batch.bind("callId", each.call.callId())
                .bind("startedAt", each.startedAt)
                .bind("httpStatus", fault.httpStatus().orElse(null))
                .bind("errorCode", fault.code().orElse(null))
                .bind("errorMessage", StorableText.message(fault.message()))
                .bind("docUrl", fault.docUrl().orElse(null))
                .bind("traceId", fault.traceId().orElse(null));
    }
}
