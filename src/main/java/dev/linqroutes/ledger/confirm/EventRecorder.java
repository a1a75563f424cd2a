package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ChatGroups;
import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.EventCommand;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.GroupCommit;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollRecorder;
import dev.linqroutes.trace.TraceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Stores each event once, puts it into the outbox with the ids of its command and group as headers, and records what it reports
 * about calls and chats.
 */
public final class EventRecorder {
    private static final String PARTICIPANT_REMOVED = "participant.removed";
    private static final String MESSAGE_RECEIVED = "message.received";

    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final LineQuota lineQuota;
    private final LineStates lineStates;
    private final ChatRecorder chats;
    private final PollRecorder polls;
    private final boolean signalsEnabled;
    private final Predicate<String> isDropped;
    private final Wakeup relayWakeup;
    private final Wakeup signalWakeup;
    private final GroupCommit<VerifiedEvent> pending;
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder optOuts = new LongAdder();

    /**
     * @param signalsEnabled whether to store what events report about calls
     * @param isDropped whether events of a type are not published; what they report about calls and chats is recorded all the same
     * @param relayWakeup raised when there is an event to relay
     * @param signalWakeup raised when there may be a signal to match
     */
    public EventRecorder(
            Database database,
            OutboxTopics topics,
            Clock clock,
            LineQuota lineQuota,
            LineStates lineStates,
            ChatRecorder chats,
            PollRecorder polls,
            boolean signalsEnabled,
            Predicate<String> isDropped,
            Wakeup relayWakeup,
            Wakeup signalWakeup) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.lineQuota = lineQuota;
        this.lineStates = lineStates;
        this.chats = chats;
        this.polls = polls;
        this.signalsEnabled = signalsEnabled;
        this.isDropped = isDropped;
        this.relayWakeup = relayWakeup;
        this.signalWakeup = signalWakeup;
        this.pending = new GroupCommit<>(database, "store events", this::recordBatch);
    }

    /**
     * Stores an event; a duplicate changes nothing. Completes when that is committed; fails with a {@link LedgerException} when
     * it could not be stored.
     */
    public CompletionStage<Void> record(VerifiedEvent event) {
        return pending.submit(event).thenRun(() -> {
            relayWakeup.signal();
            signalWakeup.signal();
        });
    }

    /** Age of the oldest event that is not in the ledger yet. */
    public Duration longestWait() {
        return pending.longestWait();
    }

    /** Number of events in which a member of a group opted out of messages. */
    public long optOuts() {
        return optOuts.sum();
    }

    /** Number of events that were in the ledger already. */
    public long duplicates() {
        return duplicates.sum();
    }

    private void recordBatch(Handle handle, List<VerifiedEvent> batch) {
        Instant now = clock.instant();
        List<VerifiedEvent> fresh = insertNew(handle, batch, now);
        if (!fresh.isEmpty()) {
            recordNew(handle, fresh, now);
        }
        handle.afterCommit(() -> {
            duplicates.add(batch.size() - fresh.size());
            optOuts.add(fresh.stream().filter(VerifiedEvent::isOptOut).count());
        });
    }

    private void recordNew(Handle handle, List<VerifiedEvent> fresh, Instant now) {
        Map<String, EventCommand> commands = findCommands(handle, fresh);
        Map<String, GroupOfChat> groups = ChatGroups.find(handle, distinctPresent(fresh, VerifiedEvent::chatId));
        List<OutboxRecord> records = new ArrayList<>(fresh.size());
        List<VerifiedEvent> withSignals = new ArrayList<>();
        for (VerifiedEvent event : fresh) {
            Optional<EventCommand> command = callIds(event)
                    .map(commands::get)
                    .flatMap(Stream::ofNullable)
                    .findFirst();
            Optional<GroupOfChat> group = event.chatId().map(groups::get);
            Map<String, String> headers = new LinkedHashMap<>(event.headers());
            command.ifPresent(known -> headers.put("linq-command-id", known.commandId()));
            command.flatMap(EventCommand::groupRef)
                    .or(() -> group.flatMap(GroupOfChat::groupRef))
                    .ifPresent(groupRef -> headers.put("linq-group-ref", groupRef));
            command.flatMap(EventCommand::batchId)
                    .or(() -> group.flatMap(GroupOfChat::batchId))
                    .ifPresent(batchId -> headers.put("linq-batch-id", batchId));
            command.flatMap(EventCommand::traceContext)
                    .ifPresent(context -> headers.putAll(new TraceContext(context).headers()));
            if (!isDropped.test(event.eventType())) {
                String key = event.chatId().orElse(event.eventId());
                records.add(OutboxRecord.withKey(topics.events(), key, event.body(), headers));
            }
            if (command.isPresent() || group.isPresent() || mayConcernCall(event)) {
                withSignals.add(event);
            }
        }
        OutboxRecord.insert(handle, records);
        if (signalsEnabled) {
            insertSignals(handle, withSignals, now);
        }
        recordRenames(handle, fresh, now);
        chats.recordObservations(handle, observations(fresh), groups, now);
        polls.recordObservations(handle, observedPolls(fresh), groups, now);
        lineQuota.recordMessages(handle, countReceived(fresh), now);
        lineStates.record(
                handle,
                fresh.stream()
                        .flatMap(event -> LineStatusEvent.read(event, now).stream())
                        .toList());
    }

    /** A failure may arrive before the response with its ids, and without the chat. */
    private static boolean mayConcernCall(VerifiedEvent event) {
        return event.signal().filter(signal -> signal.kind() == Kind.NOT_SENT).isPresent();
    }

    /** The ids that identify a call, the most reliable first. */
    private static Stream<String> callIds(VerifiedEvent event) {
        return Stream.of(event.idempotencyKey(), event.messageId(), event.traceId())
                .flatMap(Optional::stream);
    }

    private static void insertSignals(Handle handle, List<VerifiedEvent> events, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("confirm/insert-signal"));
        for (VerifiedEvent event : events) {
            event.signal().ifPresent(signal -> insert.bind("kind", signal.kind())
                    .bind("content", signal.content().orElse(null))
                    .bind("chatId", event.chatId().orElse(null))
                    .bind("idempotencyKey", event.idempotencyKey().orElse(null))
                    .bind("messageId", event.messageId().orElse(null))
                    .bind("traceId", event.traceId().orElse(null))
                    .bind("errorCode", signal.errorCode().orElse(null))
                    .bind(
                            "errorMessage",
                            signal.error().map(StorableText::ofMessage).orElse(null))
                    .bind("now", now)
                    .add());
        }
        LedgerTransaction.execute(insert);
    }

    private static Map<String, ChatRecorder.Observation> observations(List<VerifiedEvent> events) {
        Map<String, ChatRecorder.Observation> observations = new HashMap<>();
        for (VerifiedEvent event : events) {
            event.chatId()
                    .ifPresent(chatId -> observations.merge(
                            chatId,
                            new ChatRecorder.Observation(event.line(), event.chat()),
                            ChatRecorder.Observation::merge));
        }
        return observations;
    }

    private static Map<String, PollRecorder.Observation> observedPolls(List<VerifiedEvent> events) {
        Map<String, PollRecorder.Observation> observations = new HashMap<>();
        for (VerifiedEvent event : events) {
            if (event.poll().isPresent() && event.messageId().isPresent()) {
                observations.merge(
                        event.messageId().get(),
                        new PollRecorder.Observation(
                                event.chatId(), event.poll().get()),
                        PollRecorder.Observation::merge);
            }
        }
        return observations;
    }

    /** Received messages count against the daily limit like sent ones (reference 1.4). */
    private static Map<String, Integer> countReceived(List<VerifiedEvent> events) {
        Map<String, Integer> messages = new HashMap<>();
        for (VerifiedEvent event : events) {
            if (event.eventType().equals(MESSAGE_RECEIVED)) {
                event.line().ifPresent(line -> messages.merge(line, 1, Integer::sum));
            }
        }
        return messages;
    }

    private static List<VerifiedEvent> insertNew(Handle handle, List<VerifiedEvent> batch, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("confirm/insert-event"));
        for (VerifiedEvent event : batch) {
            insert.bind("eventId", event.eventId())
                    .bind("eventType", event.eventType())
                    .bind("chatId", event.chatId().orElse(null))
                    .bind("messageId", event.messageId().orElse(null))
                    .bind("now", now)
                    .add();
        }
        int[] inserted = LedgerTransaction.executeCountingRows(insert);
        List<VerifiedEvent> fresh = new ArrayList<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] == 1) {
                fresh.add(batch.get(i));
            }
        }
        return fresh;
    }

    private static Map<String, EventCommand> findCommands(Handle handle, List<VerifiedEvent> events) {
        Map<String, EventCommand> commands = new HashMap<>();
        handle.createQuery(Database.sql("confirm/find-commands-of-events"))
                .bindArray("idempotencyKeys", String.class, distinctPresent(events, VerifiedEvent::idempotencyKey))
                .bindArray("messageIds", String.class, distinctPresent(events, VerifiedEvent::messageId))
                .bindArray("traceIds", String.class, distinctPresent(events, VerifiedEvent::traceId))
                .mapTo(EventCommand.class)
                .forEach(row -> Stream.of(row.idempotencyKey(), row.messageId(), row.traceId())
                        .flatMap(Optional::stream)
                        .forEach(id -> commands.put(id, row)));
        return commands;
    }

    private static List<String> distinctPresent(
            List<VerifiedEvent> events, Function<VerifiedEvent, Optional<String>> value) {
        return events.stream().map(value).flatMap(Optional::stream).distinct().toList();
    }

    private static void recordRenames(Handle handle, List<VerifiedEvent> events, Instant now) {
        for (VerifiedEvent event : events) {
            Optional<Kind> kind = event.signal().map(Signal::kind);
            if (event.chatId().isEmpty()) {
                continue;
            }
            String chatId = event.chatId().get();
            if (kind.equals(Optional.of(Kind.NAMED))
                    && event.signal().get().content().isPresent()) {
                MemberSets.recordNamed(handle, chatId, now);
            } else if (event.eventType().equals(PARTICIPANT_REMOVED)) {
                MemberSets.recordMemberLeft(handle, chatId);
            } else if (kind.equals(Optional.of(Kind.NOT_NAMED))) {
                MemberSets.recordRenameFailed(handle, chatId, now);
            }
        }
    }
}
