package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.LaterChange;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The state of a call that no event has confirmed in time is read from Linq. */
class LateCallsAreReadBackTest extends WithConfirmation {
    @OnEachDatabase
    void a_call_without_an_event_is_claimed_after_the_deadline_by_one_process_at_a_time() throws Exception {
        aGroup("a");
        accept(leave("leave", "a"));

        assertThat(ledger.confirmations.claimLateCalls(10)).isEmpty();
        clock.advance(TestLedger.DEADLINE);
        assertThat(ledger.confirmations.claimLateCalls(10)).hasSize(1);
        assertThat(ledger.confirmations.claimLateCalls(10)).isEmpty();
        // The process that claimed it has died.
        clock.advance(Duration.ofMinutes(2));
        assertThat(ledger.confirmations.claimLateCalls(10)).hasSize(1);
    }

    @OnEachDatabase
    void the_result_of_a_read_decides() throws Exception {
        for (String name : List.of("yes", "no", "unknown", "later")) {
            aGroup(name);
            accept(leave(name, name));
        }
        clock.advance(TestLedger.DEADLINE);
        Map<String, ConfirmationResult> findings = Map.of(
                "yes", new ConfirmationResult.Confirmed(),
                "no", new ConfirmationResult.Refused(Fault.withoutResponse("the line is in it still")),
                "unknown", new ConfirmationResult.Undetermined("nobody knows"),
                "later", new ConfirmationResult.Pending(Duration.ofMinutes(5)));
        ledger.confirmations
                .claimLateCalls(10)
                .forEach(call -> ledger.confirmations.recordResult(call, findings.get(call.commandId())));

        assertThat(statuses())
                .containsOnly(
                        Map.entry("yes", "confirmed"), Map.entry("no", "failed"), Map.entry("unknown", "unconfirmed"));
        clock.advance(Duration.ofMinutes(5));
        assertThat(ledger.confirmations.claimLateCalls(10))
                .extracting(AwaitedCall::commandId)
                .containsExactly("later");
    }

    @OnEachDatabase
    void later_changes_that_were_sent_or_may_have_been_are_found() throws Exception {
        aGroup("a");
        aGroup("b");
        accept(rename("before", "a", "{\"display_name\":\"One\"}"));
        accept(rename("renamed first", "a", "{\"display_name\":\"Two\"}"));
        accept(rename("elsewhere", "b", "{\"display_name\":\"Three\"}"));
        accept(rename("sent since", "a", "{\"display_name\":\"Three\"}"));
        ledger.accept(
                rename("refused", "a", "{\"display_name\":\"Four\"}"),
                rename("on its way", "a", "{\"display_name\":\"Five\"}"),
                rename("waiting", "a", "{\"display_name\":\"Six\"}"));
        clock.advance(TestLedger.DEADLINE);
        AwaitedCall call = ledger.confirmations.claimLateCalls(10).stream()
                .filter(each -> each.commandId().equals("renamed first"))
                .findFirst()
                .orElseThrow();
        assertThat(since(call)).containsExactly("sent since");

        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new CallResult.Failed(Fault.withoutResponse("no")));
        assertThat(since(call)).containsExactly("sent since", "on its way");

        ledger.record(
                mailbox,
                new CallResult.Retry(Duration.ofHours(1), Reason.INDETERMINATE, Fault.withoutResponse("no answer")));
        assertThat(ledger.inHand(mailbox)).isFalse();
        assertThat(since(call)).containsExactly("sent since", "on its way");
    }

    @OnEachDatabase
    void of_many_later_changes_a_bounded_number_is_read() throws Exception {
        aGroup("a");
        accept(rename("first", "a", "{\"display_name\":\"One\"}"));
        accept(rename("later", "a", "{\"display_name\":\"Two\"}"));
        ledger.database.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO command (command_id, type, source_id, source, place, mailbox, warnings, status,"
                    + " replays, accepted_at)"
                    + " SELECT command_id || x, type, command_id || x, source, place, mailbox, warnings, status, replays,"
                    + " accepted_at FROM command, generate_series(1, 1100) AS numbers (x) WHERE command_id = 'later'");
            handle.execute(
                    "INSERT INTO call (command_id, position, mailbox, kind, method, path, body, body_bytes, status,"
                            + " attempts, begun)"
                            + " SELECT command_id || x, position, mailbox, kind, method, path, body, body_bytes, status, attempts,"
                            + " begun FROM call, generate_series(1, 1100) AS numbers (x) WHERE command_id = 'later'");
        });
        clock.advance(TestLedger.DEADLINE);
        AwaitedCall call = ledger.confirmations.claimLateCalls(10).stream()
                .filter(each -> each.commandId().equals("first"))
                .findFirst()
                .orElseThrow();

        assertThat(since(call)).hasSize(CallConfirmer.MAX_LATER_CHANGES);
    }

    private List<String> since(AwaitedCall call) {
        return ledger.confirmations.findLaterChanges(call).stream()
                .map(LaterChange::commandId)
                .toList();
    }

    @OnEachDatabase
    void an_event_that_arrives_during_a_read_wins_and_there_is_one_outcome() throws Exception {
        String chat = aGroup("a");
        accept(leave("leave", "a"));
        clock.advance(TestLedger.DEADLINE);
        AwaitedCall call = ledger.confirmations.claimLateCalls(10).get(0);
        receive(chat, event -> event.saying(Kind.LEFT));
        ledger.confirmations.recordResult(call, new ConfirmationResult.Refused(Fault.withoutResponse("no")));

        assertThat(statuses()).containsExactly(Map.entry("leave", "confirmed"));
    }

    @OnEachDatabase
    void a_failed_rename_that_may_be_one_of_two_is_decided_by_a_read() throws Exception {
        String chat = aGroup("a");
        accept(rename("first", "a", "{\"display_name\":\"One\"}"));
        accept(rename("second", "a", "{\"display_name\":\"Two\"}"));
        receive(chat, event -> event.failing(Kind.NOT_NAMED, 3007));

        assertThat(statuses()).isEmpty();
        clock.advance(TestLedger.DEADLINE);
        assertThat(ledger.confirmations.claimLateCalls(10))
                .extracting(AwaitedCall::commandId)
                .containsExactly("first", "second");
    }
}
