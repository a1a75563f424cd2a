package dev.linqroutes.ledger.poll;

import dev.linqroutes.ledger.chat.ChatGroups;
import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.chat.TextMask;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollRowTypes.PollRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Removes a person from the known states of polls, and publishes the polls without them. */
public final class PollMasker {
    private final OutboxTopics topics;
    private final TextMask mask;
    private final UnaryOperator<String> identifierMask;

    /** @param identifierMask of identifiers of commands */
    public PollMasker(OutboxTopics topics, TextMask mask, UnaryOperator<String> identifierMask) {
        this.topics = topics;
        this.mask = mask;
        this.identifierMask = identifierMask;
    }

    /**
     * Polls that name the person.
     *
     * @param lastId the last poll that was read; empty when there are no more
     */
    public record Page(List<String> messageIds, Optional<String> lastId) {}

    /** Reads the next polls after an id. */
    public Page findNext(Handle handle, String after, int limit) {
        List<PollRow> rows = handle.createQuery(Database.sql("poll/next-polls"))
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(PollRow.class)
                .list();
        return new Page(
                rows.stream().filter(this::namesPerson).map(PollRow::messageId).toList(),
                rows.size() < limit
                        ? Optional.empty()
                        : Optional.of(rows.get(rows.size() - 1).messageId()));
    }

    private boolean namesPerson(PollRow row) {
        return row.state().filter(mask::isNamedIn).isPresent()
                || row.commandId().filter(mask::isNamedIn).isPresent();
    }

    /** Masks the states of these polls, and publishes them anew. */
    public void mask(Handle handle, List<String> messageIds, Instant now) {
        List<PollRow> locked = handle.createQuery(Database.sql("poll/lock-polls"))
                .bindArray("messageIds", String.class, messageIds)
                .mapTo(PollRow.class)
                .list();
        Map<String, GroupOfChat> groups = ChatGroups.find(
                handle,
                locked.stream().flatMap(row -> row.chatId().stream()).distinct().toList());
        PreparedBatch update = handle.prepareBatch(Database.sql("poll/mask-poll"));
        List<OutboxRecord> records = new ArrayList<>();
        for (PollRow row : locked) {
            PollState state = row.readState().masked(mask);
            PollRow masked = new PollRow(
                    row.messageId(),
                    row.chatId(),
                    row.commandId().map(identifierMask),
                    Optional.of(PollStateJson.write(state)));
            records.add(PollPublisher.record(
                    topics, masked, masked.chatId().map(groups::get).flatMap(GroupOfChat::groupRef), state, now));
            update.bind("messageId", masked.messageId())
                    .bind("commandId", masked.commandId().orElse(null))
                    .bind("state", masked.state().orElse(null))
                    .add();
        }
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }
}
