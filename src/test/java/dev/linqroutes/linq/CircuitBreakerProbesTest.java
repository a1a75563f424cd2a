package dev.linqroutes.linq;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.poll.PollState;
import dev.linqroutes.ledger.poll.PollState.Vote;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the circuit is open, a probe that did not call Linq is available again at once, whatever error prevented the call. */
class CircuitBreakerProbesTest {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock, PROBE, LONG, 3);
    private final TestLedger ledger =
            TestLedger.inMemory(clock).gate(circuitBreaker).confirming().open();
    private final ReadBackPoller inquiries = new ReadBackPoller(
            ledger.confirmations, ledger.chats, circuitBreaker, new ReadBackEvaluator(clock, LONG, LONG, LONG), clock);

    private void pause() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(PROBE);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_failed_claim_of_mailboxes_releases_its_probe() {
        pause();
        ledger.close();

        assertThatThrownBy(ledger::claim).isInstanceOf(LedgerException.class);

        assertProbeIsThere();
    }

    @Test
    void while_calls_are_paused_no_poll_is_read_and_the_probe_is_left_to_calls() {
        ledger.store(TestEvent.of("e", "poll.vote.added")
                .aboutMessage("m-1")
                .showing(PollState.withVote("tue", new Vote("+1", true, clock.instant())))
                .event());
        PollReadBackPoller polls = new PollReadBackPoller(ledger.pollReadBack, circuitBreaker, clock);
        clock.advance(TestLedger.DEADLINE);
        pause();

        assertThat(polls.takeDuePoll()).isEmpty();

        assertProbeIsThere();
        circuitBreaker.recordResponse();
        assertThat(polls.takeDuePoll()).hasSize(1);
    }

    @Test
    void a_failed_claim_of_late_calls_releases_its_probe() {
        pause();
        ledger.close();

        assertThatThrownBy(inquiries::claimLateCalls).isInstanceOf(LedgerException.class);
        assertProbeIsThere();
        pause();
        assertThatThrownBy(inquiries::claimUnknownChats).isInstanceOf(LedgerException.class);
        assertProbeIsThere();
    }

    @Test
    void a_read_whose_claim_cannot_be_renewed_releases_its_probe() throws Exception {
        AwaitedCall late = lateCall();
        assertThat(circuitBreaker.acquirePermit(10).limit()).isZero();
        ledger.close();

        assertThatThrownBy(() -> inquiries.renewCallClaim(late)).isInstanceOf(LedgerException.class);

        assertProbeIsThere();
    }

    @Test
    void a_deferred_mailbox_releases_its_probe() throws Exception {
        accept();
        pause();
        List<Mailbox> claimed = ledger.claim();
        assertThat(claimed).hasSize(1);
        assertThat(circuitBreaker.acquirePermit(10).limit()).isZero();

        ledger.mailboxes
                .defer(claimed.get(0), new IllegalStateException("unexpected"))
                .toCompletableFuture()
                .join();

        assertProbeIsThere();
    }

    private void assertProbeIsThere() {
        assertThat(circuitBreaker.acquirePermit(10).limit()).isEqualTo(1);
    }

    private void accept() {
        ledger.accept(aCommand("c1").toChat("chat").withMessages(1));
    }

    /** A call that Linq has accepted, and that no event has confirmed in time. */
    private AwaitedCall lateCall() throws InterruptedException {
        accept();
        Mailbox mailbox = ledger.claim().get(0);
        ledger.record(
                mailbox, new CallResult.Accepted(202, Optional.empty(), Optional.of("message"), Optional.empty()));
        clock.advance(LONG);
        pause();
        List<AwaitedCall> late = inquiries.claimLateCalls();
        assertThat(late).hasSize(1);
        return late.get(0);
    }
}
