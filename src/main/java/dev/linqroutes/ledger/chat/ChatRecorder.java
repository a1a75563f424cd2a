package dev.linqroutes.ledger.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.nio.charset.StandardCharsets;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the chats look like, as events and reads tell it, and the record of each on the topic of groups: under the group's
 * name, or under the chat's id where the chat was made elsewhere.
 */
public final class ChatRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(ChatRecorder.class);
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    /** A chat that is new may be about to get its members by another event, and its group by the answer to the create. */
    private static final Duration SETTLING_TIME = Duration.ofSeconds(5);

    /** Longer than a read takes. */
    private static final Duration READ_CLAIM_TIME = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;
    private final OutboxTopics topics;
    private final Wakeup relayWakeup;
    private final ClaimDeadlines<String> claims = new ClaimDeadlines<>(READ_CLAIM_TIME);

    /** @param relay raised when there is a group to tell of */
    public ChatRecorder(Database database, OutboxTopics topics, Clock clock, Wakeup relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.relayWakeup = relay;
    }

    /** A chat that a create has made. */
    public record CreatedChat(String chatId, Optional<String> groupRef, Optional<String> line, ChatState state) {}

    /** What events and reads say of a chat. */
    public record Observation(Optional<String> line, ChatState state) {
        public Observation merge(Observation other) {
            return new Observation(line.or(other::line), state.merge(other.state));
        }
    }

    /**
     * Keeps what is told of chats, and tells of those that have changed.
     *
     * @param seen by chat id
     * @param groups what is known of the chats' groups
     */
    public void recordObservations(
            Handle handle, Map<String, Observation> seen, Map<String, GroupOfChat> groups, Instant now) {
        if (seen.isEmpty()) {
            return;
        }
        // One lock order for everybody.
        List<String> chatIds = seen.keySet().stream().sorted().toList();
        Map<String, ChatRow> known = selectRows(handle, "chat/find-chats", chatIds);
        List<String> changed = chatIds.stream()
                .filter(chatId -> isChange(known.get(chatId), seen.get(chatId)))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        insert(
                handle,
                changed.stream().filter(chatId -> !known.containsKey(chatId)).toList(),
                now);
        updateAndPublish(handle, lockRows(handle, changed), seen, groups);
    }

    private static Map<String, ChatRow> lockRows(Handle handle, List<String> chatIds) {
        Map<String, ChatRow> locked = selectRows(handle, "chat/lock-chats", chatIds);
        if (locked.size() < chatIds.size()) {
            // Retention has deleted one that was there a moment ago.
            throw new LedgerTransaction.Conflict();
        }
        return locked;
    }

    private static boolean isChange(ChatRow row, Observation seen) {
        return row == null
                || (row.line() == null && seen.line().isPresent())
                || !readState(row).merge(seen.state()).equals(readState(row));
    }

    /** Those that are there stay as they are. */
    private static void insert(Handle handle, Collection<String> chatIds, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("chat/insert-chat"));
        chatIds.forEach(chatId -> insert.bind("chatId", chatId)
                .bind("lookAt", now.plus(SETTLING_TIME))
                .add());
        LedgerTransaction.execute(insert);
    }

    private void updateAndPublish(
            Handle handle,
            Map<String, ChatRow> locked,
            Map<String, Observation> seen,
            Map<String, GroupOfChat> groups) {
        Instant now = clock.instant();
        PreparedBatch update = handle.prepareBatch(Database.sql("chat/update-chat"));
        List<OutboxRecord> records = new ArrayList<>();
        locked.forEach((chatId, row) -> {
            Observation told = seen.get(chatId);
            ChatState before = readState(row);
            ChatState after = before.merge(told.state());
            Optional<String> line =
                    Optional.ofNullable(row.line()).or(told::line).or(after::line);
            Optional<String> groupRef = Optional.ofNullable(groups.get(chatId)).map(GroupOfChat::groupRef);
            boolean settled = after.membersKnown() && (groupRef.isPresent() || row.publishedAs() != null);
            String key = groupRef.orElse(chatId);
            boolean tell = (settled || (row.lookAt() == null && row.publishedAs() != null))
                    && !(after.equals(before) && key.equals(row.publishedAs()));
            if (tell) {
                records.addAll(records(chatId, groupRef, line, after, row.publishedAs()));
            }
            update.bind("chatId", chatId)
                    .bind("line", line.orElse(null))
                    .bind("state", after.toJson())
                    .bind("lookAt", settled ? null : row.lookAt())
                    .bind("publishedAs", tell ? key : row.publishedAs())
                    .bind("left", after.hasLineLeft())
                    .bind("now", now)
                    .add();
        });
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }

    public static ChatState readState(ChatRow row) {
        if (row.state() == null) {
            return ChatState.UNKNOWN;
        }
        try {
            return ChatState.fromJson(row.state());
        } catch (RuntimeException e) {
            // What is told next is kept in its place; an event must not wait for it.
            LOG.error("what was known of chat {} cannot be read, and is forgotten: {}", row.chatId(), e.toString());
            return ChatState.UNKNOWN;
        }
    }

    private static Map<String, ChatRow> selectRows(Handle handle, String statement, Collection<String> chatIds) {
        return handle
                .createQuery(Database.sql(statement))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatRow.class)
                .stream()
                .collect(Collectors.toMap(ChatRow::chatId, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    /** A create has made these: if an event has told of one already, it is told under its group's name from now on. */
    public void recordCreated(Handle handle, List<CreatedChat> created, Instant now) {
        if (created.isEmpty()) {
            return;
        }
        Map<String, Observation> seen = new HashMap<>();
        Map<String, GroupOfChat> groups = new HashMap<>();
        for (CreatedChat chat : created) {
            seen.put(chat.chatId(), new Observation(chat.line(), chat.state()));
            chat.groupRef()
                    .ifPresent(groupRef -> groups.put(chat.chatId(), new GroupOfChat(chat.chatId(), groupRef, null)));
        }
        List<String> chatIds = seen.keySet().stream().sorted().toList();
        insert(handle, chatIds, now);
        updateAndPublish(handle, lockRows(handle, chatIds), seen, groups);
    }

    /**
     * The chats that Linq has to be asked for, because nothing has told their members: each once. Chats of which all is
     * known are told of without asking.
     *
     * @param most at most so many
     * @throws LedgerException when the database is away
     */
    public List<String> claimUnknown(int most) {
        List<String> toRead =
                LedgerTransaction.run(database, 3, "find chats to read", handle -> claimUnknown(handle, most));
        relayWakeup.signal();
        return toRead;
    }

    private List<String> claimUnknown(Handle handle, int most) {
        Instant now = clock.instant();
        List<ChatRow> due = handle.createQuery(Database.sql("chat/lock-due-chats"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(ChatRow.class)
                .list();
        List<String> unknown = new ArrayList<>();
        List<ChatRow> known = new ArrayList<>();
        for (ChatRow row : due) {
            if (readState(row).membersKnown()) {
                known.add(row);
            } else {
                unknown.add(row.chatId());
            }
        }
        publish(handle, known);
        if (!unknown.isEmpty()) {
            Instant end = claims.deadlineAfter(now);
            handle.createUpdate(Database.sql("chat/claim-chats"))
                    .bindArray("chatIds", String.class, unknown)
                    .bind("lookAt", end)
                    .execute();
            handle.afterCommit(() -> claims.record(unknown, end));
        }
        return unknown;
    }

    /**
     * Claims one of the chats {@link #claimUnknown} anew, now that Linq is about to be asked for it. False when it is not this
     * process's to ask for any more: its claim has run out and another process has it, or events have told all meanwhile.
     *
     * @throws LedgerException when the database is away
     */
    public boolean renewClaim(String chatId) {
        return claims.take(chatId)
                .map(end -> LedgerTransaction.run(database, 3, "begin to read a chat", handle -> handle.createUpdate(
                                Database.sql("chat/renew-chat-claim"))
                        .bind("chatId", chatId)
                        .bind("claimedUntil", end)
                        .bind("until", claims.deadlineAfter(clock.instant()))
                        .execute()))
                .filter(begun -> begun == 1)
                .isPresent();
    }

    /** Tells of chats as they are known, and asks no more for them. */
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
            Optional<String> groupRef =
                    Optional.ofNullable(groups.get(row.chatId())).map(GroupOfChat::groupRef);
            records.addAll(records(
                    row.chatId(), groupRef, Optional.ofNullable(row.line()), readState(row), row.publishedAs()));
            update.bind("chatId", row.chatId())
                    .bind("line", row.line())
                    .bind("state", row.state())
                    .bind("lookAt", (Instant) null)
                    .bind("publishedAs", groupRef.orElse(row.chatId()))
                    .bind("left", readState(row).hasLineLeft())
                    .bind("now", now)
                    .add();
        }
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }

    /**
     * Keeps what Linq showed of a chat. If the chat has a name, whichever, or if somebody has left it, the next create for
     * the same members may go: Linq does not put it into this chat any more (reference 2.2, rule 4).
     *
     * @param shown a chat as Linq shows it
     * @return whether that is so
     * @throws LedgerException when the database is away
     */
    public boolean recordChat(@Body Map<String, Object> shown) {
        String chatId = String.valueOf(shown.get("id"));
        Instant now = clock.instant();
        ChatState state = ChatReader.readChat(LedgerJson.MAPPER.valueToTree(shown), Instant.EPOCH);
        boolean named = state.name().flatMap(TimedValue::value).isPresent();
        boolean gone = state.members().values().stream().anyMatch(member -> !member.isActive());
        if (!state.membersKnown()) {
            return false;
        }
        LedgerTransaction.run(database, 3, "keep a chat", handle -> {
            if (named) {
                MemberSets.recordNamed(handle, chatId, now);
            } else if (gone) {
                MemberSets.recordMemberLeft(handle, chatId);
            }
            recordObservations(
                    handle,
                    Map.of(chatId, new Observation(state.line(), state)),
                    ChatGroups.find(handle, List.of(chatId)),
                    now);
            return null;
        });
        relayWakeup.signal();
        return named || gone;
    }

    /**
     * Linq says when it may be asked for the chat again, if it still has to be.
     *
     * @throws LedgerException when the database is away
     */
    public void deferRead(String chatId, Duration wait) {
        LedgerTransaction.run(
                database, 3, "read a chat later", handle -> handle.createUpdate(Database.sql("chat/defer-chat-read"))
                        .bind("chatId", chatId)
                        .bind("lookAt", clock.instant().plus(wait))
                        .execute());
    }

    /** Linq was asked for the chat: it is told of as it is known, and not asked for again. */
    public void finishRead(String chatId) {
        LedgerTransaction.run(database, 3, "keep a chat", handle -> {
            publish(
                    handle,
                    selectRows(handle, "chat/lock-chats", List.of(chatId)).values().stream()
                            .filter(row -> row.lookAt() != null)
                            .toList());
            return null;
        });
        relayWakeup.signal();
    }

    private List<OutboxRecord> records(
            String chatId, Optional<String> groupRef, Optional<String> line, ChatState state, String publishedAs) {
        String key = groupRef.orElse(chatId);
        List<OutboxRecord> records = new ArrayList<>();
        if (publishedAs != null && !publishedAs.equals(key)) {
            records.add(tombstone(topics, publishedAs));
        }
        records.add(OutboxRecord.withKey(
                topics.groups(), key, LedgerJson.bytes(toJson(chatId, groupRef, line, state)), HEADERS));
        return records;
    }

    /** Says that a key is no longer used. */
    public static OutboxRecord tombstone(OutboxTopics topics, String publishedAs) {
        return new OutboxRecord(
                topics.groups(), Optional.of(publishedAs.getBytes(StandardCharsets.UTF_8)), null, Map.of());
    }

    private JsonNode toJson(String chatId, Optional<String> groupRef, Optional<String> line, ChatState state) {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        json.put("chat_id", chatId);
        groupRef.ifPresent(ref -> json.put("group_ref", ref));
        line.ifPresent(known -> json.put("line", known));
        json.put("display_name", state.name().flatMap(TimedValue::value).orElse(null));
        json.put("group_chat_icon", state.icon().flatMap(TimedValue::value).orElse(null));
        json.put("service", state.service().flatMap(TimedValue::value).orElse(null));
        json.put("is_group", state.isGroup().orElse(null));
        json.put("left", state.hasLineLeft());
        json.put("members_known", state.membersKnown());
        ArrayNode members = json.putArray("members");
        new TreeMap<>(state.members())
                .values().stream().filter(member -> !member.isLine()).forEach(member -> members.addObject()
                        .put("handle", member.handle())
                        .put("status", member.status())
                        .put("service", member.service().orElse(null))
                        .put("joined_at", member.joinedAt().orElse(null))
                        .put("left_at", member.leftAt().orElse(null)));
        json.put("updated_at", state.updatedAt().orElseGet(clock::instant).toString());
        return json;
    }
}
