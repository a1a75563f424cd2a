package dev.linqroutes.ledger;

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
public final class Mailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Mailboxes.class);

    /** Claims are batched; more than this at once only makes the transaction longer. */
    private static final int MOST_AT_ONCE = 200;

    private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final WorkSignal signal;
    private final WorkGate gate;
    private final Settings settings;
    private final Claims claims;
    private final ClaimsApart claimsApart;
    private final Semaphore room;
    private final Set<Mailbox> inHand = ConcurrentHashMap.newKeySet();
    private final GroupCommit<Mailbox> givenBack;

    /**
     * @param most how many mailboxes this process has in hand at a time
     * @param lease how long a worker may be silent before its mailbox is given to another
     * @param longestCall how long a worker may be silent while it waits for Linq
     * @param poll how often to look for mailboxes that became due
     * @param messagesPerMinute how many a group is sent in a rolling minute at most
     * @param askForName how long after a rename was accepted Linq is asked about it, if no event told
     * @param giveUpOnName how long after that no name is expected any more
     */
    public record Settings(
            int most,
            Duration lease,
            Duration longestCall,
            Duration poll,
            int messagesPerMinute,
            Duration askForName,
            Duration giveUpOnName) {

        /** When a worker with a lease from now on begins no further call unless it is renewed. */
        Instant workUntil(Instant now) {
            return now.plus(lease.dividedBy(2));
        }
    }

    public Mailboxes(Database database, Clock clock, WorkSignal signal, WorkGate gate, Lines lines, Settings settings) {
        this.database = database;
        this.clock = clock;
        this.signal = signal;
        this.gate = gate;
        this.settings = settings;
        this.claims = new Claims(clock, lines, settings);
        this.claimsApart = new ClaimsApart(claims, clock);
        this.room = new Semaphore(settings.most());
        this.givenBack = new GroupCommit<>(database, "give back mailboxes", this::giveBack);
    }

    /**
     * Waits until there is room for one more, then leases due mailboxes, at most as many as there is room for. Returns an
     * empty list when nothing became due within the poll interval.
     *
     * @throws LedgerException when the database is away
     */
    public List<Mailbox> claim() throws InterruptedException {
        if (!room.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            return List.of();
        }
        int places = 1;
        while (places < MOST_AT_ONCE && room.tryAcquire()) {
            places++;
        }
        WorkGate.Permit permit = gate.permits(places);
        List<Mailbox> claimed = List.of();
        // Before the lines' counts are read: what is recorded meanwhile counts twice, not never.
        InHand before = InHand.of(inHand);
        try {
            if (permit.most() > 0) {
                claimed = claim(permit.most(), before);
                claimed.forEach(mailbox -> mailbox.probes(permit.probe()));
                inHand.addAll(claimed);
            }
        } finally {
            room.release(places - claimed.size());
            if (claimed.isEmpty()) {
                permit.probe().ifPresent(gate::releaseProbe);
            }
        }
        if (claimed.isEmpty()) {
            signal.await(settings.poll());
        }
        return claimed;
    }

    /** One that cannot be leased is put off, and keeps no other from being leased. */
    private List<Mailbox> claim(int most, InHand before) {
        try {
            return LedgerTransaction.run(database, 3, "claim mailboxes", handle -> claims.claim(handle, most, before));
        } catch (LedgerRefusal | LedgerFault e) {
            ClaimsApart.Claimed claimed = LedgerTransaction.run(
                    database, 3, "claim mailboxes", handle -> claimsApart.claim(handle, most, before));
            claimed.putOff()
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
    public void renew() {
        Instant now = clock.instant();
        List<Mailbox> alive = inHand.stream()
                .filter(mailbox ->
                        mailbox.workUntil().isBefore(now.plus(settings.lease().dividedBy(3))))
                .filter(mailbox ->
                        mailbox.lastSeen().plus(settings.longestCall()).isAfter(now))
                .sorted(Comparator.comparing(Mailbox::name))
                .toList();
        if (alive.isEmpty()) {
            return;
        }
        Instant until = now.plus(settings.lease());
        int[] renewed = LedgerTransaction.run(database, 3, "renew leases", handle -> {
            PreparedBatch batch = handle.prepareBatch(Database.sql("renew-lease"));
            for (Mailbox mailbox : alive) {
                batch.bind("mailbox", mailbox.name())
                        .bind("lease", mailbox.lease().token())
                        .bind("until", until)
                        .add();
            }
            return LedgerTransaction.countsOfOne(batch);
        });
        List<Mailbox> gone = new ArrayList<>();
        for (int i = 0; i < renewed.length; i++) {
            alive.get(i).workUntil(renewed[i] == 1 ? settings.workUntil(now) : Instant.MIN);
            if (renewed[i] == 0 && MailboxNames.isOfChat(alive.get(i).name())) {
                gone.add(alive.get(i));
            }
        }
        if (!gone.isEmpty()) {
            LedgerTransaction.run(database, 3, "renew leases of merged mailboxes", handle -> {
                MailboxMerge.renew(handle, gone, until);
                return null;
            });
        }
    }

    /** Whether the mailbox is still in hand, because its next call can be made at once. */
    public boolean inHand(@Variable("mailbox") Mailbox mailbox) {
        return inHand.contains(mailbox);
    }

    /** Gives a mailbox back for a while, because something went wrong that nobody thought of. */
    public CompletionStage<Void> putOff(@Variable("mailbox") Mailbox mailbox) {
        mailbox.waitUntil(clock.instant().plus(AFTER_AN_ERROR));
        return givenBack.submit(mailbox).whenComplete((done, error) -> released(mailbox));
    }

    /**
     * Gives a mailbox back; it is due again when its calls say so, or at once when more came in meanwhile. Done when that
     * is committed; fails with a {@link LedgerException} when the database is away, and the lease then runs out.
     */
    public CompletionStage<Void> giveBack(@Variable("mailbox") Mailbox mailbox) {
        return givenBack.submit(mailbox).whenComplete((done, error) -> released(mailbox));
    }

    /** These have become part of others: whoever has one begins no further call. */
    void merged(Collection<String> names) {
        inHand.stream()
                .filter(mailbox -> names.contains(mailbox.name()))
                .forEach(mailbox -> mailbox.workUntil(Instant.MIN));
    }

    /**
     * The mailbox has been given back: there is room for another. Whoever has made a call has told the gate; if nobody did, a
     * probe spent on this mailbox is there for another.
     */
    void released(Mailbox mailbox) {
        mailbox.probe().ifPresent(gate::releaseProbe);
        if (inHand.remove(mailbox)) {
            room.release();
        }
    }

    private void giveBack(Handle handle, List<Mailbox> mailboxes) {
        update(
                handle,
                mailboxes.stream()
                        .map(mailbox -> new Return(mailbox, false, Optional.empty()))
                        .toList());
    }

    /**
     * A mailbox whose worker has come to a stop, or records what a call came to.
     *
     * @param keep whether its worker goes on with it
     * @param sent the message that has gone out since it was recorded last
     */
    record Return(Mailbox mailbox, boolean keep, Optional<Instant> sent) {
        String name() {
            return mailbox.name();
        }
    }

    /**
     * Gives mailboxes back, except those to be kept, whose messages are noted.
     *
     * @return those whose leases had been lost
     */
    Set<Mailbox> update(Handle handle, Collection<Return> returns) {
        Instant now = clock.instant();
        // One lock order for everybody. Those that may have become part of another come first in it.
        List<Return> ordered =
                returns.stream().sorted(Comparator.comparing(Return::name)).toList();
        List<Return> ofChats = ordered.stream()
                .filter(each -> MailboxNames.isOfChat(each.name()))
                .toList();
        List<Return> others = ordered.subList(ofChats.size(), ordered.size());
        Set<Mailbox> lost = new HashSet<>();
        List<Return> gone = update(handle, ofChats, now);
        if (!gone.isEmpty()) {
            Map<Mailbox, String> merged = MailboxMerge.giveBack(
                    handle, gone, others.stream().map(Return::name).toList(), now);
            stopAfterCommit(handle, merged.keySet());
            gone.stream()
                    .map(Return::mailbox)
                    .filter(mailbox -> !merged.containsKey(mailbox))
                    .forEach(lost::add);
        }
        update(handle, others, now).stream().map(Return::mailbox).forEach(lost::add);
        stopAfterCommit(handle, lost);
        return lost;
    }

    /** Their workers have nothing in hand any more. */
    private void stopAfterCommit(Handle handle, Set<Mailbox> mailboxes) {
        for (Mailbox mailbox : mailboxes) {
            handle.afterCommit(() -> {
                mailbox.workUntil(Instant.MIN);
                released(mailbox);
            });
        }
    }

    /** Returns those whose leases had been lost. */
    private static List<Return> update(Handle handle, List<Return> ordered, Instant now) {
        if (ordered.isEmpty()) {
            return List.of();
        }
        PreparedBatch batch = handle.prepareBatch(Database.sql("give-back"));
        for (Return each : ordered) {
            Mailbox mailbox = each.mailbox;
            batch.bind("mailbox", mailbox.name())
                    .bind("lease", mailbox.lease().token())
                    .bind("arrived", mailbox.lease().arrived())
                    .bindArray(
                            "sent",
                            Long.class,
                            mailbox.recentlySent(now).stream()
                                    .map(Instant::toEpochMilli)
                                    .toList())
                    .bind("keep", each.keep)
                    .bind("due", mailbox.dueAgain(now).orElse(null))
                    .bind("now", now)
                    .add();
        }
        int[] updated = LedgerTransaction.countsOfOne(batch);
        List<Return> lost = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                lost.add(ordered.get(i));
            }
        }
        return lost;
    }
}
