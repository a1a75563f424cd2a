package dev.linqroutes.ledger;

import dev.linqroutes.ledger.ChatRowTypes.EventGroup;
import dev.linqroutes.ledger.ConfirmationRowTypes.EventCommand;
import dev.linqroutes.ledger.Signal.Kind;
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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Stores events once each, puts them into the outbox with the names their command and group have here, and keeps what they
 * say about calls and chats.
 */
public final class Events {
    private static final String SOMEBODY_LEFT = "participant.removed";
    private static final String RECEIVED = "message.received";

    private final Database database;
    private final Topics topics;
    private final Clock clock;
    private final Lines lines;
    private final Chats chats;
    private final boolean keepsSignals;
    private final WorkSignal relay;
    private final WorkSignal signals;
    private final GroupCommit<NewEvent> stored;
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder optOuts = new LongAdder();

    /**
     * @param keepsSignals whether what events say about calls is kept
     * @param relay raised when there is an event to relay
     * @param signals raised when there is something about calls
     */
    public Events(
            Database database,
            Topics topics,
            Clock clock,
            Lines lines,
            Chats chats,
            boolean keepsSignals,
            WorkSignal relay,
            WorkSignal signals) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.lines = lines;
        this.chats = chats;
        this.keepsSignals = keepsSignals;
        this.relay = relay;
        this.signals = signals;
        this.stored = new GroupCommit<>(database, "store events", this::store);
    }

    /**
     * Done when the event is in the ledger; one that was there before changes nothing. Fails with a {@link LedgerException}
     * when it could not be stored.
     */
    public CompletionStage<Void> store(NewEvent event) {
        return stored.submit(event).thenRun(() -> {
            relay.raise();
            signals.raise();
        });
    }

    /** How long the event has waited that has waited longest and is not in the ledger yet. */
    public Duration longestWait() {
        return stored.longestWait();
    }

    /** How many told of a member of a group who wants no more messages. */
    public long optOuts() {
        return optOuts.sum();
    }

    /** How many were in the ledger already. */
    public long duplicates() {
        return duplicates.sum();
    }

    private void store(Handle handle, List<NewEvent> batch) {
        Instant now = clock.instant();
        List<NewEvent> fresh = insert(handle, batch, now);
        if (!fresh.isEmpty()) {
            keep(handle, fresh, now);
        }
        handle.afterCommit(() -> {
            duplicates.add(batch.size() - fresh.size());
            optOuts.add(fresh.stream().filter(NewEvent::optsOut).count());
        });
    }

    private void keep(Handle handle, List<NewEvent> fresh, Instant now) {
        Map<String, EventCommand> commands = commands(handle, fresh);
        Map<String, EventGroup> groups = ChatGroups.find(handle, present(fresh, NewEvent::chatId));
        List<OutboxRecord> records = new ArrayList<>(fresh.size());
        List<NewEvent> telling = new ArrayList<>();
        for (NewEvent event : fresh) {
            Optional<EventCommand> command =
                    ids(event).map(commands::get).flatMap(Stream::ofNullable).findFirst();
            Optional<EventGroup> group = event.chatId().map(groups::get);
            Map<String, String> headers = new LinkedHashMap<>(event.headers());
            command.ifPresent(known -> headers.put("linq-command-id", known.commandId()));
            command.map(EventCommand::groupRef)
                    .or(() -> group.map(EventGroup::groupRef))
                    .ifPresent(groupRef -> headers.put("linq-group-ref", groupRef));
            command.map(EventCommand::batchId)
                    .or(() -> group.map(EventGroup::batchId))
                    .ifPresent(batchId -> headers.put("linq-batch-id", batchId));
            String key = event.chatId().orElse(event.eventId());
            records.add(OutboxRecord.keyed(topics.events(), key, event.body(), headers));
            if (command.isPresent() || group.isPresent() || mayBeOurs(event)) {
                telling.add(event);
            }
        }
        OutboxRecord.insert(handle, records);
        if (keepsSignals) {
            insertSignals(handle, telling, now);
        }
        confirmNames(handle, fresh, now);
        chats.keep(handle, seen(fresh), groups, now);
        lines.count(handle, received(fresh), now);
    }

    /** A failure may come before the answer that tells its ids, and without the chat. */
    private static boolean mayBeOurs(NewEvent event) {
        return event.signal().filter(signal -> signal.kind() == Kind.NOT_SENT).isPresent();
    }

    /** By which a call is recognised, the surest first. */
    private static Stream<String> ids(NewEvent event) {
        return Stream.of(event.idempotencyKey(), event.messageId(), event.traceId())
                .flatMap(Optional::stream);
    }

    private static void insertSignals(Handle handle, List<NewEvent> events, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("insert-signal"));
        for (NewEvent event : events) {
            event.signal().ifPresent(signal -> insert.bind("kind", signal.kind())
                    .bind("content", signal.content().orElse(null))
                    .bind("chatId", event.chatId().orElse(null))
                    .bind("idempotencyKey", event.idempotencyKey().orElse(null))
                    .bind("messageId", event.messageId().orElse(null))
                    .bind("traceId", event.traceId().orElse(null))
                    .bind("errorCode", signal.errorCode().orElse(null))
                    .bind(
                            "errorMessage",
                            signal.error().map(StorableText::message).orElse(null))
                    .bind("now", now)
                    .add());
        }
        LedgerTransaction.execute(insert);
    }

    private static Map<String, Chats.Seen> seen(List<NewEvent> events) {
        Map<String, Chats.Seen> seen = new HashMap<>();
        for (NewEvent event : events) {
            event.chatId()
                    .ifPresent(chatId ->
                            seen.merge(chatId, new Chats.Seen(event.line(), event.chat()), Chats.Seen::merge));
        }
        return seen;
    }

    /** What a line receives counts as much as what it sends (reference 1.4). */
    private static Map<String, Integer> received(List<NewEvent> events) {
        Map<String, Integer> messages = new HashMap<>();
        for (NewEvent event : events) {
            if (event.eventType().equals(RECEIVED)) {
                event.line().ifPresent(line -> messages.merge(line, 1, Integer::sum));
            }
        }
        return messages;
    }

    private static List<NewEvent> insert(Handle handle, List<NewEvent> batch, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("insert-event"));
        for (NewEvent event : batch) {
            insert.bind("eventId", event.eventId())
                    .bind("eventType", event.eventType())
                    .bind("chatId", event.chatId().orElse(null))
                    .bind("now", now)
                    .add();
        }
        int[] inserted = LedgerTransaction.countsOfOne(insert);
        List<NewEvent> fresh = new ArrayList<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] == 1) {
                fresh.add(batch.get(i));
            }
        }
        return fresh;
    }

    private static Map<String, EventCommand> commands(Handle handle, List<NewEvent> events) {
        Map<String, EventCommand> commands = new HashMap<>();
        handle.createQuery(Database.sql("event-commands"))
                .bindArray("idempotencyKeys", String.class, present(events, NewEvent::idempotencyKey))
                .bindArray("messageIds", String.class, present(events, NewEvent::messageId))
                .bindArray("traceIds", String.class, present(events, NewEvent::traceId))
                .mapTo(EventCommand.class)
                .forEach(row -> Stream.of(row.idempotencyKey(), row.messageId(), row.traceId())
                        .flatMap(Stream::ofNullable)
                        .forEach(id -> commands.put(id, row)));
        return commands;
    }

    private static List<String> present(List<NewEvent> events, Function<NewEvent, Optional<String>> value) {
        return events.stream().map(value).flatMap(Optional::stream).distinct().toList();
    }

    private static void confirmNames(Handle handle, List<NewEvent> events, Instant now) {
        for (NewEvent event : events) {
            Optional<Kind> told = event.signal().map(Signal::kind);
            if (event.chatId().isEmpty()) {
                continue;
            }
            String chatId = event.chatId().get();
            if (told.equals(Optional.of(Kind.NAMED))
                    && event.signal().get().content().isPresent()) {
                MemberSets.recordNamed(handle, chatId, now);
            } else if (event.eventType().equals(SOMEBODY_LEFT)) {
                MemberSets.recordMemberLeft(handle, chatId);
            } else if (told.equals(Optional.of(Kind.NOT_NAMED))) {
                MemberSets.recordRenameFailed(handle, chatId, now);
            }
        }
    }
}
