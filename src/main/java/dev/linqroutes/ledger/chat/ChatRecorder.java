package dev.linqroutes.ledger.chat;

import dev.linqroutes.ledger.chat.ChatRowTypes.ChatRow;
import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import dev.linqroutes.ledger.db.ClaimDeadlines;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Records the state of chats as events and reads show it, and publishes each on the topic of groups: under its {@code
 * group_ref}, or under the chat's id if the chat was created elsewhere.
 */
public final class ChatRecorder {
    /** Time in which the members of a new chat may arrive by another event, and its group by the response to the create. */
    private static final Duration SETTLING_TIME = Duration.ofSeconds(5);

    /** Longer than a read takes. */
    private static final Duration READ_CLAIM_TIME = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;
    private final ChatPublisher publisher;
    private final Wakeup relayWakeup;
    private final ClaimDeadlines<String> claims = new ClaimDeadlines<>(READ_CLAIM_TIME);

    /** @param relayWakeup raised when there may be a record to relay */
    public ChatRecorder(Database database, OutboxTopics topics, Clock clock, Wakeup relayWakeup) {
        this.database = database;
        this.publisher = new ChatPublisher(topics);
        this.clock = clock;
        this.relayWakeup = relayWakeup;
    }

    /** A chat that a create has made. */
    public record CreatedChat(String chatId, Optional<String> groupRef, Optional<String> line, ChatState state) {}

    /** What events and reads show of a chat. */
    public record Observation(Optional<String> line, ChatState state) {
        public Observation merge(Observation other) {
            return new Observation(line.or(other::line), state.merge(other.state));
        }
    }

    /**
     * Merges observations into the stored states, and publishes the chats that have changed.
     *
     * @param observations by chat id
     * @param groups the groups of these chats, by chat id, as far as they are known
     */
    public void recordObservations(
            Handle handle, Map<String, Observation> observations, Map<String, GroupOfChat> groups, Instant now) {
        if (observations.isEmpty()) {
            return;
        }
        // A consistent lock order prevents deadlocks.
        List<String> chatIds = observations.keySet().stream().sorted().toList();
        Map<String, ChatRow> known = selectRows(handle, "chat/find-chats", chatIds);
        List<String> changed = chatIds.stream()
                .filter(chatId -> isChange(Optional.ofNullable(known.get(chatId)), observations.get(chatId)))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        insertMissing(
                handle,
                changed.stream().filter(chatId -> !known.containsKey(chatId)).toList(),
                now);
        updateAndPublish(handle, lockRows(handle, changed), observations, groups);
    }

    private static Map<String, ChatRow> lockRows(Handle handle, List<String> chatIds) {
        Map<String, ChatRow> locked = selectRows(handle, "chat/lock-chats", chatIds);
        if (locked.size() < chatIds.size()) {
            // Retention has deleted one since it was read.
            throw new LedgerTransaction.Conflict();
        }
        return locked;
    }

    private static boolean isChange(Optional<ChatRow> row, Observation observation) {
        return row.isEmpty()
                || (row.get().line().isEmpty() && observation.line().isPresent())
                || !row.get()
                        .readState()
                        .merge(observation.state())
                        .equals(row.get().readState());
    }

    /** Existing rows stay unchanged. */
    private static void insertMissing(Handle handle, Collection<String> chatIds, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("chat/insert-chat"));
        chatIds.forEach(chatId -> insert.bind("chatId", chatId)
                .bind("lookAt", now.plus(SETTLING_TIME))
                .add());
        LedgerTransaction.execute(insert);
    }

    private void updateAndPublish(
            Handle handle,
            Map<String, ChatRow> locked,
            Map<String, Observation> observations,
            Map<String, GroupOfChat> groups) {
        Instant now = clock.instant();
        PreparedBatch update = handle.prepareBatch(Database.sql("chat/update-chat"));
        List<OutboxRecord> records = new ArrayList<>();
        locked.forEach((chatId, row) -> {
            Observation observation = observations.get(chatId);
            ChatState before = row.readState();
            ChatState after = before.merge(observation.state());
            Optional<String> line = row.line().or(observation::line).or(after::line);
            Optional<String> groupRef = Optional.ofNullable(groups.get(chatId)).flatMap(GroupOfChat::groupRef);
            Optional<String> key = Optional.of(groupRef.orElse(chatId));
            boolean published = row.publishedAs().isPresent();
            boolean settled = after.membersKnown() && (groupRef.isPresent() || published);
            boolean publish = (settled || (row.lookAt().isEmpty() && published))
                    && !(after.equals(before) && key.equals(row.publishedAs()));
            if (publish) {
                records.addAll(publisher.records(chatId, groupRef, line, after, row.publishedAs(), now));
            }
            addUpdate(
                    update,
                    new ChatRow(
                            chatId,
                            line,
                            Optional.of(after.toJson()),
                            row.lookAt().filter(at -> !settled),
                            publish ? key : row.publishedAs()),
                    after.hasLineLeft(),
                    now);
        });
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }

    private static void addUpdate(PreparedBatch update, ChatRow row, boolean left, Instant now) {
        update.bind("chatId", row.chatId())
                .bind("line", row.line().orElse(null))
                .bind("state", row.state().orElse(null))
                .bind("lookAt", row.lookAt().orElse(null))
                .bind("publishedAs", row.publishedAs().orElse(null))
                .bind("left", left)
                .bind("now", now)
                .add();
    }

    private static Map<String, ChatRow> selectRows(Handle handle, String statement, Collection<String> chatIds) {
        return handle
                .createQuery(Database.sql(statement))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatRow.class)
                .stream()
                .collect(Collectors.toMap(ChatRow::chatId, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    /** Those of the chats that are known to be direct chats, and no groups. */
    public static List<String> findDirectChats(Handle handle, Collection<String> chatIds) {
        return chatIds.isEmpty()
                ? List.of()
                : selectRows(handle, "chat/find-chats", chatIds).values().stream()
                        .filter(row -> row.readState().isGroup().equals(Optional.of(false)))
                        .map(ChatRow::chatId)
                        .toList();
    }

    /** Records chats that creates have made: one that was published under its id is published as its group from now on. */
    public void recordCreated(Handle handle, List<CreatedChat> created, Instant now) {
        if (created.isEmpty()) {
            return;
        }
        Map<String, Observation> observations = new HashMap<>();
        Map<String, GroupOfChat> groups = new HashMap<>();
        for (CreatedChat chat : created) {
            observations.put(chat.chatId(), new Observation(chat.line(), chat.state()));
            groups.put(chat.chatId(), new GroupOfChat(chat.chatId(), chat.groupRef(), Optional.empty()));
        }
        List<String> chatIds = observations.keySet().stream().sorted().toList();
        insertMissing(handle, chatIds, now);
        updateAndPublish(handle, lockRows(handle, chatIds), observations, groups);
    }

    /**
     * Claims chats whose members no event has shown, to read them from Linq. Publishes the due chats whose members are known.
     *
     * @param limit maximum number of both
     * @return ids of the chats to read
     * @throws LedgerException when the database is unavailable
     */
    public List<String> claimUnknown(int limit) {
        List<String> toRead =
                LedgerTransaction.run(database, 3, "find chats to read", handle -> claimUnknown(handle, limit));
        relayWakeup.signal();
        return toRead;
    }

    private List<String> claimUnknown(Handle handle, int limit) {
        Instant now = clock.instant();
        List<ChatRow> due = handle.createQuery(Database.sql("chat/lock-due-chats"))
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(ChatRow.class)
                .list();
        Map<Boolean, List<ChatRow>> byMembersKnown = due.stream()
                .collect(Collectors.partitioningBy(row -> row.readState().membersKnown()));
        publish(handle, byMembersKnown.get(true));
        List<String> unknown =
                byMembersKnown.get(false).stream().map(ChatRow::chatId).toList();
        if (!unknown.isEmpty()) {
            Instant deadline = claims.deadlineAfter(now);
            handle.createUpdate(Database.sql("chat/claim-chats"))
                    .bindArray("chatIds", String.class, unknown)
                    .bind("lookAt", deadline)
                    .execute();
            handle.afterCommit(() -> claims.record(unknown, deadline));
        }
        return unknown;
    }

    /**
     * Renews the claim on a chat just before it is read.
     *
     * @return false when the chat is not to be read: the claim has expired and another process has it, or events have shown the
     *     members in the meantime
     * @throws LedgerException when the database is unavailable
     */
    public boolean renewClaim(String chatId) {
        return claims.take(chatId)
                .map(deadline ->
                        LedgerTransaction.run(database, 3, "renew the claim on a chat", handle -> handle.createUpdate(
                                        Database.sql("chat/renew-chat-claim"))
                                .bind("chatId", chatId)
                                .bind("claimedUntil", deadline)
                                .bind("until", claims.deadlineAfter(clock.instant()))
                                .execute()))
                .filter(renewed -> renewed == 1)
                .isPresent();
    }

    /** Publishes chats as they are known, and ends their claims. */
    private void publish(Handle handle, List<ChatRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Map<String, GroupOfChat> groups =
                ChatGroups.find(handle, rows.stream().map(ChatRow::chatId).toList());
        Instant now = clock.instant();
        PreparedBatch update = handle.prepareBatch(Database.sql("chat/update-chat"));
        List<OutboxRecord> records = new ArrayList<>();
        for (ChatRow row : rows) {
            ChatState state = row.readState();
            Optional<String> groupRef =
                    Optional.ofNullable(groups.get(row.chatId())).flatMap(GroupOfChat::groupRef);
            records.addAll(publisher.records(row.chatId(), groupRef, row.line(), state, row.publishedAs(), now));
            Optional<String> key = Optional.of(groupRef.orElse(row.chatId()));
            addUpdate(
                    update,
                    new ChatRow(row.chatId(), row.line(), row.state(), Optional.empty(), key),
                    state.hasLineLeft(),
                    now);
        }
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }

    /**
     * Records a chat as Linq shows it. If it has a name, whichever, or if a member has left it, its member set is released:
     * Linq no longer returns this chat for a create with the same members (reference 2.2, rule 4).
     *
     * @param fields the chat as Linq shows it
     * @return whether the member set is free for the next create
     * @throws LedgerException when the database is unavailable
     */
    public boolean recordChat(@Body Map<String, Object> fields) {
        String chatId = String.valueOf(fields.get("id"));
        Instant now = clock.instant();
        ChatState state = ChatReader.readChat(LedgerJson.MAPPER.valueToTree(fields), Instant.EPOCH);
        boolean named = state.name().flatMap(TimedValue::value).isPresent();
        boolean memberLeft = state.members().values().stream().anyMatch(member -> !member.isActive());
        if (!state.membersKnown()) {
            return false;
        }
        LedgerTransaction.run(database, 3, "record a chat", handle -> {
            if (named) {
                MemberSets.recordNamed(handle, chatId, now);
            } else if (memberLeft) {
                MemberSets.recordMemberLeft(handle, chatId);
            }
            recordObservation(handle, chatId, new Observation(state.line(), state), now);
            return null;
        });
        relayWakeup.signal();
        return named || memberLeft;
    }

    /**
     * Records that the line has left a chat. Without its event nothing else may show it: Linq need not show a chat that the line has
     * left (reference 2.4).
     *
     * @throws LedgerException when the database is unavailable
     */
    public void recordLineLeft(String chatId) {
        Instant now = clock.instant();
        LedgerTransaction.run(database, 3, "record that the line has left a chat", handle -> {
            MemberSets.recordMemberLeft(handle, chatId);
            Optional.ofNullable(selectRows(handle, "chat/find-chats", List.of(chatId))
                            .get(chatId))
                    .flatMap(row -> row.readState().lineLeft(now).map(state -> new Observation(row.line(), state)))
                    .ifPresent(observation -> recordObservation(handle, chatId, observation, now));
            return null;
        });
        relayWakeup.signal();
    }

    private void recordObservation(Handle handle, String chatId, Observation observation, Instant now) {
        recordObservations(handle, Map.of(chatId, observation), ChatGroups.find(handle, List.of(chatId)), now);
    }

    /**
     * Defers the read of a chat, if it still has to be read, by the delay that Linq requested.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void deferRead(String chatId, Duration delay) {
        LedgerTransaction.run(database, 3, "defer the read of a chat", handle -> handle.createUpdate(
                        Database.sql("chat/defer-chat-read"))
                .bind("chatId", chatId)
                .bind("lookAt", clock.instant().plus(delay))
                .execute());
    }

    /** Publishes a chat as it is known after a read, whether its members are known or not; it is not read again. */
    public void finishRead(String chatId) {
        LedgerTransaction.run(database, 3, "record a chat", handle -> {
            publish(
                    handle,
                    selectRows(handle, "chat/lock-chats", List.of(chatId)).values().stream()
                            .filter(row -> row.lookAt().isPresent())
                            .toList());
            return null;
        });
        relayWakeup.signal();
    }
}
