package dev.linqroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.ChatRowTypes.ChatRow;
import dev.linqroutes.ledger.ChatRowTypes.EventGroup;
import dev.linqroutes.ledger.ChatState.Fact;
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
public final class Chats {
    private static final Logger LOG = LoggerFactory.getLogger(Chats.class);
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    /** A chat that is new may be about to get its members by another event, and its group by the answer to the create. */
    private static final Duration SETTLES = Duration.ofSeconds(5);

    /** Longer than a read takes. */
    private static final Duration BEING_READ = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;
    private final Topics topics;
    private final WorkSignal relay;
    private final QuestionClaims<String> claims = new QuestionClaims<>(BEING_READ);

    /** @param relay raised when there is a group to tell of */
    public Chats(Database database, Topics topics, Clock clock, WorkSignal relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.relay = relay;
    }

    /** A chat that a create has made. */
    record NewChat(String chatId, Optional<String> groupRef, Optional<String> line, ChatState state) {}

    /** What events and reads say of a chat. */
    record Seen(Optional<String> line, ChatState state) {
        Seen merge(Seen other) {
            return new Seen(line.or(other::line), state.merge(other.state));
        }
    }

    /**
     * Keeps what is told of chats, and tells of those that have changed.
     *
     * @param seen by chat id
     * @param groups what is known of the chats' groups
     */
    void keep(Handle handle, Map<String, Seen> seen, Map<String, EventGroup> groups, Instant now) {
        if (seen.isEmpty()) {
            return;
        }
        // One lock order for everybody.
        List<String> chatIds = seen.keySet().stream().sorted().toList();
        Map<String, ChatRow> known = rows(handle, "chats", chatIds);
        List<String> changed = chatIds.stream()
                .filter(chatId -> changes(known.get(chatId), seen.get(chatId)))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        insert(
                handle,
                changed.stream().filter(chatId -> !known.containsKey(chatId)).toList(),
                now);
        write(handle, lock(handle, changed), seen, groups);
    }

    private static Map<String, ChatRow> lock(Handle handle, List<String> chatIds) {
        Map<String, ChatRow> locked = rows(handle, "lock-chats", chatIds);
        if (locked.size() < chatIds.size()) {
            // Retention has deleted one that was there a moment ago.
            throw new LedgerTransaction.Overtaken();
        }
        return locked;
    }

    private static boolean changes(ChatRow row, Seen seen) {
        return row == null
                || (row.line() == null && seen.line().isPresent())
                || !state(row).merge(seen.state()).equals(state(row));
    }

    /** Those that are there stay as they are. */
    private static void insert(Handle handle, Collection<String> chatIds, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("insert-chat"));
        chatIds.forEach(chatId ->
                insert.bind("chatId", chatId).bind("lookAt", now.plus(SETTLES)).add());
        LedgerTransaction.execute(insert);
    }

    private void write(
            Handle handle, Map<String, ChatRow> locked, Map<String, Seen> seen, Map<String, EventGroup> groups) {
        Instant now = clock.instant();
        PreparedBatch update = handle.prepareBatch(Database.sql("update-chat"));
        List<OutboxRecord> records = new ArrayList<>();
        locked.forEach((chatId, row) -> {
            Seen told = seen.get(chatId);
            ChatState before = state(row);
            ChatState after = before.merge(told.state());
            Optional<String> line =
                    Optional.ofNullable(row.line()).or(told::line).or(after::line);
            Optional<String> groupRef = Optional.ofNullable(groups.get(chatId)).map(EventGroup::groupRef);
            boolean settled = after.whole() && (groupRef.isPresent() || row.publishedAs() != null);
            String key = groupRef.orElse(chatId);
            boolean tell = (settled || (row.lookAt() == null && row.publishedAs() != null))
                    && !(after.equals(before) && key.equals(row.publishedAs()));
            if (tell) {
                records.addAll(records(chatId, groupRef, line, after, row.publishedAs()));
            }
            update.bind("chatId", chatId)
                    .bind("line", line.orElse(null))
                    .bind("state", after.json())
                    .bind("lookAt", settled ? null : row.lookAt())
                    .bind("publishedAs", tell ? key : row.publishedAs())
                    .bind("left", after.isLeft())
                    .bind("now", now)
                    .add();
        });
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }

    static ChatState state(ChatRow row) {
        if (row.state() == null) {
            return ChatState.UNKNOWN;
        }
        try {
            return ChatState.read(row.state());
        } catch (RuntimeException e) {
            // What is told next is kept in its place; an event must not wait for it.
            LOG.error("what was known of chat {} cannot be read, and is forgotten: {}", row.chatId(), e.toString());
            return ChatState.UNKNOWN;
        }
    }

    private static Map<String, ChatRow> rows(Handle handle, String statement, Collection<String> chatIds) {
        return handle
                .createQuery(Database.sql(statement))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatRow.class)
                .stream()
                .collect(Collectors.toMap(ChatRow::chatId, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    /** A create has made these: if an event has told of one already, it is told under its group's name from now on. */
    void created(Handle handle, List<NewChat> created, Instant now) {
        if (created.isEmpty()) {
            return;
        }
        Map<String, Seen> seen = new HashMap<>();
        Map<String, EventGroup> groups = new HashMap<>();
        for (NewChat chat : created) {
            seen.put(chat.chatId(), new Seen(chat.line(), chat.state()));
            chat.groupRef()
                    .ifPresent(groupRef -> groups.put(chat.chatId(), new EventGroup(chat.chatId(), groupRef, null)));
        }
        List<String> chatIds = seen.keySet().stream().sorted().toList();
        insert(handle, chatIds, now);
        write(handle, lock(handle, chatIds), seen, groups);
    }

    /**
     * The chats that Linq has to be asked for, because nothing has told their members: each once. Chats of which all is
     * known are told of without asking.
     *
     * @param most at most so many
     * @throws LedgerException when the database is away
     */
    public List<String> toRead(int most) {
        List<String> toRead = LedgerTransaction.run(database, 3, "find chats to read", handle -> toRead(handle, most));
        relay.raise();
        return toRead;
    }

    private List<String> toRead(Handle handle, int most) {
        Instant now = clock.instant();
        List<ChatRow> due = handle.createQuery(Database.sql("chats-to-look-at"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(ChatRow.class)
                .list();
        List<String> unknown = new ArrayList<>();
        List<ChatRow> known = new ArrayList<>();
        for (ChatRow row : due) {
            if (state(row).whole()) {
                known.add(row);
            } else {
                unknown.add(row.chatId());
            }
        }
        publish(handle, known);
        if (!unknown.isEmpty()) {
            Instant end = claims.end(now);
            handle.createUpdate(Database.sql("look-at-chats-again"))
                    .bindArray("chatIds", String.class, unknown)
                    .bind("lookAt", end)
                    .execute();
            handle.afterCommit(() -> claims.claimed(unknown, end));
        }
        return unknown;
    }

    /**
     * Claims one of the chats {@link #toRead} anew, now that Linq is about to be asked for it. False when it is not this
     * process's to ask for any more: its claim has run out and another process has it, or events have told all meanwhile.
     *
     * @throws LedgerException when the database is away
     */
    public boolean beginRead(String chatId) {
        return claims.take(chatId)
                .map(end -> LedgerTransaction.run(
                        database, 3, "begin to read a chat", handle -> handle.createUpdate(Database.sql("begin-read"))
                                .bind("chatId", chatId)
                                .bind("claimedUntil", end)
                                .bind("until", claims.end(clock.instant()))
                                .execute()))
                .filter(begun -> begun == 1)
                .isPresent();
    }

    /** Tells of chats as they are known, and asks no more for them. */
    private void publish(Handle handle, List<ChatRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Map<String, EventGroup> groups =
                ChatGroups.find(handle, rows.stream().map(ChatRow::chatId).toList());
        Instant now = clock.instant();
        PreparedBatch update = handle.prepareBatch(Database.sql("update-chat"));
        List<OutboxRecord> records = new ArrayList<>();
        for (ChatRow row : rows) {
            Optional<String> groupRef =
                    Optional.ofNullable(groups.get(row.chatId())).map(EventGroup::groupRef);
            records.addAll(
                    records(row.chatId(), groupRef, Optional.ofNullable(row.line()), state(row), row.publishedAs()));
            update.bind("chatId", row.chatId())
                    .bind("line", row.line())
                    .bind("state", row.state())
                    .bind("lookAt", (Instant) null)
                    .bind("publishedAs", groupRef.orElse(row.chatId()))
                    .bind("left", state(row).isLeft())
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
    public boolean shown(@Body Map<String, Object> shown) {
        String chatId = String.valueOf(shown.get("id"));
        Instant now = clock.instant();
        ChatState state = ChatReader.chat(Json.MAPPER.valueToTree(shown), Instant.EPOCH);
        boolean named = state.name().flatMap(Fact::value).isPresent();
        boolean gone = state.members().values().stream().anyMatch(member -> !member.isActive());
        if (!state.whole()) {
            return false;
        }
        LedgerTransaction.run(database, 3, "keep a chat", handle -> {
            if (named) {
                MemberSets.recordNamed(handle, chatId, now);
            } else if (gone) {
                MemberSets.recordMemberLeft(handle, chatId);
            }
            keep(handle, Map.of(chatId, new Seen(state.line(), state)), ChatGroups.find(handle, List.of(chatId)), now);
            return null;
        });
        relay.raise();
        return named || gone;
    }

    /**
     * Linq says when it may be asked for the chat again, if it still has to be.
     *
     * @throws LedgerException when the database is away
     */
    public void readLater(String chatId, Duration wait) {
        LedgerTransaction.run(
                database, 3, "read a chat later", handle -> handle.createUpdate(Database.sql("read-chat-later"))
                        .bind("chatId", chatId)
                        .bind("lookAt", clock.instant().plus(wait))
                        .execute());
    }

    /** Linq was asked for the chat: it is told of as it is known, and not asked for again. */
    public void lookedAt(String chatId) {
        LedgerTransaction.run(database, 3, "keep a chat", handle -> {
            publish(
                    handle,
                    rows(handle, "lock-chats", List.of(chatId)).values().stream()
                            .filter(row -> row.lookAt() != null)
                            .toList());
            return null;
        });
        relay.raise();
    }

    private List<OutboxRecord> records(
            String chatId, Optional<String> groupRef, Optional<String> line, ChatState state, String publishedAs) {
        String key = groupRef.orElse(chatId);
        List<OutboxRecord> records = new ArrayList<>();
        if (publishedAs != null && !publishedAs.equals(key)) {
            records.add(tombstone(topics, publishedAs));
        }
        records.add(OutboxRecord.keyed(topics.groups(), key, Json.bytes(json(chatId, groupRef, line, state)), HEADERS));
        return records;
    }

    /** Says that a key is no longer used. */
    static OutboxRecord tombstone(Topics topics, String publishedAs) {
        return new OutboxRecord(
                topics.groups(), Optional.of(publishedAs.getBytes(StandardCharsets.UTF_8)), null, Map.of());
    }

    private JsonNode json(String chatId, Optional<String> groupRef, Optional<String> line, ChatState state) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("chat_id", chatId);
        groupRef.ifPresent(ref -> json.put("group_ref", ref));
        line.ifPresent(known -> json.put("line", known));
        json.put("display_name", state.name().flatMap(Fact::value).orElse(null));
        json.put("group_chat_icon", state.icon().flatMap(Fact::value).orElse(null));
        json.put("service", state.service().flatMap(Fact::value).orElse(null));
        json.put("is_group", state.group().orElse(null));
        json.put("left", state.isLeft());
        json.put("members_known", state.whole());
        ArrayNode members = json.putArray("members");
        new TreeMap<>(state.members())
                .values().stream().filter(member -> !member.me()).forEach(member -> members.addObject()
                        .put("handle", member.handle())
                        .put("status", member.status())
                        .put("service", member.service().orElse(null))
                        .put("joined_at", member.joinedAt().orElse(null))
                        .put("left_at", member.leftAt().orElse(null)));
        json.put("updated_at", state.updatedAt().orElseGet(clock::instant).toString());
        return json;
    }
}
