package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.LikePattern;
import dev.linqroutes.ledger.mailbox.LinePace;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds groups for a person, and reads what is known of one.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class GroupReader {
    /** Groups that are searched for a part of a name, a number or an id. */
    public static final int SEARCHED = 10_000;

    /** Groups in a result. */
    public static final int MAX_FOUND = 50;

    /** Commands of a group that are read: the newest. */
    public static final int MAX_COMMANDS = 100;

    private static final Pattern WRITTEN_NUMBER = Pattern.compile("\\+?[\\d\\s().-]{5,}");

    private final Database database;

    public GroupReader(Database database) {
        this.database = database;
    }

    /**
     * A group in a list.
     *
     * @param mailbox its id in the ledger
     * @param dueAt when its next call may be made; empty when none waits
     * @param leased whether an instance is working on it
     */
    public record GroupSummary(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> displayName,
            String status,
            Optional<Instant> enteredAt,
            Optional<Instant> dueAt,
            boolean leased) {}

    /**
     * A group.
     *
     * @param state of its chat, JSON; empty when it is not known
     * @param sent times of the messages of the last minute, in milliseconds
     * @param blockedBy the group with the same members whose name its create waits for
     * @param creation body of the call that creates it; empty unless that call waits
     * @param creationCommandId of that call
     */
    public record GroupDetail(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> displayName,
            String status,
            Optional<Instant> enteredAt,
            Optional<Instant> dueAt,
            boolean leased,
            Optional<String> line,
            Optional<String> state,
            List<Long> sent,
            Optional<String> blockedBy,
            Optional<String> creation,
            Optional<String> creationCommandId) {
        public GroupDetail {
            sent = sent == null ? List.of() : sent;
        }
    }

    /**
     * A call with its command.
     *
     * @param confirmAt when Linq is asked for the effect of an accepted call; empty when nothing is awaited
     */
    public record GroupCall(
            String commandId,
            String type,
            String place,
            String commandStatus,
            Instant acceptedAt,
            Optional<Instant> notBefore,
            int position,
            CallKind kind,
            String method,
            String path,
            String body,
            String status,
            int attempts,
            Optional<Instant> firstTryAt,
            Optional<Instant> finishedAt,
            Optional<Integer> httpStatus,
            Optional<Integer> errorCode,
            Optional<String> errorMessage,
            Optional<String> docUrl,
            Optional<String> traceId,
            Optional<Instant> confirmAt) {}

    /**
     * Finds groups by their name or chat id, whatever their age, and by a part of name, display name, chat id or a member's number among
     * the newest {@link #SEARCHED}. The newest first; at most {@link #MAX_FOUND}.
     *
     * @param text empty for the newest groups
     */
    public List<GroupSummary> search(String text) {
        return LedgerTransaction.run(
                database, 1, "search groups", handle -> handle.createQuery(Database.sql("ops/search-groups"))
                        .bind("text", text)
                        .bind("pattern", LikePattern.containing(withoutPunctuation(text)))
                        .bind("searched", SEARCHED)
                        .bind("limit", MAX_FOUND)
                        .mapTo(GroupSummary.class)
                        .list());
    }

    /** A number as people write it; any other text stays. */
    private static String withoutPunctuation(String text) {
        return WRITTEN_NUMBER.matcher(text).matches() ? text.replaceAll("[\\s().-]", "") : text;
    }

    public Optional<GroupDetail> find(String mailbox) {
        return LedgerTransaction.run(
                database, 1, "read a group", handle -> handle.createQuery(Database.sql("ops/find-group"))
                        .bind("mailbox", mailbox)
                        .mapTo(GroupDetail.class)
                        .findFirst());
    }

    /**
     * The place of a new group among those of its line that wait for their turn.
     *
     * @param before groups whose turn comes first; counted up to {@link LinePace#MAX_COUNTED}
     * @param lastTurn of a group of the line
     * @param started new conversations of the line that count at present, by the time until which they do
     * @param mayMove whether it goes from another line if this one is not healthy
     */
    public record Turn(long before, Instant lastTurn, Map<Instant, Long> started, boolean mayMove) {}

    /** Public for JDBI. */
    public record TurnNumber(String line, long turnNo, boolean mayMove, Optional<Instant> lastTurn) {}

    /** Empty for a group that does not wait for a turn. */
    public Optional<Turn> findTurn(String mailbox, Instant now) {
        return LedgerTransaction.run(
                database, 1, "read the turn of a group", handle -> handle.createQuery(Database.sql("ops/find-turn"))
                        .bind("mailbox", mailbox)
                        .mapTo(TurnNumber.class)
                        .findFirst()
                        .map(turn -> new Turn(
                                handle.createQuery(Database.sql("mailbox/count-earlier-turns"))
                                        .bind("line", turn.line())
                                        .bind("turnNo", turn.turnNo())
                                        .bind("limit", LinePace.MAX_COUNTED)
                                        .mapTo(Long.class)
                                        .one(),
                                turn.lastTurn().orElse(Instant.EPOCH),
                                NewConversations.readEnds(handle, List.of(turn.line()), now)
                                        .getOrDefault(turn.line(), Map.of()),
                                turn.mayMove())));
    }

    /**
     * The calls of the newest {@link #MAX_COMMANDS} commands of a group, in their order.
     *
     * @param commandIds of older ones that are wanted, too
     */
    public List<GroupCall> findCalls(String mailbox, Collection<String> commandIds) {
        return LedgerTransaction.run(database, 1, "read the calls of a group", handle -> handle.createQuery(
                        Database.sql("ops/calls-of-group"))
                .bind("mailbox", mailbox)
                .bindArray("commandIds", String.class, commandIds)
                .bind("limit", MAX_COMMANDS)
                .mapTo(GroupCall.class)
                .list());
    }
}
