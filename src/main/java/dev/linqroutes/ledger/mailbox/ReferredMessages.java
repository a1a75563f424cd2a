package dev.linqroutes.ledger.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ClaimedGroup;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.LargeCall;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.Reference;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ReferredCall;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ReferredEvent;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.MessageReference.OfCommand;
import dev.linqroutes.ledger.model.MessageReference.OfEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Finds Linq's ids of the messages that waiting calls refer to by a command or an event. What a call refers to was sent before it,
 * because the calls of a group are made in order; if it was not, the call can never be made. A message whose id is missing in Linq's
 * answer is waited for.
 */
final class ReferredMessages {
    /** Others cannot be a segment of a path. */
    private static final Predicate<String> USABLE_ID =
            Pattern.compile("[A-Za-z0-9_-]{1,64}").asMatchPredicate();

    private static final String RECEIVED = "message.received";

    private static final ReferredMessages NONE = new ReferredMessages(Map.of(), List.of());

    private final Map<Long, Found> byCall;

    /** Calls of which it is not recorded yet what they are about. */
    private final List<Long> open;

    private ReferredMessages(Map<Long, Found> byCall, List<Long> open) {
        this.byCall = byCall;
        this.open = open;
    }

    /**
     * Linq's id, or why there is none.
     *
     * @param idWait for an event that may tell the id; empty if none can
     */
    private record Found(Optional<String> messageId, String problem, Optional<CallWait> idWait) {
        static Found id(String messageId) {
            return new Found(Optional.of(messageId), "", Optional.empty());
        }

        static Found none(MessageReference reference, String problem) {
            return new Found(Optional.empty(), "refers to " + reference.describe() + ", " + problem, Optional.empty());
        }

        Found waiting(Optional<CallWait> forId) {
            return new Found(messageId, problem, forId);
        }
    }

    /** Reads nothing unless one of the calls refers to a message. */
    static ReferredMessages find(Handle handle, Map<String, ClaimedGroup> groups, DueCalls due, Duration timeout) {
        Map<Long, WaitingCall> referring = due.all()
                .filter(WaitingCall::refers)
                .collect(Collectors.toMap(WaitingCall::callId, Function.identity()));
        return referring.isEmpty() ? NONE : new Lookup(handle, groups, referring, timeout).find();
    }

    /** Of the mailboxes whose next call refers to a message that Linq has accepted without telling its id, while an event may tell it. */
    Map<String, CallWait> findWaits(DueCalls due, Instant now) {
        Map<String, CallWait> waits = new HashMap<>();
        if (!byCall.isEmpty()) {
            due.next().forEach(call -> Optional.ofNullable(byCall.get(call.callId()))
                    .flatMap(Found::idWait)
                    .filter(wait -> wait.until().filter(now::isBefore).isPresent())
                    .ifPresent(wait -> waits.put(call.mailbox(), wait)));
        }
        return waits;
    }

    /** Puts the ids that are known into the calls, and records them, so that each attempt of a call is about the same message. */
    void prepare(Handle handle, DueCalls due) {
        if (byCall.isEmpty()) {
            return;
        }
        due.replace(this::knownCalls);
        PreparedBatch batch = handle.prepareBatch(Database.sql("mailbox/record-referred-message"));
        open.forEach(callId -> byCall.get(callId).messageId().ifPresent(id -> batch.bind("callId", callId)
                .bind("messageId", id)
                .add()));
        LedgerTransaction.execute(batch);
    }

    /** The calls up to the first one whose message is not known yet: it is looked for again once those before it are done. */
    private List<WaitingCall> knownCalls(List<WaitingCall> calls) {
        List<WaitingCall> known = new ArrayList<>(calls.size());
        for (WaitingCall call : calls) {
            if (!known.isEmpty() && call.refers() && messageId(call).isEmpty()) {
                known.add(known.remove(known.size() - 1).followed());
                return known;
            }
            known.add(messageId(call).map(call::withReferredMessage).orElse(call));
        }
        return known;
    }

    /** Linq's id of the message that the call refers to; empty if it refers to none, or it is not known. */
    private Optional<String> messageId(WaitingCall call) {
        return Optional.ofNullable(byCall.get(call.callId())).flatMap(Found::messageId);
    }

    /** Why a call that is next cannot be made. */
    Optional<String> problem(WaitingCall call) {
        return Optional.ofNullable(byCall.get(call.callId()))
                .filter(found -> found.messageId.isEmpty())
                .map(Found::problem);
    }

    private static final class Lookup {
        private final Handle handle;
        private final Map<String, ClaimedGroup> groups;
        private final Map<Long, WaitingCall> referring;
        private final Duration timeout;
        private final Map<String, ReferredEvent> events = new HashMap<>();
        private final Map<String, Map<Integer, ReferredCall>> calls = new HashMap<>();
        private final Map<Long, String> bodies = new HashMap<>();
        private Map<String, String> refusals = Map.of();

        /** @param timeout how long after Linq has accepted a message its id is waited for, if the answer did not have it */
        Lookup(Handle handle, Map<String, ClaimedGroup> groups, Map<Long, WaitingCall> referring, Duration timeout) {
            this.handle = handle;
            this.groups = groups;
            this.referring = referring;
            this.timeout = timeout;
        }

        ReferredMessages find() {
            List<Reference> references = handle.createQuery(Database.sql("mailbox/find-references"))
                    .bindArray("callIds", Long.class, referring.keySet())
                    .mapTo(Reference.class)
                    .list();
            List<Reference> open = references.stream()
                    .filter(each -> each.referredMessageId().isEmpty())
                    .toList();
            readEvents(open);
            readCalls(open);
            readBodies(open);
            Map<Long, Found> found = new HashMap<>();
            references.forEach(each -> found.put(
                    each.callId(), each.referredMessageId().map(Found::id).orElseGet(() -> find(each))));
            return new ReferredMessages(
                    found, open.stream().map(Reference::callId).toList());
        }

        private void readEvents(List<Reference> open) {
            List<String> ids = storedIds(open, OfEvent.class);
            if (!ids.isEmpty()) {
                handle.createQuery(Database.sql("mailbox/find-referred-events"))
                        .bindArray("eventIds", String.class, ids)
                        .mapTo(ReferredEvent.class)
                        .forEach(row -> events.put(row.eventId(), row));
            }
        }

        private void readCalls(List<Reference> open) {
            List<String> ids = storedIds(open, OfCommand.class);
            if (ids.isEmpty()) {
                return;
            }
            // The first call of each, too: every command has one.
            List<Integer> positions = Stream.concat(
                            Stream.of(1), open.stream().flatMap(each -> each.referredNumber().stream()))
                    .distinct()
                    .toList();
            handle.createQuery(Database.sql("mailbox/find-referred-calls"))
                    .bindArray("commandIds", String.class, ids)
                    .bindArray("positions", Integer.class, positions)
                    .mapTo(ReferredCall.class)
                    .forEach(row -> calls.computeIfAbsent(row.commandId(), any -> new HashMap<>())
                            .put(row.position(), row));
            refusals = RefusedCommands.find(
                    handle, ids.stream().filter(id -> !calls.containsKey(id)).toList());
        }

        /** To count the parts of messages of which another part than the first is referred to. */
        private void readBodies(List<Reference> open) {
            List<Long> callIds = open.stream()
                    .filter(each -> partIndex(each) > 0 && each.reference() instanceof OfCommand)
                    .flatMap(each -> referredCall((OfCommand) each.reference()).stream())
                    .map(ReferredCall::callId)
                    .distinct()
                    .toList();
            if (!callIds.isEmpty()) {
                handle.createQuery(Database.sql("mailbox/find-large-call-bodies"))
                        .bindArray("callIds", Long.class, callIds)
                        .mapTo(LargeCall.class)
                        .forEach(row -> bodies.put(row.callId(), row.body()));
            }
        }

        private static List<String> storedIds(
                Collection<Reference> references, Class<? extends MessageReference> kind) {
            return references.stream()
                    .map(Reference::reference)
                    .filter(kind::isInstance)
                    .flatMap(each -> each.storedIds().stream())
                    .distinct()
                    .toList();
        }

        private Found find(Reference reference) {
            ClaimedGroup group = groups.get(referring.get(reference.callId()).mailbox());
            return reference.reference() instanceof OfCommand ofCommand
                    ? find(reference, ofCommand, group)
                    : find(
                            (OfEvent) reference.reference(),
                            group,
                            referring.get(reference.callId()).kind());
        }

        private Found find(OfEvent reference, ClaimedGroup group, CallKind kind) {
            Optional<ReferredEvent> event = reference.storedIds().stream()
                    .map(events::get)
                    .filter(Objects::nonNull)
                    .findFirst();
            if (event.isEmpty()) {
                return Found.none(
                        reference,
                        "but the ledger has no such event: it was not received, or longer ago than"
                                + " linq.webhook.dedup-window");
            }
            if (event.get().messageId().isEmpty()) {
                return Found.none(
                        reference, "but an event of type " + event.get().eventType() + " has no message");
            }
            if (!event.get().chatId().equals(group.chatId())) {
                return Found.none(reference, "which is of another group");
            }
            // Linq's answer would be a conflict, which also stands for one that ends, and is retried.
            if (kind == CallKind.EDIT_MESSAGE && event.get().eventType().equals(RECEIVED)) {
                return Found.none(reference, "which somebody else has sent: only messages of the line can be edited");
            }
            return Found.id(event.get().messageId().get());
        }

        private Found find(Reference reference, OfCommand named, ClaimedGroup group) {
            Optional<ReferredCall> first = stored(named).map(byPosition -> byPosition.get(1));
            if (first.isEmpty()) {
                return Found.none(
                        named,
                        named.storedIds().stream()
                                .map(refusals::get)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .map(reason -> "which was refused " + reason)
                                .orElse("but the ledger has no such command: it was not received, or is older than"
                                        + " ledger.retention"));
            }
            if (!isOf(group, first.get().mailbox())) {
                return Found.none(named, "which is of another group");
            }
            Optional<ReferredCall> call =
                    referredCall(named).filter(each -> each.kind().isMessage());
            if (call.isEmpty()) {
                return Found.none(named, "but that command has no such message");
            }
            return call.get()
                    .describeProblem()
                    .or(() -> findContentProblem(reference, call.get()))
                    .map(problem -> Found.none(named, problem))
                    .orElseGet(() -> call.get()
                            .messageId()
                            .filter(USABLE_ID)
                            .map(Found::id)
                            .orElseGet(() -> withoutId(named, call.get())));
        }

        /** Linq's answer may have no id; then the event that the message was sent tells it. */
        private Found withoutId(OfCommand named, ReferredCall call) {
            return Found.none(
                            named,
                            "whose id Linq has told neither in its answer nor by an event: look the message up at Linq, and name it by"
                                    + " Linq's message_id in a new command")
                    .waiting(call.finishedAt()
                            .filter(any -> call.awaited())
                            .map(accepted -> new CallWait(
                                    "Linq's id of " + named.describe()
                                            + ", which an event may tell and without which the command fails",
                                    accepted,
                                    Optional.of(accepted.plus(timeout)))));
        }

        /** Finished calls keep the mailbox of their chat when it is merged into that of the group. */
        private static boolean isOf(ClaimedGroup group, String mailbox) {
            return mailbox.equals(group.mailbox())
                    || group.chatId().map(MailboxNames::ofChat).equals(Optional.of(mailbox));
        }

        private Optional<Map<Integer, ReferredCall>> stored(OfCommand reference) {
            return reference.storedIds().stream()
                    .map(calls::get)
                    .filter(Objects::nonNull)
                    .findFirst();
        }

        private Optional<ReferredCall> referredCall(OfCommand reference) {
            return stored(reference).map(byPosition -> byPosition.get(reference.number()));
        }

        private Optional<String> findContentProblem(Reference reference, ReferredCall call) {
            CallKind kind = referring.get(reference.callId()).kind();
            if (kind == CallKind.ADD_POLL_OPTIONS && call.kind() != CallKind.SEND_POLL) {
                return Optional.of("which is no poll");
            }
            boolean edits = kind == CallKind.EDIT_MESSAGE;
            if (edits && call.kind() == CallKind.SEND_POLL) {
                return Optional.of("which is a poll and has no text");
            }
            if (edits && call.kind() == CallKind.SEND_VOICE_MEMO) {
                return Optional.of("which is a voice memo and has no text");
            }
            int part = partIndex(reference);
            int parts = Optional.ofNullable(bodies.get(call.callId()))
                    .filter(body -> !body.equals(ErasedContent.BODY))
                    .map(body -> LedgerJson.read(body).at("/message/parts").size())
                    .orElse(0);
            return parts > 0 && part >= parts
                    ? Optional.of("which has " + parts + (parts == 1 ? " part" : " parts") + ": there is no part_index "
                            + part)
                    : Optional.empty();
        }

        private int partIndex(Reference reference) {
            String written = referring.get(reference.callId()).body().orElseThrow();
            JsonNode body = LedgerJson.read(written.isEmpty() ? "{}" : written);
            return body.path("part_index")
                    .asInt(body.at("/message/reply_to/part_index").asInt(0));
        }
    }
}
