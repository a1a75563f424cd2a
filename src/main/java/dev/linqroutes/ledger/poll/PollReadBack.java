package dev.linqroutes.ledger.poll;

import dev.linqroutes.ledger.chat.ChatGroups;
import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollRecorder.Observation;
import dev.linqroutes.ledger.poll.PollRowTypes.PollChange;
import dev.linqroutes.ledger.poll.PollRowTypes.PollRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Which polls to read from Linq, since events about them may have been lost, and what the reads show. The read of a poll is scheduled by
 * each event about it ({@link PollRecorder}).
 */
public final class PollReadBack {
    private final Database database;
    private final OutboxTopics topics;
    private final PollReadSchedule schedule;
    private final Clock clock;
    private final Wakeup relayWakeup;
    private final Counter corrections;

    /** @param relayWakeup raised when there is a record to relay */
    public PollReadBack(
            Database database,
            OutboxTopics topics,
            PollReadSchedule schedule,
            Clock clock,
            MeterRegistry metrics,
            Wakeup relayWakeup) {
        this.database = database;
        this.topics = topics;
        this.schedule = schedule;
        this.clock = clock;
        this.relayWakeup = relayWakeup;
        this.corrections = Counter.builder("linq.polls.corrected")
                .description("Polls whose result a read from Linq has corrected, because an event was lost")
                .register(metrics);
    }

    /**
     * A poll to be read now.
     *
     * @param asOf time of which the read will show it, by Linq's clock
     */
    public record DuePoll(String messageId, Instant asOf) {}

    /**
     * Takes the poll whose read is due longest, and schedules its next one, so that a read that fails in whatever way is not repeated at
     * once, nor for ever.
     *
     * @throws LedgerException when the database is unavailable
     */
    public Optional<DuePoll> takeDue() {
        return LedgerTransaction.run(database, 3, "find polls to read", handle -> {
            Instant now = clock.instant();
            Optional<PollChange> due = lockDue(handle, now);
            due.ifPresent(poll -> scheduleRead(
                    handle,
                    poll.messageId(),
                    schedule.nextAfter(poll.changedAt().isAfter(now) ? now : poll.changedAt(), now),
                    now));
            return due.map(poll -> new DuePoll(poll.messageId(), schedule.asOf(now)));
        });
    }

    private Optional<PollChange> lockDue(Handle handle, Instant now) {
        return handle.createQuery(Database.sql("poll/lock-due-poll"))
                .bind("now", now)
                .mapTo(PollChange.class)
                .findFirst()
                // A clock that was set back must not delay the reads.
                .or(() -> handle.createQuery(Database.sql("poll/lock-poll-of-later"))
                        .bind("latest", schedule.latestChange(now))
                        .mapTo(PollChange.class)
                        .findFirst());
    }

    /** Schedules a read at once of those of these polls that no event has told of. */
    public static void scheduleReadsOfUnheard(Handle handle, Collection<String> messageIds, Instant now) {
        PreparedBatch insert = handle.prepareBatch(Database.sql("poll/insert-poll"));
        messageIds.stream().sorted().forEach(id -> insert.bind("messageId", id)
                .bind("now", now)
                .bind("readAt", now)
                .add());
        LedgerTransaction.execute(insert);
    }

    /**
     * Merges what a read has shown, and publishes the poll if that changes its result. Of what events have told since, nothing is lost.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void recordRead(DuePoll poll, Observation shown) {
        boolean corrected = LedgerTransaction.run(
                database, 3, "record a poll", handle -> handle.createQuery(Database.sql("poll/lock-poll-to-read"))
                        .bind("messageId", poll.messageId())
                        .mapTo(PollRow.class)
                        .findFirst()
                        .map(before -> merge(handle, before, shown, poll.asOf()))
                        .orElse(false));
        if (corrected) {
            corrections.increment();
            relayWakeup.signal();
        }
    }

    private boolean merge(Handle handle, PollRow before, Observation shown, Instant asOf) {
        Optional<String> chatId = before.chatId().or(shown::chatId);
        Optional<String> groupRef =
                chatId.map(id -> ChatGroups.find(handle, List.of(id)).get(id)).flatMap(GroupOfChat::groupRef);
        Optional<String> commandId = before.commandId()
                .or(() -> Optional.ofNullable(PollRecorder.findCommands(handle, List.of(before.messageId()))
                        .get(before.messageId())));
        PollState known = before.readState();
        PollState merged = known.merge(shown.state());
        boolean changed = !merged.hasSameResult(known);
        PollState state = changed ? merged.changedAt(asOf) : merged;
        PollRow after = new PollRow(before.messageId(), chatId, commandId, Optional.of(PollStateJson.write(state)));
        Instant now = clock.instant();
        if (changed) {
            PollRecorder.update(handle, List.of(after), now, schedule);
            OutboxRecord.insert(handle, List.of(PollPublisher.record(topics, after, groupRef, state, now)));
        } else {
            // Not heard of: neither retention nor the schedule begins anew.
            handle.createUpdate(Database.sql("poll/update-poll-state"))
                    .bind("messageId", after.messageId())
                    .bind("chatId", chatId.orElse(null))
                    .bind("commandId", commandId.orElse(null))
                    .bind("state", after.state().orElse(null))
                    .execute();
        }
        return changed;
    }

    /**
     * Ends the reads of a poll until an event tells of it: Linq does not show it.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void endReads(DuePoll poll) {
        LedgerTransaction.run(database, 3, "end the reads of a poll", handle -> {
            scheduleRead(handle, poll.messageId(), Optional.empty(), clock.instant());
            return null;
        });
    }

    private static void scheduleRead(Handle handle, String messageId, Optional<Instant> at, Instant now) {
        handle.createUpdate(Database.sql("poll/schedule-read"))
                .bind("messageId", messageId)
                .bind("readAt", at.orElse(null))
                .bind("now", now)
                .execute();
    }
}
