package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import java.time.Duration;

/** The calls of a group are made in the order of acceptance. */
class CallsKeepTheirOrderTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void calls_of_a_group_are_claimed_in_the_order_of_acceptance() throws Exception {
        ledger.accept(create("c1", "order-1", 3), send("c2", "order-1"), send("c3", "order-1"));

        Mailbox mailbox = ledger.onlyMailbox();

        assertThat(ledger.work(mailbox))
                .containsExactly("c1 call 1", "c1 call 2", "c1 call 3", "c2 call 1", "c3 call 1");
    }

    @OnEachDatabase
    void calls_that_arrive_while_a_mailbox_is_leased_are_made_afterwards() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.accept(send("c2", "order-1"));
        ledger.work(mailbox);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c2 call 1");
        assertThat(ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void a_throttled_group_defers_its_new_calls_and_no_other_group() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Retry(Duration.ofSeconds(30), Reason.THROTTLED, fault(429)));
        ledger.giveBack(mailbox);
        ledger.accept(send("c2", "order-1"), create("c3", "order-3", 1));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c3 call 1");
        clock.advance(Duration.ofSeconds(31));
        Mailbox again = ledger.onlyMailbox();
        assertThat(again.nextCall().attempts()).isZero();
        assertThat(again.nextCall().failingSince()).isEmpty();
        assertThat(ledger.work(again)).containsExactly("c1 call 1", "c2 call 1");
    }
}
