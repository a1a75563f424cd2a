package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.PaceOfLine;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCreate;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads the groups that a line makes over the day. Those of a line have their turns one after another, in the order of their
 * acceptance: a turn each so many minutes, and none while the line has had as many new conversations within 24 hours as it may.
 * Turns are given when they come and not reserved, so that a changed limit, and the place of a cancelled create, take effect on all
 * that wait. A group that waits for its turn is not claimed before it is expected. Of several lines, one that is not healthy gives no turns;
 * then one, and the others when Linq has taken that. Meanwhile those that may go from another line.
 */
public final class LinePace {
    private static final Logger LOG = LoggerFactory.getLogger(LinePace.class);
    private static final Duration DAY = Duration.ofDays(1);

    /** How often an instance looks whether a group has its turn. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /**
     * The same where turns are neither limited nor a matter of several lines: then only groups wait that were accepted with other
     * settings, by an older instance beside this one, too.
     */
    private static final Duration IDLE_INTERVAL = Duration.ofMinutes(1);

    /** Until a group is looked at again whose expected turn did not come: its line was paused, not healthy or had no room. */
    private static final Duration LATENESS = Duration.ofMinutes(1);

    /** The last turn of a line that has had none. */
    private static final Instant NEVER = Instant.EPOCH;

    /** Groups that are counted before one: its expected turn is that of the last of them. */
    public static final int MAX_COUNTED = 10_000;

    private static final int MAX_RELEASED = 1_000;

    private final NewConversations conversations;
    private final OptionalLong mostPerDay;
    private final Set<String> pool;
    private final WaitingGroupMover mover;
    private final LineStates states;

    /** In the future: the next look is now. */
    private volatile Instant lookedAt = Instant.MAX;

    private volatile Duration interval = LOOK_INTERVAL;

    /**
     * @param mostPerDay new conversations that a line starts in a day, at least 1; empty for no limit
     * @param lines the lines among which new groups are shared
     */
    public LinePace(NewConversations conversations, OptionalLong mostPerDay, LinePool lines, LineStates states) {
        this.conversations = conversations;
        this.mostPerDay = mostPerDay;
        this.pool = lines.several();
        this.mover = new WaitingGroupMover(lines, mostPerDay);
        this.states = states;
    }

    /**
     * When a group is expected to have its turn.
     *
     * @param mostPerDay new conversations of the line in a day
     * @param lastTurn of the line
     * @param started new conversations that it has had, by the time until which they count; the groups that come first are added
     * @param before groups whose turn comes first
     */
    public static Instant expectedTurn(
            long mostPerDay, Instant lastTurn, Map<Instant, Long> started, long before, Instant now) {
        Duration interval = DAY.dividedBy(mostPerDay);
        NavigableMap<Instant, Long> ends = new TreeMap<>(started);
        long counted = started.values().stream().mapToLong(Long::longValue).sum();
        Instant turn = later(lastTurn.plus(interval), now);
        for (long place = 0; ; place++) {
            while (!ends.isEmpty() && (counted >= mostPerDay || !ends.firstKey().isAfter(turn))) {
                Map.Entry<Instant, Long> first = ends.pollFirstEntry();
                counted -= first.getValue();
                turn = later(turn, first.getKey());
            }
            if (place == before) {
                return turn;
            }
            ends.merge(turn.plus(DAY), 1L, Long::sum);
            counted++;
            turn = turn.plus(interval);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Gives a turn to a group of each line where it is time for one, except for paused lines, and another line to groups whose line makes none;
     * at most once a second.
     */
    void giveTurns(Database database, Set<String> pausedLines, Instant now) {
        Instant before = lookedAt;
        // A clock that was set back must not stop this.
        if (!now.isBefore(before) && now.isBefore(before.plus(interval))) {
            return;
        }
        lookedAt = now;
        interval = LOOK_INTERVAL;
        if (!pool.isEmpty()) {
            moveGroups(database, pausedLines, now);
        }
        try {
            LedgerTransaction.run(database, 3, "give new groups their turns", handle -> {
                giveTurns(handle, pausedLines, now);
                return null;
            });
        } catch (LedgerDataRefused | LedgerFault e) {
            Bisection.logFailure(LOG, "new groups get no turns, retrying in a second; other calls continue", e);
        }
    }

    private void moveGroups(Database database, Set<String> pausedLines, Instant now) {
        try {
            LedgerTransaction.run(database, 3, "move new groups to other lines", handle -> {
                mover.move(handle, ofPool(handle), pausedLines, now);
                return null;
            });
        } catch (LedgerDataRefused | LedgerFault e) {
            Bisection.logFailure(
                    LOG, "new groups do not move to other lines, retrying in a second; other calls continue", e);
        }
    }

    private void giveTurns(Handle handle, Set<String> pausedLines, Instant now) {
        Map<String, LineState> known = ofPool(handle);
        Set<String> onProbation = lines(known, state -> state.isOnProbation(now));
        Set<String> without = new HashSet<>(pausedLines);
        without.addAll(lines(
                known, state -> state.problem(now).isPresent() || (state.isOnProbation(now) && !state.mayProbe(now))));
        List<WaitingTurn> turns =
                mostPerDay.isPresent() ? findDue(handle, without, now) : findAll(handle, without, onProbation);
        if (turns.isEmpty()) {
            return;
        }
        // A consistent lock order prevents deadlocks: mailboxes before groups and lines.
        MailboxLocks.lock(
                handle,
                MailboxLocks.ordered(turns.stream().map(WaitingTurn::mailbox).toList()));
        PreparedBatch mailboxes = handle.prepareBatch(Database.sql("mailbox/make-due"));
        PreparedBatch groups = handle.prepareBatch(Database.sql("mailbox/give-turn"));
        turns.stream()
                .sorted(Comparator.comparing(WaitingTurn::line))
                .filter(turn -> !onProbation.contains(turn.line()) || states.startProbe(handle, turn.line(), now))
                .map(WaitingTurn::mailbox)
                .sorted()
                .forEach(mailbox -> {
                    mailboxes.bind("mailbox", mailbox).bind("now", now).add();
                    groups.bind("mailbox", mailbox).bind("now", now).add();
                });
        LedgerTransaction.execute(mailboxes);
        LedgerTransaction.execute(groups);
    }

    /** What is known of the lines of the pool; of a single line it does not matter. */
    private Map<String, LineState> ofPool(Handle handle) {
        if (pool.isEmpty()) {
            return Map.of();
        }
        Map<String, LineState> known = new HashMap<>(states.find(handle));
        known.keySet().retainAll(pool);
        return known;
    }

    private static Set<String> lines(Map<String, LineState> known, Predicate<LineState> which) {
        return known.values().stream().filter(which).map(LineState::line).collect(Collectors.toSet());
    }

    /** The next group of each line where it is time for one. */
    private List<WaitingTurn> findDue(Handle handle, Set<String> withoutTurns, Instant now) {
        Duration interval = DAY.dividedBy(mostPerDay.getAsLong());
        List<PaceOfLine> due = handle
                .createQuery(Database.sql("mailbox/lock-due-line-paces"))
                .bind("before", now.minus(interval))
                .mapTo(PaceOfLine.class)
                .stream()
                .filter(pace -> !withoutTurns.contains(pace.line()))
                .toList();
        if (due.isEmpty()) {
            return List.of();
        }
        Map<String, Long> started =
                conversations.count(handle, due.stream().map(PaceOfLine::line).toList(), now);
        List<WaitingTurn> turns = new ArrayList<>();
        for (PaceOfLine pace : due) {
            if (started.getOrDefault(pace.line(), 0L) < mostPerDay.getAsLong()) {
                findNext(handle, pace.line()).ifPresent(turns::add);
                // Not later for each look that comes late, but never two turns at once.
                Instant onTime = pace.turnAt().plus(interval);
                boolean late = onTime.isBefore(now.minus(LOOK_INTERVAL.multipliedBy(2)));
                handle.createUpdate(Database.sql("mailbox/update-line-pace"))
                        .bind("line", pace.line())
                        .bind("turnAt", late ? now : onTime)
                        .execute();
            }
        }
        return turns;
    }

    private static Optional<WaitingTurn> findNext(Handle handle, String line) {
        return handle.createQuery(Database.sql("mailbox/find-next-turn"))
                .bind("line", line)
                .mapTo(WaitingTurn.class)
                .findOne();
    }

    /** After the limit was removed from the settings, or a line is healthy again; of a line on probation only the next one. */
    private List<WaitingTurn> findAll(Handle handle, Set<String> withoutTurns, Set<String> onProbation) {
        Set<String> notAll = new HashSet<>(withoutTurns);
        notAll.addAll(onProbation);
        List<WaitingTurn> waiting = new ArrayList<>(handle.createQuery(Database.sql("mailbox/find-waiting-turns"))
                .bindArray("lines", String.class, notAll)
                .bind("limit", MAX_RELEASED)
                .mapTo(WaitingTurn.class)
                .list());
        onProbation.stream()
                .filter(line -> !withoutTurns.contains(line))
                .flatMap(line -> findNext(handle, line).stream())
                .forEach(waiting::add);
        interval = waiting.isEmpty() && pool.isEmpty() ? IDLE_INTERVAL : LOOK_INTERVAL;
        return waiting;
    }

    /**
     * Defers due mailboxes whose create has not had its turn, and does not expire before it; returns the others. A turn from before
     * the line had its problem does not count: a thousand groups may have one.
     */
    List<DueMailbox> deferWithoutTurn(Handle handle, List<DueMailbox> due, Instant now) {
        Map<String, LineState> known = due.isEmpty() ? Map.of() : ofPool(handle);
        if (due.isEmpty()
                || (mostPerDay.isEmpty()
                        && known.values().stream()
                                .allMatch(state -> state.reason(now).isEmpty()))) {
            return due;
        }
        // The create of an abandoned one may be with Linq already.
        List<WaitingCreate> waiting = handle
                .createQuery(Database.sql("mailbox/find-waiting-creates"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        due.stream()
                                .filter(mailbox -> !mailbox.abandoned())
                                .map(DueMailbox::mailbox)
                                .toList())
                .mapTo(WaitingCreate.class)
                .stream()
                .filter(create -> create.callId().isPresent()
                        && (isWithoutTurn(create) || isHeldBack(create, known, now))
                        && create.expiresAt().filter(now::isAfter).isEmpty())
                .sorted(Comparator.comparing(create -> create.callId().orElseThrow()))
                .toList();
        if (waiting.isEmpty()) {
            return due;
        }
        defer(handle, waiting, now);
        lookedAt = Instant.MAX;
        Set<String> deferred =
                waiting.stream().map(WaitingCreate::mailbox).collect(Collectors.toCollection(HashSet::new));
        return due.stream()
                .filter(mailbox -> !deferred.contains(mailbox.mailbox()))
                .toList();
    }

    private boolean isWithoutTurn(WaitingCreate create) {
        return mostPerDay.isPresent() && create.turnAt().isEmpty();
    }

    private static boolean isHeldBack(WaitingCreate create, Map<String, LineState> known, Instant now) {
        return known.containsKey(create.line()) && known.get(create.line()).holdsBack(create.turnAt(), now);
    }

    private void defer(Handle handle, List<WaitingCreate> waiting, Instant now) {
        Map<String, Instant> lastTurns = lastTurns(
                handle,
                waiting.stream().map(WaitingCreate::line).distinct().sorted().toList());
        Map<String, Map<Instant, Long>> started =
                mostPerDay.isEmpty() ? Map.of() : NewConversations.readEnds(handle, lastTurns.keySet(), now);
        Map<String, Long> before = new HashMap<>();
        PreparedBatch turns = handle.prepareBatch(Database.sql("mailbox/set-turn-number"));
        PreparedBatch mailboxes = handle.prepareBatch(Database.sql("mailbox/defer-mailbox"));
        for (WaitingCreate create : waiting) {
            long turnNo = create.callId().orElseThrow();
            long place = before.merge(
                    create.line(), countEarlier(handle, before, create.line(), turnNo), (last, first) -> last + 1);
            Instant expected = mostPerDay.isEmpty()
                    ? now.plus(DAY)
                    : expectedTurn(
                                    mostPerDay.getAsLong(),
                                    lastTurns.get(create.line()),
                                    started.getOrDefault(create.line(), Map.of()),
                                    place,
                                    now)
                            .plus(LATENESS);
            turns.bind("mailbox", create.mailbox()).bind("turnNo", turnNo).add();
            mailboxes
                    .bind("mailbox", create.mailbox())
                    .bind("until", create.expiresAt().filter(expected::isAfter).orElse(expected))
                    .add();
        }
        LedgerTransaction.execute(turns);
        LedgerTransaction.execute(mailboxes);
    }

    /** Only for the first one of a line; the others are behind it. */
    private static long countEarlier(Handle handle, Map<String, Long> before, String line, long turnNo) {
        return before.containsKey(line)
                ? 0
                : handle.createQuery(Database.sql("mailbox/count-earlier-turns"))
                        .bind("line", line)
                        .bind("turnNo", turnNo)
                        .bind("limit", MAX_COUNTED)
                        .mapTo(Long.class)
                        .one();
    }

    private static Map<String, Instant> lastTurns(Handle handle, Collection<String> lines) {
        PreparedBatch missing = handle.prepareBatch(Database.sql("mailbox/insert-line-pace"));
        lines.forEach(line -> missing.bind("line", line).bind("turnAt", NEVER).add());
        LedgerTransaction.execute(missing);
        return handle
                .createQuery(Database.sql("mailbox/find-line-paces"))
                .bindArray("lines", String.class, lines)
                .mapTo(PaceOfLine.class)
                .stream()
                .collect(Collectors.toMap(PaceOfLine::line, PaceOfLine::turnAt));
    }
}
