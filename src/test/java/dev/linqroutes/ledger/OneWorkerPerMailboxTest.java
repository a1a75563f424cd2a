package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestThreads.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.LeasedMailboxes;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** A mailbox has one worker at a time, and another one after that one has died or hangs. */
class OneWorkerPerMailboxTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_leased_mailbox_is_not_claimed_again_until_its_lease_expires() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox first = ledger.onlyMailbox();
        assertThat(first.nextCall().indeterminate()).isFalse();

        assertThat(ledger.claim()).isEmpty();
        clock.advance(TestLedger.LEASE.plusSeconds(1));

        Mailbox second = ledger.onlyMailbox();
        assertThat(second.nextCall().describe()).isEqualTo("c1 call 1");
        assertThat(second.nextCall().indeterminate()).isTrue();
    }

    @OnEachDatabase
    void a_worker_starts_no_call_after_half_of_its_lease_without_renewal() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();

        clock.advance(TestLedger.LEASE.dividedBy(2));

        assertThat(mailbox.hasNextCall(clock.instant())).isFalse();
    }

    @OnEachDatabase
    void a_lease_that_is_renewed_lasts_as_long_as_the_call() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        for (int i = 0; i < 5; i++) {
            mailbox.startNextCall(clock.instant());
            clock.advance(TestLedger.LONGEST_CALL.minusSeconds(1));

            ledger.renew();

            assertThat(ledger.claim()).isEmpty();
            assertThat(mailbox.hasNextCall(clock.instant())).isTrue();
        }
    }

    @OnEachDatabase
    void the_lease_of_a_worker_inactive_for_longer_than_a_call_expires() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        Mailbox stuck = ledger.onlyMailbox();
        stuck.startNextCall(clock.instant());

        for (Duration passed = Duration.ZERO;
                passed.compareTo(TestLedger.LEASE.plus(TestLedger.LONGEST_CALL)) <= 0;
                passed = passed.plusSeconds(5)) {
            ledger.renew();
            clock.advance(Duration.ofSeconds(5));
        }

        assertThat(ledger.onlyMailbox().nextCall().indeterminate()).isTrue();
        assertThat(stuck.hasNextCall(clock.instant())).isFalse();
    }

    @OnEachDatabase
    void a_worker_that_lost_its_lease_starts_no_further_call() throws Exception {
        ledger.accept(create("c1", "order-1", 3));
        Mailbox lost = ledger.onlyMailbox();
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        LeasedMailboxes elsewhere = ledger.another().mailboxes;
        assertThat(elsewhere.claim()).hasSize(1);
        lost.startNextCall(clock.instant());

        ledger.renew();

        assertThat(lost.hasNextCall(clock.instant())).isFalse();
        clock.advance(TestLedger.LEASE.dividedBy(2));
        assertThat(elsewhere.claim()).isEmpty();
    }

    @OnEachDatabase
    void a_worker_that_lost_its_lease_cannot_release_that_of_its_successor() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox lost = ledger.onlyMailbox();
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        ledger.onlyMailbox();

        ledger.giveBack(lost);

        assertThat(ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void no_mailbox_has_two_workers_at_a_time() throws Exception {
        ledger.accept(IntStream.range(0, 300)
                .mapToObj(i -> create("c" + i, "order-" + i, 2))
                .toArray(PlannedCommand[]::new));
        Set<String> inWork = ConcurrentHashMap.newKeySet();
        List<String> worked = Collections.synchronizedList(new ArrayList<>());

        atOnce(3, () -> {
            TestLedger instance = ledger.another();
            for (List<Mailbox> claimed = instance.claim(); !claimed.isEmpty(); claimed = instance.claim()) {
                for (Mailbox mailbox : claimed) {
                    assertThat(inWork.add(mailbox.name())).isTrue();
                }
                worked.addAll(instance.makeCalls(claimed));
                claimed.forEach(mailbox -> inWork.remove(mailbox.name()));
                instance.release(claimed);
            }
            return null;
        });

        assertThat(worked).doesNotHaveDuplicates().hasSize(600);
    }
}
