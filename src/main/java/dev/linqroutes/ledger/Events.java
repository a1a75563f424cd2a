package dev.linqroutes.ledger;

import dev.linqroutes.ledger.RowTypes.EventCommand;
import dev.linqroutes.ledger.RowTypes.EventGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores events once each, and puts them into the outbox with the names their command and group have here. */
public final class Events {
    private static final String SOMEBODY_LEFT = "participant.removed";
    private static final String RECEIVED = "message.received";
    private static final String NOT_NAMED = "chat.group_name_update_failed";

    private final Topics topics;
    private final Clock clock;
    private final Lines lines;
    private final WorkSignal relay;
    private final GroupCommit<NewEvent> stored;
    private final LongAdder duplicates = new LongAdder();

    /** @param relay raised when there is an event to relay */
    public Events(Database database, Topics topics, Clock clock, Lines lines, WorkSignal relay) {
        this.lines = lines;
        this.relay = relay;
        this.topics = topics;
        this.clock = clock;
        this.stored = new GroupCommit<>(database, "store events", this::store);
    }

    /**
     * Returns when the event is in the ledger. One that was there before changes nothing.
     *
     * @throws LedgerException when the database is away
     */
    public void store(NewEvent event) {
        stored.commit(event);
        relay.raise();
    }

    /** Done when the event is in the ledger; fails with a {@link LedgerException} when it could not be stored. */
    public CompletionStage<Void> submit(NewEvent event) {
        return stored.submit(event).thenRun(relay::raise);
    }

    /** How long the event has waited that has waited longest and is not in the ledger yet. */
    public Duration longestWait() {
        return stored.longestWait();
    }

    /** How many were in the ledger already. */
    public long duplicates() {
        return duplicates.sum();
    }

    private void store(Handle handle, List<NewEvent> batch) {
        Instant now = clock.instant();
        List<NewEvent> fresh = insert(handle, batch, now);
        duplicates.add(batch.size() - fresh.size());
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, EventCommand> commands = commands(handle, fresh);
        Map<String, String> groupRefs = groupRefs(handle, fresh);
        List<OutboxRecord> records = new ArrayList<>(fresh.size());
        for (NewEvent event : fresh) {
            Map<String, String> headers = new LinkedHashMap<>(event.headers());
            Optional<EventCommand> command = event.idempotencyKey()
                    .map(commands::get)
                    .or(() -> event.messageId().map(commands::get));
            command.ifPresent(known -> headers.put("linq-command-id", known.commandId()));
            command.map(EventCommand::groupRef)
                    .or(() -> event.chatId().map(groupRefs::get))
                    .ifPresent(groupRef -> headers.put("linq-group-ref", groupRef));
            String key = event.chatId().orElse(event.eventId());
            records.add(OutboxRecord.keyed(topics.events(), key, event.body(), headers));
        }
        OutboxRecord.insert(handle, records);
        confirmNames(handle, fresh, now);
        keepLines(handle, fresh);
        lines.count(handle, received(fresh), now);
    }

    /** Of a chat made elsewhere only events tell the line. */
    private static void keepLines(Handle handle, List<NewEvent> events) {
        Map<String, String> known = new TreeMap<>();
        for (NewEvent event : events) {
            if (event.chatId().isPresent() && event.line().isPresent()) {
                known.put(event.chatId().get(), event.line().get());
            }
        }
        PreparedBatch insert = handle.prepareBatch(Database.sql("insert-chat-line"));
        known.forEach((chatId, line) ->
                insert.bind("chatId", chatId).bind("line", line).add());
        LedgerTransaction.execute(insert);
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
        int[] inserted = insert.execute();
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
                .mapTo(EventCommand.class)
                .forEach(row -> {
                    if (row.messageId() != null) {
                        commands.put(row.messageId(), row);
                    }
                    if (row.idempotencyKey() != null) {
                        commands.put(row.idempotencyKey(), row);
                    }
                });
        return commands;
    }

    private static Map<String, String> groupRefs(Handle handle, List<NewEvent> events) {
        Map<String, String> groupRefs = new HashMap<>();
        handle.createQuery(Database.sql("event-groups"))
                .bindArray("chatIds", String.class, present(events, NewEvent::chatId))
                .mapTo(EventGroup.class)
                .forEach(row -> groupRefs.putIfAbsent(row.chatId(), row.groupRef()));
        return groupRefs;
    }

    private static List<String> present(List<NewEvent> events, Function<NewEvent, Optional<String>> value) {
        return events.stream().map(value).flatMap(Optional::stream).distinct().toList();
    }

    private static void confirmNames(Handle handle, List<NewEvent> events, Instant now) {
        for (NewEvent event : events) {
            if (event.groupName().isPresent() && event.chatId().isPresent()) {
                confirmName(handle, event.chatId().get(), now);
            } else if (event.eventType().equals(SOMEBODY_LEFT) && event.chatId().isPresent()) {
                releaseMembers(handle, event.chatId().get());
            } else if (event.eventType().equals(NOT_NAMED) && event.chatId().isPresent()) {
                handle.createUpdate(Database.sql("group-not-named"))
                        .bind("chatId", event.chatId().get())
                        .bind("now", now)
                        .execute();
            }
        }
    }

    /** Linq puts nobody into a group whose members are no longer the same, or that the line itself has left. */
    static void releaseMembers(Handle handle, String chatId) {
        handle.createUpdate(Database.sql("release-left-member-set"))
                .bind("chatId", chatId)
                .execute();
    }

    /** A group that has a name, whichever, frees its members for another group (reference 2.2, rule 4). */
    static void confirmName(Handle handle, String chatId, Instant now) {
        int named = handle.createUpdate(Database.sql("group-named"))
                .bind("chatId", chatId)
                .bind("now", now)
                .execute();
        if (named > 0) {
            handle.createUpdate(Database.sql("release-named-member-set"))
                    .bind("chatId", chatId)
                    .execute();
        }
    }
}
