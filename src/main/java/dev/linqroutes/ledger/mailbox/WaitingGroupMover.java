package dev.linqroutes.ledger.mailbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.CreateToMove;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.GroupToMove;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingTurn;
import dev.linqroutes.ledger.model.GroupAddress.NewGroup;
import dev.linqroutes.ledger.model.PlannedCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives groups that wait for a line which makes no new groups another line of the pool. Only a group whose line the pool has chosen moves,
 * and only while its create was certainly never sent: no instance has its mailbox, and no attempt is known or in doubt. Another line is
 * another chat: there, the idempotency key of a create that Linq may have got might not prevent a second one.
 *
 * <p>Only as many move as would have their turn within a day, in the order of acceptance: the others would wait at the other line, too, and
 * their own may be healthy before. Without a limit of new conversations, and so without turns, only as many as are advised for a day: else
 * the groups of one flagged line would have the next one flagged.
 */
final class WaitingGroupMover {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingGroupMover.class);

    /** In one transaction; the others follow a second later. */
    private static final int MAX_MOVED = 200;

    /** How long a group stays where it has moved to, so that lines whose states change often do not pass it to and fro. */
    private static final Duration STAY = Duration.ofHours(1);

    /** Until a group is looked at again that Linq might take for another one at each line with room. */
    private static final Duration RETRY = Duration.ofMinutes(5);

    /** Line and members, with which the body begins: 31 handles of at most 1,000 characters. */
    private static final int MAX_BEGINNING = 40_000;

    private final LinePool pool;
    private final OptionalLong mostPerDay;

    /** @param mostPerDay new conversations that a line starts in a day; empty for no limit */
    WaitingGroupMover(LinePool pool, OptionalLong mostPerDay) {
        this.pool = pool;
        this.mostPerDay = mostPerDay;
    }

    /** A group with its new line. */
    private record Move(CreateToMove group, String to, String memberSet) {}

    /**
     * Moves what waits for lines that make no new groups.
     *
     * @param known states of lines of the pool
     * @param paused lines whose groups stay: somebody has decided that they wait
     */
    void move(Handle handle, Map<String, LineState> known, Set<String> paused, Instant now) {
        List<LineState> left = known.values().stream()
                .filter(state -> state.reason(now).isPresent() && !paused.contains(state.line()))
                .toList();
        Map<String, List<GroupToMove>> waiting = new TreeMap<>();
        left.forEach(
                state -> waiting.put(state.line(), find(handle, state, Math.max(1, MAX_MOVED / left.size()), now)));
        waiting.values().removeIf(List::isEmpty);
        if (!waiting.isEmpty()) {
            Look look = new Look(handle, now);
            waiting.forEach(look::move);
        }
    }

    /** Without the one that finds out whether Linq takes new groups again. */
    private static List<GroupToMove> find(Handle handle, LineState state, int limit, Instant now) {
        List<GroupToMove> found = new ArrayList<>(handle.createQuery(Database.sql("mailbox/find-groups-to-move"))
                .bind("line", state.line())
                .bind("limit", limit)
                .bind("now", now)
                .mapTo(GroupToMove.class)
                .list());
        if (!found.isEmpty() && state.mayProbe(now)) {
            Optional<String> probe = handle.createQuery(Database.sql("mailbox/find-next-turn"))
                    .bind("line", state.line())
                    .mapTo(WaitingTurn.class)
                    .findOne()
                    .map(WaitingTurn::mailbox);
            found.removeIf(group -> probe.equals(Optional.of(group.mailbox())));
        }
        return found;
    }

    /** The statements of one transaction. */
    private final class Look {
        private final Handle handle;
        private final Instant now;
        private final LineChooser chooser;
        private final Map<String, Long> moved = new HashMap<>();

        Look(Handle handle, Instant now) {
            this.handle = handle;
            this.now = now;
            this.chooser = pool.chooser(handle, now);
        }

        void move(String from, List<GroupToMove> waiting) {
            if (findTargets(from, waiting.get(0).turnNo()).isEmpty()) {
                return;
            }
            // The locks are those that a lease needs.
            List<String> locked = MailboxLocks.lockIdle(
                    handle, waiting.stream().map(GroupToMove::mailbox).toList());
            Map<String, List<String>> members = new HashMap<>();
            List<CreateToMove> unsent = new ArrayList<>();
            List<CreateToMove> staying = new ArrayList<>();
            for (CreateToMove group : findCreates(from, locked)) {
                Optional<List<String>> found = membersOf(group, from);
                found.ifPresent(each -> members.put(group.mailbox(), each));
                (found.isPresent() ? unsent : staying).add(group);
            }
            postpone(staying, Optional.empty());
            write(from, choose(from, unsent, members));
        }

        /** @param members by mailbox */
        private List<Move> choose(String from, List<CreateToMove> groups, Map<String, List<String>> members) {
            Set<String> unnamed = findUnnamed(members.values());
            List<Move> moves = new ArrayList<>();
            List<CreateToMove> withoutLine = new ArrayList<>();
            for (CreateToMove group : groups) {
                Set<String> targets = findTargets(from, group.turnNo());
                if (targets.isEmpty()) {
                    // Nor is there one for those behind it.
                    break;
                }
                Map<String, String> sets = new TreeMap<>();
                targets.forEach(line -> sets.put(line, NewGroup.memberSet(line, members.get(group.mailbox()))));
                sets.values().removeAll(unnamed);
                chooser.chooseAgain(sets.keySet())
                        .ifPresentOrElse(
                                line -> {
                                    unnamed.add(sets.get(line));
                                    moved.merge(line, 1L, Long::sum);
                                    moves.add(new Move(group, line, sets.get(line)));
                                },
                                () -> withoutLine.add(group));
            }
            postpone(withoutLine, Optional.of(now.plus(RETRY)));
            return moves;
        }

        /** Lines with room, at which a group with this number has its turn within a day; without turns, those that start fewer than advised. */
        private Set<String> findTargets(String from, long turnNo) {
            return chooser.withRoom().stream()
                    .filter(line -> !line.equals(from))
                    .filter(line -> mostPerDay.isPresent()
                            ? isWithinDay(line, turnNo, mostPerDay.getAsLong())
                            : pool.isWithinAdvice(chooser.conversations(line)))
                    .collect(Collectors.toSet());
        }

        private boolean isWithinDay(String line, long turnNo, long most) {
            long first = handle.createQuery(Database.sql("mailbox/count-earlier-turns"))
                    .bind("line", line)
                    .bind("turnNo", turnNo)
                    .bind("limit", most)
                    .mapTo(Long.class)
                    .one();
            return first + moved.getOrDefault(line, 0L) < most;
        }

        private List<CreateToMove> findCreates(String from, List<String> locked) {
            return handle.createQuery(Database.sql("mailbox/find-creates-to-move"))
                    .bindArray("mailboxes", String.class, locked)
                    .bind("line", from)
                    .bind("chars", MAX_BEGINNING)
                    .bind("now", now)
                    .mapTo(CreateToMove.class)
                    .list();
        }

        /** The same members at the same line may be an existing chat, which Linq would return (reference 2.2, rule 4). */
        private Set<String> findUnnamed(Collection<List<String>> members) {
            List<String> sets = members.stream()
                    .flatMap(each -> pool.several().stream().map(line -> NewGroup.memberSet(line, each)))
                    .toList();
            return new HashSet<>(handle.createQuery(Database.sql("mailbox/find-unnamed-member-sets"))
                    .bindArray("memberSets", String.class, sets)
                    .mapTo(String.class)
                    .list());
        }

        /** @param until empty for groups that do not move any more */
        private void postpone(List<CreateToMove> groups, Optional<Instant> until) {
            if (!groups.isEmpty()) {
                handle.createUpdate(Database.sql("mailbox/set-move-time"))
                        .bindArray(
                                "mailboxes",
                                String.class,
                                groups.stream().map(CreateToMove::mailbox).toList())
                        .bind("at", until.orElse(null))
                        .execute();
            }
        }

        private void write(String from, List<Move> moves) {
            if (moves.isEmpty()) {
                return;
            }
            PreparedBatch calls = handle.prepareBatch(Database.sql("mailbox/change-line-of-create"));
            PreparedBatch groups = handle.prepareBatch(Database.sql("mailbox/change-line-of-group"));
            PreparedBatch mailboxes = handle.prepareBatch(Database.sql("mailbox/make-due"));
            for (Move move : moves) {
                String mailbox = move.group.mailbox();
                calls.bind("callId", move.group.callId().orElseThrow())
                        .bind("from", PlannedCall.beginning(from))
                        .bind("to", PlannedCall.beginning(move.to))
                        .add();
                groups.bind("mailbox", mailbox)
                        .bind("line", move.to)
                        .bind("memberSet", move.memberSet)
                        .bind("mayMoveAt", now.plus(STAY))
                        .add();
                // Whether it waits for its turn at the other line is decided when it is claimed.
                mailboxes.bind("mailbox", mailbox).bind("now", now).add();
            }
            LedgerTransaction.execute(mailboxes);
            LedgerTransaction.executeExactlyOneRow(groups);
            LedgerTransaction.executeExactlyOneRow(calls);
            // It has one if it was leased before, and no call was made.
            MemberSets.releaseUnused(
                    handle, moves.stream().map(move -> move.group.mailbox()).toList());
            handle.afterCommit(() -> moves.stream()
                    .collect(Collectors.groupingBy(Move::to, TreeMap::new, Collectors.counting()))
                    .forEach((to, number) -> LOG.info(
                            "line {} makes no new groups: {} that waited for it go from line {}",
                            MaskedLine.of(from),
                            number,
                            MaskedLine.of(to))));
        }
    }

    /** Empty if the create may have been sent, or the body is not that of the group. */
    private static Optional<List<String>> membersOf(CreateToMove group, String line) {
        return group.callId()
                .flatMap(any -> group.body())
                .filter(body -> body.startsWith(PlannedCall.beginning(line)))
                .map(WaitingGroupMover::readMembers)
                .filter(members -> group.memberSet().equals(Optional.of(NewGroup.memberSet(line, members))));
    }

    /** From the beginning of a body; none if they are not there. */
    private static List<String> readMembers(String body) {
        List<String> members = new ArrayList<>();
        try (JsonParser parser = LedgerJson.MAPPER.createParser(body)) {
            JsonToken token = parser.nextToken();
            while (token != null && !(token == JsonToken.START_ARRAY && "to".equals(parser.currentName()))) {
                token = parser.nextToken();
            }
            while (token != null && parser.nextToken() == JsonToken.VALUE_STRING) {
                members.add(parser.getText());
            }
        } catch (IOException e) {
            return List.of();
        }
        return members;
    }
}
