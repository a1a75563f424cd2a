package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.confirm.ResendPolicy;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.CommandCompletion.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A message that Linq accepts and fails later with code 4001 is sent once more, if that is configured (reference 4.8). */
class FailedMessagesAreResentTest extends WithConfirmation {
    private static final int DELIVERY_FAILED = 4001;

    private void resending(ResendPolicy policy) throws Exception {
        resending(policy, false);
    }

    private void resending(ResendPolicy policy, boolean publishAccepted) throws Exception {
        ledger.close();
        ledger = TestLedger.on(freshDatabase(), clock)
                .settling(new Settings(true, TestLedger.DEADLINE, publishAccepted))
                .resending(policy)
                .open();
    }

    private void fails(String key) {
        receive("chat-of-ref:a", event -> event.withKey(key).failing(Kind.NOT_SENT, DELIVERY_FAILED));
    }

    private void isSent(String key) {
        receive("chat-of-ref:a", event -> event.withKey(key).saying(Kind.SENT));
    }

    private List<String> outcomeIds() throws Exception {
        return ledger.outcomes().stream()
                .map(outcome -> outcome.get("outcome_id").asText())
                .toList();
    }

    @OnEachDatabase
    void a_failed_message_is_sent_once_more_with_a_fresh_key_and_then_confirmed() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        fails("m-1");

        Mailbox mailbox = ledger.onlyMailbox();
        assertThat(mailbox.nextCall().describe()).isEqualTo("m call 1");
        ledger.work(mailbox);
        isSent("m-1-s");
        JsonNode outcome = ledger.outcomes().get(1);
        assertThat(outcome.get("outcome_id").asText()).isEqualTo("m:confirmed");
        assertThat(outcome.get("warnings").toString()).contains("call 1", "4001", "linq.resend");
        assertThat(outcome.at("/calls/0/attempts").asInt()).isEqualTo(2);
    }

    @OnEachDatabase
    void the_key_in_the_body_is_fresh_too() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(command(
                "m",
                "a",
                CallKind.SEND_MESSAGE,
                "/chats/{chat_id}/messages",
                "{\"message\":{\"parts\":[],\"idempotency_key\":\"m-1\"}}",
                Optional.of("m-1")));
        fails("m-1");

        assertThat(ledger.onlyMailbox().nextCall().body()).contains("\"idempotency_key\":\"m-1-s\"");
    }

    @OnEachDatabase
    void a_message_that_fails_again_has_failed() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        fails("m-1");
        ledger.workAll();
        fails("m-1-s");

        assertThat(ledger.claim()).isEmpty();
        assertThat(outcomeIds()).containsExactly("create-a:confirmed", "m:failed");
        assertThat(ledger.outcomes().get(1).get("warnings").toString())
                .contains("it was put back to be sent once more");
    }

    @OnEachDatabase
    void a_row_that_was_sent_twice_is_not_offered_to_be_sent_again() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aGroup("a");
        accept(row("f-a", 2, message("m", "a", "m-1")));
        fails("m-1");
        ledger.workAll();
        fails("m-1-s");

        RowResult result = new RowResultReader(ledger.database).read("f-a").next();
        assertThat(result.status()).isEqualTo("failed");
        assertThat(result.partiallyDone()).isTrue();
    }

    @OnEachDatabase
    void a_replay_after_that_has_a_key_of_its_own_and_is_resent_once_as_well() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        fails("m-1");
        ledger.workAll();
        fails("m-1-s");
        assertThat(ledger.failedCommands.replay("m")).isEmpty();
        ledger.workAll();
        fails("m-1-r1");
        ledger.workAll();
        isSent("m-1-r1-s");

        assertThat(outcomeIds()).containsExactly("create-a:confirmed", "m:failed", "m:confirmed:replay-1");
    }

    @OnEachDatabase
    void the_first_message_is_sent_into_the_chat_that_it_has_created() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        ledger.accept(create("c", "a", 1));
        ledger.work(ledger.onlyMailbox());
        fails("c-1");

        Mailbox mailbox = ledger.onlyMailbox();
        assertThat(mailbox.nextCall().kind()).isEqualTo(CallKind.SEND_MESSAGE);
        assertThat(mailbox.nextCall().path()).isEqualTo("/chats/{chat_id}/messages");
        ledger.work(mailbox);
        isSent("c-1-s");
        assertThat(outcomeIds()).containsExactly("c:confirmed");
    }

    @OnEachDatabase
    void in_order_a_message_stays_failed_when_a_later_one_was_sent() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        accept(message("later", "a", "later-1"));
        fails("m-1");

        assertThat(ledger.claim()).isEmpty();
        assertThat(outcomeIds()).containsExactly("create-a:confirmed", "m:failed");
        assertThat(ledger.outcomes().get(1).get("warnings").toString())
                .contains("it was not sent once more, because a later message of the group may have been sent");
    }

    @OnEachDatabase
    void in_order_a_message_stays_failed_while_a_later_one_may_be_on_its_way() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        ledger.accept(message("later", "a", "later-1"));
        Mailbox working = ledger.onlyMailbox();
        fails("m-1");

        assertThat(ledger.work(working)).containsExactly("later call 1");
        assertThat(ledger.claim()).isEmpty();
        assertThat(outcomeIds()).containsExactly("create-a:confirmed", "m:failed");
    }

    @OnEachDatabase
    void in_order_a_message_stays_failed_when_a_later_memo_without_an_answer_may_have_been_sent() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        ledger.accept(TestCommands.call("memo", "a", CallKind.SEND_VOICE_MEMO));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.results.recordStart(mailbox);
        ledger.record(mailbox, new CallResult.Failed(CallResult.Fault.withoutResponse("not repeated")));
        ledger.giveBack(mailbox);
        fails("m-1");

        assertThat(ledger.claim()).isEmpty();
        assertThat(statuses()).containsEntry("m", "failed");
    }

    /** How a command names the message of another one. */
    enum Naming {
        BY_ID,
        BY_COMMAND,
        BY_EVENT
    }

    private PlannedCommand change(String commandId, CallKind kind, Naming naming) {
        String restOfPath = kind == CallKind.ADD_POLL_OPTIONS ? "/poll/options" : "";
        String path = "/messages/" + (naming == Naming.BY_ID ? "m-1-id" : PlannedCall.MESSAGE_ID) + restOfPath;
        Optional<MessageReference> reference =
                switch (naming) {
                    case BY_ID -> Optional.empty();
                    case BY_COMMAND -> Optional.of(new MessageReference.OfCommand("m", 1));
                    case BY_EVENT -> Optional.of(new MessageReference.OfEvent("E-SENT"));
                };
        return aCommand(commandId)
                .ofType("type")
                .toGroup("a")
                .with(new PlannedCall(1, kind, "POST", path, "", Optional.empty(), reference));
    }

    /** A message that Linq has accepted, and of which an event has told. */
    private void aMessage() throws Exception {
        aGroup("a");
        aMessageOfTheGroup();
    }

    private void aMessageOfTheGroup() throws Exception {
        ledger.accept(message("m", "a", "m-1"));
        answer(new CallResult.Accepted(202, Optional.empty(), Optional.of("m-1-id"), Optional.empty()));
        ledger.store(TestEvent.of("e-sent", "message.sent")
                .inChat("chat-of-ref:a")
                .aboutMessage("m-1-id")
                .event());
    }

    private void answer(CallResult result) throws Exception {
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, result);
        ledger.giveBack(mailbox);
    }

    private static CallResult notDone(CallResult.Retry.Reason reason) {
        return new CallResult.Retry(Duration.ofHours(1), reason, fault(500));
    }

    private void assertNotResent() throws Exception {
        fails("m-1");
        assertThat(outcomeIds()).contains("m:failed");
        assertThat(ledger.outcomes())
                .filteredOn(outcome -> outcome.get("command_id").asText().equals("m"))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.get("warnings").toString())
                        .contains("it was not sent once more, because it was, or will be, deleted or changed"));
    }

    @OnEachDatabase
    void a_message_that_waits_to_be_deleted_is_not_sent_again() throws Exception {
        for (ResendPolicy policy : List.of(ResendPolicy.IN_ORDER, ResendPolicy.ANY_ORDER)) {
            for (Naming naming : Naming.values()) {
                resending(policy);
                aMessage();
                ledger.accept(change("delete", CallKind.DELETE_MESSAGE, naming));

                assertNotResent();
            }
        }
    }

    @OnEachDatabase
    void a_message_whose_delete_is_delayed_is_not_sent_again() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aMessage();
        ledger.accept(delayedDelete());

        assertNotResent();
    }

    @OnEachDatabase
    void a_message_whose_delete_was_accepted_before_it_and_is_delayed_is_not_sent_again() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        ledger.accept(delayedDelete());
        aMessageOfTheGroup();

        assertNotResent();
    }

    private PlannedCommand delayedDelete() {
        return aCommand("delete")
                .ofType("type")
                .toGroup("a")
                .notBefore(clock.instant().plus(Duration.ofHours(1)))
                .with(new PlannedCall(
                        1,
                        CallKind.DELETE_MESSAGE,
                        "DELETE",
                        "/messages/{message_id}",
                        "",
                        Optional.empty(),
                        Optional.of(new MessageReference.OfCommand("m", 1))));
    }

    @OnEachDatabase
    void a_message_whose_delete_is_under_way_is_not_sent_again() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aMessage();
        ledger.accept(change("delete", CallKind.DELETE_MESSAGE, Naming.BY_COMMAND));
        ledger.onlyMailbox();

        assertNotResent();
    }

    @OnEachDatabase
    void a_message_whose_delete_is_in_doubt_is_not_sent_again() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aMessage();
        ledger.accept(change("delete", CallKind.DELETE_MESSAGE, Naming.BY_COMMAND));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, notDone(CallResult.Retry.Reason.INDETERMINATE));
        ledger.giveBack(mailbox);
        clock.advance(Duration.ofHours(1));
        answer(new CallResult.Failed(CallResult.Fault.withoutResponse("retried for too long")));
        assertThat(statuses()).containsEntry("delete", "failed");

        assertNotResent();
    }

    @OnEachDatabase
    void a_message_that_linq_did_not_delete_is_sent_again() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aMessage();
        ledger.accept(change("delete", CallKind.DELETE_MESSAGE, Naming.BY_COMMAND));
        answer(new CallResult.Failed(fault(403)));
        fails("m-1");

        assertThat(ledger.workAll()).containsExactly("m call 1");
    }

    @OnEachDatabase
    void a_message_is_sent_again_while_another_one_is_deleted() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aMessage();
        ledger.accept(aCommand("delete")
                .ofType("type")
                .toGroup("a")
                .with(CallKind.DELETE_MESSAGE, "/messages/m-1-id-of-another", ""));
        fails("m-1");

        assertThat(ledger.workAll()).containsExactly("delete call 1", "m call 1");
    }

    @OnEachDatabase
    void a_message_that_was_edited_or_got_options_is_not_sent_again_as_it_was() throws Exception {
        for (CallKind kind : List.of(CallKind.EDIT_MESSAGE, CallKind.ADD_POLL_OPTIONS)) {
            for (Naming naming : Naming.values()) {
                resending(ResendPolicy.IN_ORDER);
                aMessage();
                ledger.accept(change("change", kind, naming));
                answer(new CallResult.Accepted(200, Optional.empty(), Optional.of("m-1-id"), Optional.empty()));

                assertNotResent();
            }
        }
    }

    @OnEachDatabase
    void an_edit_that_waits_for_the_message_of_a_command_is_made_after_that_was_sent_again() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aMessage();
        ledger.accept(change("edit", CallKind.EDIT_MESSAGE, Naming.BY_COMMAND));
        fails("m-1");

        assertThat(ledger.workAll()).containsExactly("m call 1");
        assertThat(ledger.workAll()).containsExactly("edit call 1");
    }

    @OnEachDatabase
    void a_message_is_not_sent_again_behind_its_edit() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aMessage();
        ledger.accept(change("edit", CallKind.EDIT_MESSAGE, Naming.BY_COMMAND));

        assertNotResent();
    }

    @OnEachDatabase
    void in_order_a_message_is_sent_before_those_that_wait() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        ledger.accept(message("later", "a", "later-1"));
        fails("m-1");

        assertThat(ledger.workAll()).containsExactly("m call 1", "later call 1");
    }

    @OnEachDatabase
    void in_any_order_a_message_is_sent_behind_those_that_wait_and_were_sent() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        accept(message("second", "a", "second-1"));
        ledger.accept(message("third", "a", "third-1"));
        fails("m-1");

        assertThat(ledger.workAll()).containsExactly("third call 1", "m call 1");
    }

    @OnEachDatabase
    void another_code_is_no_reason_to_send_again() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        receive("chat-of-ref:a", event -> event.withKey("m-1").failing(Kind.NOT_SENT, 4005));

        assertThat(outcomeIds()).containsExactly("create-a:confirmed", "m:failed");
    }

    @OnEachDatabase
    void a_command_that_has_its_outcome_is_not_taken_up_again() throws Exception {
        resending(ResendPolicy.ANY_ORDER);
        ledger.accept(create("c", "a", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-of-ref:a"));
        ledger.record(mailbox, new CallResult.Failed(fault(400)));
        ledger.giveBack(mailbox);
        fails("c-1");

        assertThat(ledger.claim()).isEmpty();
        assertThat(outcomeIds()).containsExactly("c:failed");
    }

    @OnEachDatabase
    void the_acceptance_is_reported_once() throws Exception {
        resending(ResendPolicy.IN_ORDER, true);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        fails("m-1");
        ledger.workAll();
        isSent("m-1-s");

        assertThat(outcomeIds())
                .containsExactly("create-a:accepted", "create-a:confirmed", "m:accepted", "m:confirmed");
    }

    @OnEachDatabase
    void a_repeated_event_of_the_failure_changes_nothing() throws Exception {
        resending(ResendPolicy.IN_ORDER);
        aGroup("a");
        accept(message("m", "a", "m-1"));
        TestEvent event = TestEvent.of("failed twice", "type").inChat("chat-of-ref:a");
        event.withKey("m-1").failing(Kind.NOT_SENT, DELIVERY_FAILED);
        ledger.store(event.event());
        ledger.confirmations.matchBatch();
        ledger.workAll();
        ledger.store(event.event());
        fails("m-1");

        assertThat(ledger.claim()).isEmpty();
        isSent("m-1-s");
        assertThat(outcomeIds()).containsExactly("create-a:confirmed", "m:confirmed");
    }
}
