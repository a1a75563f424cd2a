package dev.linqroutes.ledger;

import dev.linqroutes.ledger.RowTypes.ClaimedGroup;
import dev.linqroutes.ledger.RowTypes.DueMailbox;
import dev.linqroutes.ledger.RowTypes.Holder;
import dev.linqroutes.ledger.RowTypes.WaitingCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Leases due mailboxes to workers and takes them back. A lease that is not given back runs out, and the mailbox is due
 * again: that is all there is to recovery.
 */
public final class Mailboxes {
    /** Claims are batched; more than this at once only makes the transaction longer. */
    private static final int MOST_AT_ONCE = 200;

    /** Calls loaded with a mailbox; the rest is loaded when these are worked. */
    private static final int CALLS_AT_ONCE = 50;

    private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final WorkSignal signal;
    private final WorkGate gate;
    private final Lines lines;
    private final Settings settings;
    private final Semaphore freeWorkers;
    private final Set<String> leases = ConcurrentHashMap.newKeySet();
    private final GroupCommit<Mailbox> givenBack;

    /**
     * @param workers how many mailboxes are worked at a time
     * @param lease how long a worker may be silent before its mailbox is given to another
     * @param callTimeout how long a call can take at most; a worker starts none that could outlive its lease
     * @param poll how often to look for mailboxes that became due
     * @param messagesPerMinute how many a group is sent in a rolling minute at most
     * @param askForName how long after a rename was accepted Linq is asked about it, if no event told
     * @param giveUpOnName how long after that no name is expected any more
     */
    public record Settings(
            int workers,
            Duration lease,
            Duration callTimeout,
            Duration poll,
            int messagesPerMinute,
            Duration askForName,
            Duration giveUpOnName) {}

    public Mailboxes(Database database, Clock clock, WorkSignal signal, WorkGate gate, Lines lines, Settings settings) {
        this.database = database;
        this.clock = clock;
        this.signal = signal;
        this.gate = gate;
        this.lines = lines;
        this.settings = settings;
        this.freeWorkers = new Semaphore(settings.workers());
        this.givenBack = new GroupCommit<>(database, "give back mailboxes", this::giveBack);
    }

    /**
     * Waits until a worker is free, then leases due mailboxes, at most one for each free worker. Returns an empty list
     * when nothing became due within the poll interval.
     *
     * @throws LedgerException when the database is away
     */
    public List<Mailbox> claim() throws InterruptedException {
        if (!freeWorkers.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            return List.of();
        }
        int workers = 1;
        while (workers < MOST_AT_ONCE && freeWorkers.tryAcquire()) {
            workers++;
        }
        int admitted = gate.admits(workers);
        List<Mailbox> claimed = List.of();
        try {
            if (admitted > 0) {
                claimed = LedgerTransaction.run(database, 3, "claim mailboxes", handle -> claim(handle, admitted));
                claimed.forEach(mailbox -> leases.add(mailbox.lease().token() + mailbox.name()));
            }
        } finally {
            freeWorkers.release(workers - claimed.size());
        }
        if (claimed.isEmpty()) {
            if (admitted > 0) {
                gate.unused();
            }
            signal.await(settings.poll());
        }
        return claimed;
    }

    private List<Mailbox> claim(Handle handle, int most) {
        Instant now = clock.instant();
        List<DueMailbox> due = handle.createQuery(Database.sql("claim-due"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(DueMailbox.class)
                .list();
        if (due.isEmpty()) {
            return List.of();
        }
        List<String> names = due.stream().map(DueMailbox::mailbox).toList();
        String lease = UUID.randomUUID().toString();
        Instant until = now.plus(settings.lease());
        handle.createUpdate(Database.sql("claim-lease"))
                .bind("until", until)
                .bind("lease", lease)
                .bindArray("mailboxes", String.class, names)
                .execute();
        Map<String, ClaimedGroup> groups = handle
                .createQuery(Database.sql("claim-groups"))
                .bindArray("mailboxes", String.class, names)
                .mapTo(ClaimedGroup.class)
                .stream()
                .collect(Collectors.toMap(ClaimedGroup::mailbox, Function.identity()));
        Map<String, List<WaitingCall>> calls = handle
                .createQuery(Database.sql("claim-calls"))
                .bindArray("mailboxes", String.class, names)
                .bind("limit", CALLS_AT_ONCE)
                .mapTo(WaitingCall.class)
                .stream()
                .collect(Collectors.groupingBy(WaitingCall::mailbox));
        Map<String, Instant> fullLines = lines.full(
                handle,
                groups.values().stream()
                        .map(ClaimedGroup::line)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                now);
        Map<String, Mailbox.Turn> turns = turns(handle, groups, calls, now);
        List<Mailbox> mailboxes = new ArrayList<>(due.size());
        for (DueMailbox each : due) {
            ClaimedGroup group = groups.get(each.mailbox());
            Optional<String> groupRef = Optional.ofNullable(group.groupRef());
            List<WaitingCall> waiting = calls.getOrDefault(each.mailbox(), List.of());
            mailboxes.add(new Mailbox(
                    each.mailbox(),
                    new Mailbox.Lease(lease, each.arrived(), until.minus(settings.callTimeout())),
                    new Mailbox.Group(
                            groupRef,
                            Optional.ofNullable(group.chatId()),
                            Optional.ofNullable(group.line()),
                            Optional.ofNullable(fullLines.get(group.line()))),
                    pace(each),
                    Optional.ofNullable(turns.get(each.mailbox())),
                    calls(waiting, groupRef, each.abandoned()),
                    waiting.size() < CALLS_AT_ONCE));
        }
        return mailboxes;
    }

    private Pace pace(DueMailbox mailbox) {
        List<Long> sent = mailbox.sent() == null ? List.of() : mailbox.sent();
        return new Pace(
                settings.messagesPerMinute(),
                sent.stream().map(Instant::ofEpochMilli).toList());
    }

    private static List<Call> calls(List<WaitingCall> waiting, Optional<String> groupRef, boolean abandoned) {
        List<Call> calls = new ArrayList<>(waiting.size());
        for (WaitingCall row : waiting) {
            boolean first = calls.isEmpty();
            calls.add(new Call(
                    row.callId(),
                    row.commandId(),
                    row.position(),
                    groupRef,
                    row.kind(),
                    row.method(),
                    row.path(),
                    row.body(),
                    row.attempts(),
                    Optional.ofNullable(row.firstTryAt()),
                    row.attempts() > 0 || (first && abandoned),
                    Optional.ofNullable(row.expiresAt())));
        }
        return calls;
    }

    /** Takes the turn of every create that comes next, and says which have to wait for another group's name. */
    private Map<String, Mailbox.Turn> turns(
            Handle handle, Map<String, ClaimedGroup> groups, Map<String, List<WaitingCall>> calls, Instant now) {
        Map<String, String> wanted = calls.values().stream()
                .map(waiting -> waiting.get(0))
                .filter(call -> call.kind() == CallKind.CREATE_CHAT)
                .collect(Collectors.toMap(
                        WaitingCall::mailbox, call -> groups.get(call.mailbox()).memberSet()));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        PreparedBatch hold = handle.prepareBatch(Database.sql("hold-member-set"));
        wanted.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> hold.bind(
                        "memberSet", entry.getValue())
                .bind("mailbox", entry.getKey())
                .add());
        hold.execute();
        Map<String, Holder> holders = handle
                .createQuery(Database.sql("member-set-holders"))
                .bindArray(
                        "memberSets",
                        String.class,
                        wanted.values().stream().distinct().toList())
                .mapTo(Holder.class)
                .stream()
                .collect(Collectors.toMap(Holder::memberSet, Function.identity()));
        if (!holders.keySet().containsAll(wanted.values())) {
            // Released between the two statements.
            throw new LedgerTransaction.Overtaken();
        }
        return wanted.entrySet().stream()
                .filter(entry -> !holders.get(entry.getValue()).mailbox().equals(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> turn(holders.get(entry.getValue()), now)));
    }

    private Mailbox.Turn turn(Holder holder, Instant now) {
        boolean ask = holder.renameAcceptedAt() != null
                && holder.renameAcceptedAt().plus(settings.askForName()).isBefore(now);
        boolean givenUp = holder.renameAcceptedAt() != null
                && holder.renameAcceptedAt().plus(settings.giveUpOnName()).isBefore(now);
        boolean never = holder.chatId() != null && (givenUp || holder.status().equals("failed"));
        return new Mailbox.Turn(
                holder.mailbox(),
                Optional.ofNullable(holder.chatId()),
                Optional.ofNullable(holder.displayName()).orElse(""),
                ask,
                never);
    }

    /** Gives a mailbox back for a while, because something went wrong that nobody thought of. */
    public void putOff(@Variable("mailbox") Mailbox mailbox) {
        mailbox.waitUntil(clock.instant().plus(AFTER_AN_ERROR));
        giveBack(mailbox);
    }

    /** Gives a mailbox back; it is due again when its calls say so, or at once when more came in meanwhile. */
    public void giveBack(@Variable("mailbox") Mailbox mailbox) {
        try {
            givenBack.submit(mailbox);
        } finally {
            if (leases.remove(mailbox.lease().token() + mailbox.name())) {
                freeWorkers.release();
            }
        }
    }

    private void giveBack(Handle handle, List<Mailbox> mailboxes) {
        Instant now = clock.instant();
        PreparedBatch batch = handle.prepareBatch(Database.sql("give-back"));
        mailboxes.stream().sorted(Comparator.comparing(Mailbox::name)).forEach(mailbox -> batch.bind(
                        "mailbox", mailbox.name())
                .bind("lease", mailbox.lease().token())
                .bind("arrived", mailbox.lease().arrived())
                .bindArray(
                        "sent",
                        Long.class,
                        mailbox.recentlySent(now).stream()
                                .map(Instant::toEpochMilli)
                                .toList())
                .bind("due", mailbox.dueAgain(now).orElse(null))
                .bind("now", now)
                .add());
        batch.execute();
    }
}
