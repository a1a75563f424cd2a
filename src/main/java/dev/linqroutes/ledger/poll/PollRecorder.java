package dev.linqroutes.ledger.poll;

import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollRowTypes.CommandOfPoll;
import dev.linqroutes.ledger.poll.PollRowTypes.PollRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Records the state of polls as events show it, and publishes each on the topic of polls when it has changed. */
public final class PollRecorder {
    private final OutboxTopics topics;
    private final PollReadSchedule schedule;

    /** @param schedule of reads from Linq, which show what lost events have not told */
    public PollRecorder(OutboxTopics topics, PollReadSchedule schedule) {
        this.topics = topics;
        this.schedule = schedule;
    }

    /** What events, or a read from Linq, show of a poll. */
    public record Observation(Optional<String> chatId, PollState state) {
        public Observation merge(Observation other) {
            return new Observation(chatId.or(other::chatId), state.merge(other.state));
        }
    }

    /**
     * Merges observations into the stored states, and publishes the polls that have changed.
     *
     * @param observations by message id
     * @param groups the groups of their chats, by chat id, as far as they are known
     */
    public void recordObservations(
            Handle handle, Map<String, Observation> observations, Map<String, GroupOfChat> groups, Instant now) {
        if (observations.isEmpty()) {
            return;
        }
        // A consistent lock order prevents deadlocks.
        List<String> messageIds = observations.keySet().stream().sorted().toList();
        PreparedBatch insert = handle.prepareBatch(Database.sql("poll/insert-poll"));
        messageIds.forEach(id -> insert.bind("messageId", id)
                .bind("now", now)
                .bind("readAt", schedule.firstAfter(now))
                .add());
        LedgerTransaction.execute(insert);
        List<PollRow> locked = handle.createQuery(Database.sql("poll/lock-polls"))
                .bindArray("messageIds", String.class, messageIds)
                .mapTo(PollRow.class)
                .list();
        if (locked.size() < messageIds.size()) {
            // Retention has deleted one since it was inserted.
            throw new LedgerTransaction.Conflict();
        }
        Map<String, String> commands = findCommands(handle, messageIds);
        List<PollRow> updated = new ArrayList<>();
        List<OutboxRecord> records = new ArrayList<>();
        for (PollRow before : locked) {
            Observation observation = observations.get(before.messageId());
            PollState state = before.readState().merge(observation.state());
            PollRow after = new PollRow(
                    before.messageId(),
                    before.chatId().or(observation::chatId),
                    before.commandId().or(() -> Optional.ofNullable(commands.get(before.messageId()))),
                    Optional.of(PollStateJson.write(state)));
            if (!after.equals(before)) {
                Optional<String> groupRef = after.chatId().map(groups::get).flatMap(GroupOfChat::groupRef);
                records.add(PollPublisher.record(topics, after, groupRef, state, now));
            }
            updated.add(after);
        }
        update(handle, updated, now, schedule);
        OutboxRecord.insert(handle, records);
    }

    /** Stores polls that were heard of now, and schedules their reads. */
    static void update(Handle handle, List<PollRow> polls, Instant now, PollReadSchedule schedule) {
        PreparedBatch update = handle.prepareBatch(Database.sql("poll/update-poll"));
        for (PollRow poll : polls) {
            update.bind("messageId", poll.messageId())
                    .bind("chatId", poll.chatId().orElse(null))
                    .bind("commandId", poll.commandId().orElse(null))
                    .bind("state", poll.state().orElse(null))
                    .bind("now", now)
                    .bind("readAt", schedule.firstAfter(now))
                    .add();
        }
        LedgerTransaction.execute(update);
    }

    /** Empty for a poll of a member, and until the answer of Linq to the command is recorded. */
    static Map<String, String> findCommands(Handle handle, List<String> messageIds) {
        return handle
                .createQuery(Database.sql("poll/find-commands-of-polls"))
                .bindArray("messageIds", String.class, messageIds)
                .mapTo(CommandOfPoll.class)
                .stream()
                .collect(
                        Collectors.toMap(CommandOfPoll::messageId, CommandOfPoll::commandId, (first, second) -> first));
    }
}
