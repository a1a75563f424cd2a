package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One instance at a time reads each call and each chat from Linq, however slow Linq is. */
class EachReadIsClaimedOnceTest extends OnH2AndPostgres {
    /** Maximum duration of a read in these tests. */
    private static final Duration QUESTION = TestLedger.LEASE;

    private static final Duration READ = Duration.ofMinutes(2);

    private final TestClock clock = new TestClock();
    private TestLedger here;
    private TestLedger elsewhere;

    @BeforeEach
    void open() throws Exception {
        String url = freshDatabase();
        CommandCompletion.Settings confirming = new CommandCompletion.Settings(true, TestLedger.DEADLINE, false);
        here = TestLedger.on(url, clock).confirming().open();
        elsewhere = TestLedger.on(url, clock).confirming().open();
    }

    @AfterEach
    void close() {
        elsewhere.close();
        here.close();
    }

    @OnEachDatabase
    void a_call_that_another_instance_has_claimed_is_not_read_twice() throws Exception {
        aLateCall();
        AwaitedCall waiting = only(here);
        clock.advance(QUESTION.plusSeconds(1));
        AwaitedCall same = only(elsewhere);

        assertThat(elsewhere.confirmations.renewClaim(same)).isTrue();
        assertThat(here.confirmations.renewClaim(waiting)).isFalse();
    }

    @OnEachDatabase
    void the_claim_on_a_call_is_renewed_when_its_read_starts() throws Exception {
        aLateCall();
        AwaitedCall call = only(here);
        clock.advance(QUESTION.minusSeconds(1));
        assertThat(here.confirmations.renewClaim(call)).isTrue();
        clock.advance(QUESTION.minusSeconds(1));

        assertThat(elsewhere.confirmations.claimLateCalls(10)).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(elsewhere.confirmations.claimLateCalls(10))
                .as("the process that claimed it has died")
                .hasSize(1);
    }

    @OnEachDatabase
    void a_call_queued_twice_is_read_once() throws Exception {
        aLateCall();
        AwaitedCall first = only(here);
        clock.advance(QUESTION.plusSeconds(1));
        AwaitedCall second = only(here);

        assertThat(here.confirmations.renewClaim(first)).isTrue();
        assertThat(here.confirmations.renewClaim(second)).isFalse();
    }

    @OnEachDatabase
    void a_call_decided_while_queued_is_not_read() throws Exception {
        aLateCall();
        AwaitedCall call = only(here);
        elsewhere.confirmations.recordResult(call, new ConfirmationResult.Confirmed());

        assertThat(here.confirmations.renewClaim(call)).isFalse();
    }

    @OnEachDatabase
    void a_chat_that_another_instance_has_claimed_is_not_read_twice() {
        aChatToRead();
        assertThat(here.chats.claimUnknown(10)).containsExactly("C");
        clock.advance(READ.plusSeconds(1));
        assertThat(elsewhere.chats.claimUnknown(10)).containsExactly("C");

        assertThat(elsewhere.chats.renewClaim("C")).isTrue();
        assertThat(here.chats.renewClaim("C")).isFalse();
    }

    @OnEachDatabase
    void the_claim_on_a_chat_is_renewed_when_its_read_starts() {
        aChatToRead();
        here.chats.claimUnknown(10);
        clock.advance(READ.minusSeconds(1));
        assertThat(here.chats.renewClaim("C")).isTrue();
        clock.advance(READ.minusSeconds(1));

        assertThat(elsewhere.chats.claimUnknown(10)).isEmpty();
    }

    @OnEachDatabase
    void a_chat_is_not_read_again_before_the_delay_that_linq_requests() {
        aChatToRead();
        here.chats.claimUnknown(10);
        here.chats.renewClaim("C");
        here.chats.deferRead("C", READ.multipliedBy(3));

        clock.advance(READ.multipliedBy(3).minusSeconds(1));
        assertThat(elsewhere.chats.claimUnknown(10)).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(elsewhere.chats.claimUnknown(10)).containsExactly("C");
    }

    private void aLateCall() throws Exception {
        here.accept(create("create", "g", 1));
        here.workAll();
        clock.advance(TestLedger.DEADLINE.plusSeconds(1));
    }

    private void aChatToRead() {
        here.store(TestEvent.received("e1", "C"));
        clock.advance(Duration.ofMinutes(1));
    }

    private static AwaitedCall only(TestLedger ledger) {
        List<AwaitedCall> late = ledger.confirmations.claimLateCalls(10);
        assertThat(late).hasSize(1);
        return late.get(0);
    }
}
