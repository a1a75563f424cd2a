package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.GroupCommit;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.trace.CommandLabels;
import dev.linqroutes.trace.CommandTracer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims, renews and releases the leases of this process on mailboxes. A lease that is neither renewed nor released expires,
 * and the mailbox is due again: this is the whole recovery after a crash.
 */
public final class LeasedMailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedMailboxes.class);

    /** Mailboxes per transaction: more only make it longer. */
    private static final int MAX_CLAIMS = 200;

    /**
     * How long a mailbox keeps its place while others wait for one. Measured with 500 chats, 256 workers and a response after 1 s: the
     * last chat got its first call after 42 s without turns. Shorter turns claim more often than a claim costs little.
     */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final Wakeup mailboxWakeup;
    private final WorkLimiter workLimiter;
    private final Pauses pauses;
    private final LinePace linePace;
    private final Settings settings;
    private final MailboxClaimer claimer;
    private final IsolatingClaimer isolatingClaimer;
    private final Semaphore freePlaces;
    private final Set<Mailbox> held = ConcurrentHashMap.newKeySet();
    private final GroupCommit<Mailbox> releases;

    /**
     * @param maxHeld maximum number of mailboxes leased by this process at a time
     * @param lease duration of a lease
     * @param maxCallTime how long a worker may wait for Linq before its lease is no longer renewed
     * @param pollInterval how often to poll for due mailboxes
     * @param messagesPerMinute maximum number of messages to a group in a rolling minute
     * @param renamePollAfter how long after a rename was accepted the chat is read from Linq, if no event has confirmed it
     * @param renameTimeout how long after a rename was accepted its name is no longer expected
     * @param confirmDeadline how long after a change of members was accepted what follows waits for its confirmation
     * @param confirmTimeout how long after a call was accepted its chat is not left before it is confirmed
     * @param referenceTimeout how long after a message was accepted without its id calls that refer to it wait for the id
     * @param personPerMinute maximum number of messages from a line to a person in a rolling minute, over all groups; empty for no limit
     */
    public record Settings(
            int maxHeld,
            Duration lease,
            Duration maxCallTime,
            Duration pollInterval,
            int messagesPerMinute,
            Duration renamePollAfter,
            Duration renameTimeout,
            Duration confirmDeadline,
            Duration confirmTimeout,
            Duration referenceTimeout,
            OptionalLong personPerMinute) {

        /** When a worker starts no further call unless its lease, taken now, is renewed. */
        Instant startDeadline(Instant now) {
            return now.plus(lease.dividedBy(2));
        }
    }

    /**
     * @param mailboxWakeup raised when a mailbox may be due
     * @param tracer trace contexts are loaded if it is on
     */
    public LeasedMailboxes(
            Database database,
            Clock clock,
            Wakeup mailboxWakeup,
            WorkLimiter workLimiter,
            LineQuota lineQuota,
            Pauses pauses,
            LinePace linePace,
            Settings settings,
            CommandTracer tracer) {
        this.database = database;
        this.clock = clock;
        this.mailboxWakeup = mailboxWakeup;
        this.workLimiter = workLimiter;
        this.settings = settings;
        this.pauses = pauses;
        this.linePace = linePace;
        this.claimer = new MailboxClaimer(clock, lineQuota, pauses, linePace, settings, tracer);
        this.isolatingClaimer = new IsolatingClaimer(claimer, clock);
        this.freePlaces = new Semaphore(settings.maxHeld());
        this.releases = new GroupCommit<>(database, "release mailboxes", this::releaseAll);
    }

    /**
     * Waits for a free place, then leases as many due mailboxes as there are free places. If these do not suffice, mailboxes that
     * had their turn give their places back.
     *
     * @return empty when nothing became due within the poll interval
     * @throws LedgerException when the database is unavailable
     */
    public List<Mailbox> claim() throws InterruptedException {
        if (pauses.findOfAll().isPresent()) {
            held.forEach(Mailbox::endTurn);
            mailboxWakeup.await(settings.pollInterval());
            return List.of();
        }
        if (!freePlaces.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
            endTurns();
            return List.of();
        }
        int places = 1;
        while (places < MAX_CLAIMS && freePlaces.tryAcquire()) {
            places++;
        }
        WorkLimiter.Permit permit = workLimiter.acquirePermit(places);
        List<Mailbox> claimed = List.of();
        // Read before the counts of the lines: what is recorded in between counts twice, not never.
        HeldLoad load = HeldLoad.of(held);
        try {
            if (permit.limit() > 0) {
                giveTurns();
                claimed = claim(permit.limit(), load);
                claimed.forEach(mailbox -> mailbox.setProbe(permit.probe()));
                // After the transaction, which may be repeated.
                Instant now = clock.instant();
                claimed.forEach(mailbox -> mailbox.takeTimeOfNextMessage(now));
                held.addAll(claimed);
                if (claimed.size() == permit.limit()) {
                    endTurns();
                }
            }
        } finally {
            freePlaces.release(places - claimed.size());
            if (claimed.isEmpty()) {
                permit.probe().ifPresent(workLimiter::releaseProbe);
            }
        }
        if (claimed.isEmpty()) {
            mailboxWakeup.await(settings.pollInterval());
        }
        return claimed;
    }

    private void giveTurns() {
        linePace.giveTurns(
                database,
                pauses.findOf(PauseScope.LINE).stream().map(Pauses.Pause::name).collect(Collectors.toSet()),
                clock.instant());
    }

    /** More mailboxes may be due than there are places: those that had their turn are due again behind the others. */
    private void endTurns() {
        Instant before = clock.instant().minus(TURN);
        held.stream().filter(mailbox -> mailbox.leasedAt().isBefore(before)).forEach(Mailbox::endTurn);
    }

    /** A mailbox that cannot be leased is deferred, and does not keep the others from being leased. */
    private List<Mailbox> claim(int limit, HeldLoad load) {
        try {
            return LedgerTransaction.run(database, 3, "claim mailboxes", handle -> claimer.claim(handle, limit, load));
        } catch (LedgerDataRefused | LedgerFault e) {
            IsolatingClaimer.Claimed claimed = LedgerTransaction.run(
                    database, 3, "claim mailboxes", handle -> isolatingClaimer.claim(handle, limit, load));
            claimed.deferred().forEach((mailbox, reason) -> CommandLabels.ofGroup(MailboxNames.groupOf(mailbox))
                    .on(LOG.atError().setCause(e))
                    .log(
                            "mailbox {} deferred for 1 min after an error; other mailboxes continue: {}",
                            mailbox,
                            reason));
            return claimed.mailboxes();
        }
    }

    /**
     * Renews leases with a sixth of their time elapsed, if the worker was active within the maximum time of a call. A worker
     * whose lease is lost starts no further call.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void renewLeases() {
        Instant now = clock.instant();
        List<Mailbox> alive = held.stream()
                .filter(mailbox -> mailbox.startDeadline()
                        .isBefore(now.plus(settings.lease().dividedBy(3))))
                .filter(mailbox ->
                        mailbox.lastActiveAt().plus(settings.maxCallTime()).isAfter(now))
                .sorted(Comparator.comparing(Mailbox::name))
                .toList();
        if (alive.isEmpty()) {
            return;
        }
        Instant until = now.plus(settings.lease());
        int[] renewed = LedgerTransaction.run(database, 3, "renew leases", handle -> {
            PreparedBatch batch = handle.prepareBatch(Database.sql("mailbox/renew-mailbox-lease"));
            for (Mailbox mailbox : alive) {
                batch.bind("mailbox", mailbox.name())
                        .bind("lease", mailbox.lease().token())
                        .bind("until", until)
                        .add();
            }
            return LedgerTransaction.executeCountingRows(batch);
        });
        List<Mailbox> merged = new ArrayList<>();
        for (int i = 0; i < renewed.length; i++) {
            alive.get(i).setStartDeadline(renewed[i] == 1 ? settings.startDeadline(now) : Instant.MIN);
            if (renewed[i] == 0 && MailboxNames.isOfChat(alive.get(i).name())) {
                merged.add(alive.get(i));
            }
        }
        if (!merged.isEmpty()) {
            LedgerTransaction.run(database, 3, "renew leases of merged mailboxes", handle -> {
                MailboxMerger.renew(handle, merged, until);
                return null;
            });
        }
    }

    /** Whether the mailbox is still leased, because its next call can be made at once. */
    public boolean isReadyForNextCall(@Variable("mailbox") Mailbox mailbox) {
        return held.contains(mailbox);
    }

    /** Releases a mailbox after an unexpected error; it is due again after a delay. */
    public CompletionStage<Void> defer(@Variable("mailbox") Mailbox mailbox, @ExchangeException Exception unexpected) {
        CommandLabels.ofGroup(MailboxNames.groupOf(mailbox.name()))
                .on(LOG.atError())
                .log("mailbox {} deferred after unexpected error: {}", mailbox.name(), unexpected.getMessage());
        mailbox.deferUntil(clock.instant().plus(RETRY_DELAY));
        return releases.submit(mailbox).whenComplete((done, error) -> dropHeld(mailbox));
    }

    /**
     * Releases a mailbox; it is due when its next call is, or at once when calls have arrived in the meantime. Completes when
     * that is committed; fails with a {@link LedgerException} when the database is unavailable, and the lease then expires.
     */
    public CompletionStage<Void> release(@Variable("mailbox") Mailbox mailbox) {
        return releases.submit(mailbox).whenComplete((done, error) -> dropHeld(mailbox));
    }

    /** Mailboxes of these names were merged into others: their workers start no further call. */
    void stopMerged(Collection<String> names) {
        held.stream()
                .filter(mailbox -> names.contains(mailbox.name()))
                .forEach(mailbox -> mailbox.setStartDeadline(Instant.MIN));
    }

    /**
     * Frees the place of a mailbox that was released. A probe that was granted for it and not used, because no call was made,
     * is available again.
     */
    void dropHeld(Mailbox mailbox) {
        mailbox.probe().ifPresent(workLimiter::releaseProbe);
        if (held.remove(mailbox)) {
            freePlaces.release();
        }
    }

    /** Makes mailboxes due at this time. */
    static void defer(Handle handle, Collection<String> mailboxes, Instant until) {
        if (mailboxes.isEmpty()) {
            return;
        }
        handle.createUpdate(Database.sql("mailbox/defer-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .bind("until", until)
                .execute();
    }

    private void releaseAll(Handle handle, List<Mailbox> mailboxes) {
        Set<Mailbox> lost = updateLeases(
                handle,
                mailboxes.stream()
                        .map(mailbox -> new LeaseUpdate(mailbox, false, Optional.empty()))
                        .toList());
        MailboxClaimer.markIndeterminate(
                handle,
                mailboxes.stream()
                        .filter(mailbox -> !lost.contains(mailbox))
                        .flatMap(mailbox -> mailbox.callInProgress().stream())
                        .map(Call::callId)
                        .toList());
    }

    /**
     * An update of a mailbox when its worker stops, or records the result of a call.
     *
     * @param keepLease whether its worker continues with it
     * @param messageSentAt the message that was sent since the last update
     */
    record LeaseUpdate(Mailbox mailbox, boolean keepLease, Optional<Instant> messageSentAt) {
        String name() {
            return mailbox.name();
        }
    }

    /**
     * Releases mailboxes, or keeps their leases and stores the times of their messages.
     *
     * @return those whose leases are lost
     */
    Set<Mailbox> updateLeases(Handle handle, Collection<LeaseUpdate> updates) {
        Instant now = clock.instant();
        // A consistent lock order prevents deadlocks. Those that may have been merged come first in it.
        List<LeaseUpdate> ordered =
                updates.stream().sorted(Comparator.comparing(LeaseUpdate::name)).toList();
        List<LeaseUpdate> chatMailboxes = ordered.stream()
                .filter(each -> MailboxNames.isOfChat(each.name()))
                .toList();
        List<LeaseUpdate> others = ordered.subList(chatMailboxes.size(), ordered.size());
        Set<Mailbox> lost = new HashSet<>();
        List<LeaseUpdate> unleased = updateLeases(handle, chatMailboxes, now);
        if (!unleased.isEmpty()) {
            Map<Mailbox, String> merged = MailboxMerger.release(
                    handle, unleased, others.stream().map(LeaseUpdate::name).toList(), now);
            stopAfterCommit(handle, merged.keySet());
            unleased.stream()
                    .map(LeaseUpdate::mailbox)
                    .filter(mailbox -> !merged.containsKey(mailbox))
                    .forEach(lost::add);
        }
        updateLeases(handle, others, now).stream().map(LeaseUpdate::mailbox).forEach(lost::add);
        stopAfterCommit(handle, lost);
        return lost;
    }

    /** Their workers no longer have a lease. */
    private void stopAfterCommit(Handle handle, Set<Mailbox> mailboxes) {
        for (Mailbox mailbox : mailboxes) {
            handle.afterCommit(() -> {
                mailbox.setStartDeadline(Instant.MIN);
                dropHeld(mailbox);
            });
        }
    }

    /** Returns those whose leases are lost. */
    private static List<LeaseUpdate> updateLeases(Handle handle, List<LeaseUpdate> ordered, Instant now) {
        if (ordered.isEmpty()) {
            return List.of();
        }
        PreparedBatch batch = handle.prepareBatch(Database.sql("mailbox/release-mailbox"));
        for (LeaseUpdate each : ordered) {
            Mailbox mailbox = each.mailbox;
            batch.bind("mailbox", mailbox.name())
                    .bind("lease", mailbox.lease().token())
                    .bind("arrived", mailbox.lease().arrivals())
                    .bindArray(
                            "sent",
                            Long.class,
                            mailbox.recentlySent(now).stream()
                                    .map(Instant::toEpochMilli)
                                    .toList())
                    .bind("keep", each.keepLease)
                    .bind("due", mailbox.nextDueAt(now).orElse(null))
                    .bind("now", now)
                    .add();
        }
        int[] updated = LedgerTransaction.executeCountingRows(batch);
        List<LeaseUpdate> lost = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                lost.add(ordered.get(i));
            }
        }
        return lost;
    }
}
