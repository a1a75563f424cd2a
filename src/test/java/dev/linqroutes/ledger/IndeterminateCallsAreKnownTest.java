package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.mailbox.CallInDoubt;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A call that Linq may have executed is marked indeterminate until its result is known. */
class IndeterminateCallsAreKnownTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_call_whose_worker_died_stays_in_doubt_whatever_Linq_says_next() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));
        ledger.onlyMailbox();
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        ledger.record(ledger.onlyMailbox(), new Retry(Duration.ZERO, Reason.THROTTLED, fault(429)));

        assertThat(ledger.onlyMailbox().nextCall().indeterminate()).isTrue();
    }

    @OnEachDatabase
    void a_call_whose_worker_had_an_unexpected_error_after_it_was_started_is_in_doubt() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));
        Mailbox mailbox = ledger.onlyMailbox();
        mailbox.startNextCall(clock.instant());
        defer(mailbox);

        assertThat(ledger.onlyMailbox().nextCall().indeterminate()).isTrue();
    }

    @OnEachDatabase
    void an_unexpected_error_before_a_call_or_after_its_result_leaves_none_in_doubt() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));
        defer(ledger.onlyMailbox());
        Mailbox mailbox = ledger.onlyMailbox();
        mailbox.startNextCall(clock.instant());
        ledger.record(mailbox, new Retry(Duration.ZERO, Reason.THROTTLED, fault(429)));
        defer(mailbox);

        assertThat(ledger.onlyMailbox().nextCall().indeterminate()).isFalse();
    }

    @OnEachDatabase
    void a_call_whose_result_cannot_be_recorded_in_any_way_is_in_doubt() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));
        Mailbox mailbox = ledger.onlyMailbox();
        mailbox.startNextCall(clock.instant());
        ledger.database
                .jdbi()
                .useHandle(handle ->
                        handle.execute("ALTER TABLE call ADD CONSTRAINT no_result CHECK (status = 'waiting')"));
        assertThatThrownBy(() -> ledger.record(mailbox, TestAnswers.accepted("chat-9")))
                .hasRootCauseInstanceOf(SQLException.class);
        defer(mailbox);

        assertThat(ledger.onlyMailbox().nextCall().indeterminate()).isTrue();
    }

    @OnEachDatabase
    void a_call_that_Linq_has_surely_not_done_is_not_in_doubt() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));
        ledger.record(
                ledger.onlyMailbox(),
                new Retry(Duration.ZERO, Reason.NOT_EXECUTED, Fault.withoutResponse("Connection refused")));
        ledger.record(ledger.onlyMailbox(), new Retry(Duration.ZERO, Reason.NOT_READY, fault(409)));

        assertThat(ledger.onlyMailbox().nextCall()).satisfies(call -> {
            assertThat(call.indeterminate()).isFalse();
            assertThat(call.attempts()).isEqualTo(2);
        });
    }

    @OnEachDatabase
    void the_time_for_what_is_not_ready_begins_anew_when_Linq_has_said_something_else() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));
        Instant first = clock.instant();
        ledger.record(ledger.onlyMailbox(), new Retry(Duration.ZERO, Reason.NOT_READY, fault(409)));
        clock.advance(Duration.ofMinutes(1));
        ledger.record(ledger.onlyMailbox(), new Retry(Duration.ZERO, Reason.THROTTLED, fault(429)));
        Mailbox mailbox = ledger.onlyMailbox();
        assertThat(mailbox.nextCall().notReadySince()).contains(first);

        ledger.record(mailbox, new Retry(Duration.ZERO, Reason.INDETERMINATE, fault(503)));

        assertThat(ledger.onlyMailbox().nextCall()).satisfies(call -> {
            assertThat(call.notReadySince()).isEmpty();
            assertThat(call.failingSince()).contains(first);
        });
    }

    @OnEachDatabase
    void a_call_without_a_key_is_started_once() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.results.recordStart(mailbox);

        assertThatThrownBy(() -> ledger.results.recordStart(mailbox)).isInstanceOf(CallInDoubt.class);
        reopen();
        assertThatThrownBy(() -> ledger.results.recordStart(mailbox)).isInstanceOf(CallInDoubt.class);
    }

    @OnEachDatabase
    void a_call_that_was_certainly_not_sent_can_be_started_again() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.results.recordStart(mailbox);
        ledger.record(mailbox, new Retry(Duration.ZERO, Reason.NOT_EXECUTED, Fault.withoutResponse("refused")));

        assertThatCode(() -> ledger.results.recordStart(mailbox)).doesNotThrowAnyException();
    }

    private void defer(Mailbox mailbox) {
        ledger.mailboxes
                .defer(mailbox, new IllegalStateException("unexpected"))
                .toCompletableFuture()
                .join();
        clock.advance(Duration.ofMinutes(1));
    }
}
