package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.GroupAddress;
import java.time.Duration;

/** A command that has not started when it expires is not worked. */
class ExpiredCommandsAreNotWorkedTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void an_expired_command_is_not_worked_and_has_the_outcome_expired() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.work(ledger.onlyMailbox());
        ledger.accept(expiring(
                aCommand("c2").forGroup(new GroupAddress.ByRef("order-1")).withMessages(2), Duration.ofMinutes(1)));
        ledger.accept(send("c3", "order-1"));
        clock.advance(Duration.ofMinutes(2));
        Mailbox mailbox = ledger.onlyMailbox();

        assertThat(mailbox.nextCall().isExpired(clock.instant())).isTrue();
        ledger.record(mailbox, new CallResult.Expired());

        assertThat(ledger.work(mailbox)).containsExactly("c3 call 1");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue(), outcome -> outcome.get("status")
                        .textValue())
                .containsExactly(tuple("c1", "accepted"), tuple("c2", "expired"), tuple("c3", "accepted"));
    }

    @OnEachDatabase
    void a_command_that_has_started_does_not_expire() throws Exception {
        ledger.accept(expiring(create("c1", "order-1", 2), Duration.ofMinutes(1)));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        clock.advance(Duration.ofMinutes(2));

        assertThat(mailbox.nextCall().isExpired(clock.instant())).isFalse();
    }

    @OnEachDatabase
    void a_command_whose_first_call_may_have_reached_linq_does_not_expire() throws Exception {
        ledger.accept(expiring(create("c1", "order-1", 1), Duration.ofMinutes(1)));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(
                mailbox,
                new Retry(Duration.ofMinutes(2), Reason.INDETERMINATE, Fault.withoutResponse("no answer in time")));
        ledger.giveBack(mailbox);
        clock.advance(Duration.ofMinutes(3));

        assertThat(ledger.onlyMailbox().nextCall().isExpired(clock.instant())).isFalse();
    }
}
