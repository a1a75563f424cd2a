package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;

/** What became of commands is counted when it is committed, each outcome once. */
class OutcomesAreCountedTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void each_outcome_is_counted_by_type_and_status() throws Exception {
        ledger.accept(create("c1", "order-1", 1), create("c2", "order-2", 2), create("c3", "order-3", 1));
        for (Mailbox each : ledger.claim()) {
            if (each.nextCall().commandId().equals("c3")) {
                ledger.record(each, new CallResult.Failed(fault(400)));
                ledger.giveBack(each);
            } else {
                ledger.work(each);
            }
        }

        assertThat(outcomes("accepted")).isEqualTo(2);
        assertThat(outcomes("failed")).isEqualTo(1);
    }

    @OnEachDatabase
    void a_redelivered_command_and_a_repeated_result_count_nothing() throws Exception {
        PlannedCommand command = create("c1", "order-1", 1);
        ledger.accept(command);
        Mailbox mailbox = ledger.onlyMailbox();
        CallResult accepted = TestAnswers.accepted("chat-1");
        var call = mailbox.nextCall();
        ledger.answered(mailbox, call, accepted).join();
        ledger.answered(mailbox, call, accepted).join();
        ledger.accept(command);

        assertThat(outcomes("accepted")).isEqualTo(1);
    }

    @OnEachDatabase
    void retries_are_counted_by_their_reason() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Retry(Duration.ofSeconds(30), Retry.Reason.THROTTLED, fault(429)));

        assertThat(ledger.results.retryCount(Retry.Reason.THROTTLED)).isEqualTo(1);
        assertThat(ledger.results.retryCount(Retry.Reason.INDETERMINATE)).isZero();
    }

    private double outcomes(String status) {
        return Optional.ofNullable(ledger.metrics
                        .find("linq.outcomes")
                        .tag("type", "create_group")
                        .tag("status", status)
                        .counter())
                .map(Counter::count)
                .orElse(0.0);
    }
}
