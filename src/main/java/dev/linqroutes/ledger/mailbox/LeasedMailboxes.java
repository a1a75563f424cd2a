package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.GroupCommit;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Variable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailboxes this process has in hand: leased to its workers, renewed while these work, given back. A lease that is
 * neither renewed nor given back runs out, and the mailbox is due again: that is all there is to recovery.
 */
public final class LeasedMailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedMailboxes.class);

    /** Claims are batched; more than this at once only makes the transaction longer. */
    private static final int MAX_CLAIMS = 200;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final Wakeup mailboxWakeup;
    private final WorkLimiter workLimiter;
    private final Settings settings;
    private final MailboxClaimer claimer;
    private final IsolatingClaimer isolatingClaimer;
    private final Semaphore freePlaces;
    private final Set<Mailbox> held = ConcurrentHashMap.newKeySet();
    private final GroupCommit<Mailbox> releases;

    /**
     * @param maxHeld how many mailboxes this process has in hand at a time
     * @param lease how long a worker may be silent before its mailbox is given to another
     * @param maxCallTime how long a worker may be silent while it waits for Linq
     * @param pollInterval how often to look for mailboxes that became due
     * @param messagesPerMinute how many a group is sent in a rolling minute at most
     * @param renamePollAfter how long after a rename was accepted Linq is asked about it, if no event told
     * @param renameTimeout how long after that no name is expected any more
     */
    public record Settings(
            int maxHeld,
            Duration lease,
            Duration maxCallTime,
            Duration pollInterval,
            int messagesPerMinute,
            Duration renamePollAfter,
            Duration renameTimeout) {

        /** When a worker with a lease from now on begins no further call unless it is renewed. */
        Instant startDeadline(Instant now) {
            return now.plus(lease.dividedBy(2));
        }
    }

    public LeasedMailboxes(
            Database database, Clock clock, Wakeup signal, WorkLimiter gate, LineQuota lines, Settings settings) {
        this.database = database;
        this.clock = clock;
        this.mailboxWakeup = signal;
        this.workLimiter = gate;
        this.settings = settings;
        this.claimer = new MailboxClaimer(clock, lines, settings);
        this.isolatingClaimer = new IsolatingClaimer(claimer, clock);
        this.freePlaces = new Semaphore(settings.maxHeld());
        this.releases = new GroupCommit<>(database, "give back mailboxes", this::releaseAll);
    }

    /**
     * Waits until there is room for one more, then leases due mailboxes, at most as many as there is room for. Returns an
     * empty list when nothing became due within the poll interval.
     *
     * @throws LedgerException when the database is away
     */
    public List<Mailbox> claim() throws InterruptedException {
        if (!freePlaces.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
            return List.of();
        }
        int places = 1;
        while (places < MAX_CLAIMS && freePlaces.tryAcquire()) {
            places++;
        }
        WorkLimiter.Permit permit = workLimiter.acquirePermit(places);
        List<Mailbox> claimed = List.of();
        // Before the lines' counts are read: what is recorded meanwhile counts twice, not never.
        HeldLoad before = HeldLoad.of(held);
        try {
            if (permit.limit() > 0) {
                claimed = claim(permit.limit(), before);
                claimed.forEach(mailbox -> mailbox.setProbe(permit.probe()));
                held.addAll(claimed);
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

    /** One that cannot be leased is put off, and keeps no other from being leased. */
    private List<Mailbox> claim(int most, HeldLoad before) {
        try {
            return LedgerTransaction.run(database, 3, "claim mailboxes", handle -> claimer.claim(handle, most, before));
        } catch (LedgerDataRefused | LedgerFault e) {
            IsolatingClaimer.Claimed claimed = LedgerTransaction.run(
                    database, 3, "claim mailboxes", handle -> isolatingClaimer.claim(handle, most, before));
            claimed.deferred()
                    .forEach((mailbox, reason) -> LOG.error(
                            "mailbox {} deferred for 1 min after an error; other mailboxes continue: {}",
                            mailbox,
                            reason,
                            e));
            return claimed.mailboxes();
        }
    }

    /**
     * Renews the leases that a sixth is over of, if the worker has given a sign of life in the time that a call may take. A
     * worker that finds its lease lost makes no further call.
     *
     * @throws LedgerException when the database is away
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
        List<Mailbox> gone = new ArrayList<>();
        for (int i = 0; i < renewed.length; i++) {
            alive.get(i).setStartDeadline(renewed[i] == 1 ? settings.startDeadline(now) : Instant.MIN);
            if (renewed[i] == 0 && MailboxNames.isOfChat(alive.get(i).name())) {
                gone.add(alive.get(i));
            }
        }
        if (!gone.isEmpty()) {
            LedgerTransaction.run(database, 3, "renew leases of merged mailboxes", handle -> {
                MailboxMerger.renew(handle, gone, until);
                return null;
            });
        }
    }

    /** Whether the mailbox is still in hand, because its next call can be made at once. */
    public boolean isHeld(@Variable("mailbox") Mailbox mailbox) {
        return held.contains(mailbox);
    }

    /** Gives a mailbox back for a while, because something went wrong that nobody thought of. */
    public CompletionStage<Void> defer(@Variable("mailbox") Mailbox mailbox) {
        mailbox.deferUntil(clock.instant().plus(RETRY_DELAY));
        return releases.submit(mailbox).whenComplete((done, error) -> dropHeld(mailbox));
    }

    /**
     * Gives a mailbox back; it is due again when its calls say so, or at once when more came in meanwhile. Done when that
     * is committed; fails with a {@link LedgerException} when the database is away, and the lease then runs out.
     */
    public CompletionStage<Void> release(@Variable("mailbox") Mailbox mailbox) {
        return releases.submit(mailbox).whenComplete((done, error) -> dropHeld(mailbox));
    }

    /** These have become part of others: whoever has one begins no further call. */
    void stopMerged(Collection<String> names) {
        held.stream()
                .filter(mailbox -> names.contains(mailbox.name()))
                .forEach(mailbox -> mailbox.setStartDeadline(Instant.MIN));
    }

    /**
     * The mailbox has been given back: there is room for another. Whoever has made a call has told the gate; if nobody did, a
     * probe spent on this mailbox is there for another.
     */
    void dropHeld(Mailbox mailbox) {
        mailbox.probe().ifPresent(workLimiter::releaseProbe);
        if (held.remove(mailbox)) {
            freePlaces.release();
        }
    }

    private void releaseAll(Handle handle, List<Mailbox> mailboxes) {
        updateLeases(
                handle,
                mailboxes.stream()
                        .map(mailbox -> new LeaseUpdate(mailbox, false, Optional.empty()))
                        .toList());
    }

    /**
     * A mailbox whose worker has come to a stop, or records what a call came to.
     *
     * @param keepLease whether its worker goes on with it
     * @param messageSentAt the message that has gone out since it was recorded last
     */
    record LeaseUpdate(Mailbox mailbox, boolean keepLease, Optional<Instant> messageSentAt) {
        String name() {
            return mailbox.name();
        }
    }

    /**
     * Gives mailboxes back, except those to be kept, whose messages are noted.
     *
     * @return those whose leases had been lost
     */
    Set<Mailbox> updateLeases(Handle handle, Collection<LeaseUpdate> returns) {
        Instant now = clock.instant();
        // One lock order for everybody. Those that may have become part of another come first in it.
        List<LeaseUpdate> ordered =
                returns.stream().sorted(Comparator.comparing(LeaseUpdate::name)).toList();
        List<LeaseUpdate> ofChats = ordered.stream()
                .filter(each -> MailboxNames.isOfChat(each.name()))
                .toList();
        List<LeaseUpdate> others = ordered.subList(ofChats.size(), ordered.size());
        Set<Mailbox> lost = new HashSet<>();
        List<LeaseUpdate> gone = updateLeases(handle, ofChats, now);
        if (!gone.isEmpty()) {
            Map<Mailbox, String> merged = MailboxMerger.release(
                    handle, gone, others.stream().map(LeaseUpdate::name).toList(), now);
            stopAfterCommit(handle, merged.keySet());
            gone.stream()
                    .map(LeaseUpdate::mailbox)
                    .filter(mailbox -> !merged.containsKey(mailbox))
                    .forEach(lost::add);
        }
        updateLeases(handle, others, now).stream().map(LeaseUpdate::mailbox).forEach(lost::add);
        stopAfterCommit(handle, lost);
        return lost;
    }

    /** Their workers have nothing in hand any more. */
    private void stopAfterCommit(Handle handle, Set<Mailbox> mailboxes) {
        for (Mailbox mailbox : mailboxes) {
            handle.afterCommit(() -> {
                mailbox.setStartDeadline(Instant.MIN);
                dropHeld(mailbox);
            });
        }
    }

    /** Returns those whose leases had been lost. */
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
