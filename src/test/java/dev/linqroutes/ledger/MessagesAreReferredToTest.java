package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.confirm.Signal;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.ReferenceWaits;
import dev.linqroutes.ledger.intake.ReferenceWaits.ReferenceWait;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.MessageReference.OfCommand;
import dev.linqroutes.ledger.model.MessageReference.OfEvent;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.CommandCanceller;
import dev.linqroutes.linq.CallNotPossible;
import dev.linqroutes.linq.CommandExpired;
import dev.linqroutes.linq.LinqRequest;
import dev.linqroutes.linq.RequestWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A command refers to a message by the command that sent it, or by its event, and needs no id of Linq. */
class MessagesAreReferredToTest extends OnEachLedgerUrl {
    private static final String EVENT = "5d0f3c52-7a1e-4f6d-9b7c-0e6a4c1f2b11";

    @OnEachDatabase
    void a_reaction_an_edit_and_a_deletion_go_to_the_message_of_the_command() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        work();

        ledger.accept(react("r1", of("c1")), edit("e1", new OfCommand("c1", 2)), delete("d1", of("c1")));

        assertThat(work())
                .containsExactly(
                        "r1 POST /messages/m-of-c1-1/reactions",
                        "e1 PATCH /messages/m-of-c1-2",
                        "d1 DELETE /messages/m-of-c1-1");
        assertThat(outcome("r1").at("/calls/0/path").textValue()).isEqualTo("/messages/m-of-c1-1/reactions");
    }

    @OnEachDatabase
    void a_reply_to_a_message_that_is_still_under_way_waits_for_it_in_its_mailbox() throws Exception {
        ledger.accept(create("c1", "order-1", 2), reply("r1", of("c1")), send("c2", "order-1"), react("r2", of("r1")));

        assertThat(work())
                .containsExactly(
                        "c1 POST /chats",
                        "c1 POST /chats/chat-order-1/messages",
                        "r1 POST /chats/chat-order-1/messages reply to m-of-c1-1 part 0",
                        "c2 POST /chats/chat-order-1/messages",
                        "r2 POST /messages/m-of-r1-1/reactions");
    }

    @OnEachDatabase
    void a_message_whose_answer_was_lost_is_waited_for() throws Exception {
        ledger.accept(create("c1", "order-1", 1), react("r1", of("c1")));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(
                mailbox,
                new CallResult.Retry(
                        Duration.ofMinutes(1),
                        CallResult.Retry.Reason.INDETERMINATE,
                        CallResult.Fault.withoutResponse("no answer")));

        assertThat(work()).isEmpty();
        clock.advance(Duration.ofMinutes(1));

        assertThat(work()).containsExactly("c1 POST /chats", "r1 POST /messages/m-of-c1-1/reactions");
    }

    @OnEachDatabase
    void a_consumer_answers_an_event_by_its_id() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        work();
        ledger.store(received(EVENT, "chat-order-1"));

        ledger.accept(reply("r1", new OfEvent(EVENT)), react("r2", new OfEvent(EVENT.toUpperCase(Locale.ROOT))));

        assertThat(work())
                .containsExactly(
                        "r1 POST /chats/chat-order-1/messages reply to m-of-event part 0",
                        "r2 POST /messages/m-of-event/reactions");
    }

    @OnEachDatabase
    void a_command_whose_reference_is_not_known_yet_waits_for_it_and_holds_up_nothing() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(react("r1", of("later")), react("r2", new OfEvent(EVENT)), send("c2", "order-1"));

        assertThat(work()).containsExactly("c1 POST /chats", "c2 POST /chats/chat-order-1/messages");
        clock.advance(Duration.ofSeconds(29));
        ledger.releaseDelayed();
        assertThat(work()).isEmpty();
        ledger.accept(send("later", "order-1"));
        ledger.store(received(EVENT, "chat-order-1"));
        clock.advance(Duration.ofSeconds(1));
        ledger.releaseDelayed();

        assertThat(work())
                .containsExactly(
                        "later POST /chats/chat-order-1/messages",
                        "r1 POST /messages/m-of-later-1/reactions",
                        "r2 POST /messages/m-of-event/reactions");
    }

    @OnEachDatabase
    void a_reference_that_stays_unknown_fails_its_command_with_the_id_and_nothing_else() throws Exception {
        ledger.accept(create("c1", "order-1", 1), react("r1", of("C1")), reply("r2", new OfEvent("none")));
        work();
        clock.advance(Duration.ofSeconds(30));
        ledger.releaseDelayed();
        ledger.accept(send("c2", "order-1"));

        assertThat(work())
                .containsExactly(
                        "r1 refers to message 1 of command \"C1\", but the ledger has no such command: it was not"
                                + " received, or is older than ledger.retention",
                        "r2 refers to the message of event \"none\", but the ledger has no such event: it was not"
                                + " received, or longer ago than linq.webhook.dedup-window",
                        "c2 POST /chats/chat-order-1/messages");
        JsonNode outcome = outcome("r1");
        assertThat(outcome.get("status").textValue()).isEqualTo("failed");
        assertThat(outcome.at("/calls/0/error_message").textValue()).contains("command \"C1\"");
        assertThat(outcome.at("/calls/0").has("error_code")).isFalse();
    }

    @OnEachDatabase
    void a_reference_to_a_command_that_was_refused_fails_at_once_with_its_reason() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(send("bad", "unknown"));
        ledger.accept(react("r1", of("bad")));
        ledger.acceptance.accept(List.of(
                CommandRefusal.of(send("worse", "order-1"), "is worse"),
                react("r2", of("worse")),
                send("c2", "order-1")));

        assertThat(work())
                .containsExactly(
                        "c1 POST /chats",
                        "r1 refers to message 1 of command \"bad\", which was refused at groups-of-bad.csv row 2: /group_ref: group"
                                + " \"unknown\" is not known; create it first (create_group), or name the chat by Linq's chat_id",
                        "r2 refers to message 1 of command \"worse\", which was refused at groups-of-worse.csv row 2: is"
                                + " worse",
                        "c2 POST /chats/chat-order-1/messages");
        assertThat(outcome("r1").at("/calls/0/error_message").textValue()).contains("which was refused");
    }

    @OnEachDatabase
    void a_command_that_was_corrected_and_accepted_under_its_id_is_referred_to() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.acceptance.accept(List.of(
                CommandRefusal.of(redelivered("fixed", "first"), "is bad"),
                CommandRefusal.of(redelivered("fixed", "second"), "is still bad"),
                send("fixed", "order-1"),
                CommandRefusal.duplicate(redelivered("fixed", "third"), "elsewhere"),
                react("r1", of("fixed"))));
        ledger.accept(react("r2", of("fixed")));

        assertThat(work())
                .containsExactly(
                        "c1 POST /chats",
                        "fixed POST /chats/chat-order-1/messages",
                        "r1 POST /messages/m-of-fixed-1/reactions",
                        "r2 POST /messages/m-of-fixed-1/reactions");
    }

    @OnEachDatabase
    void a_command_that_waits_stops_waiting_when_what_it_refers_to_is_refused() throws Exception {
        ledger.accept(create("c1", "order-1", 1), react("r1", of("bad")));
        work();
        ledger.acceptance.accept(List.of(CommandRefusal.of(send("bad", "order-1"), "is bad")));
        clock.advance(Duration.ofSeconds(1));
        ledger.releaseDelayed();

        assertThat(work()).singleElement().asString().endsWith("which was refused at groups-of-bad.csv row 2: is bad");
    }

    @OnEachDatabase
    void what_a_command_waits_for_is_told_with_its_end() {
        ReferenceWaits waits = new ReferenceWaits(ledger.database, clock, Duration.ofSeconds(30));
        Instant now = clock.instant();
        ledger.accept(create("c1", "order-1", 1), delayed(send("c2", "order-1"), Duration.ofHours(1)));
        ledger.accept(
                react("r1", of("later")),
                react("r2", new OfEvent(EVENT)),
                react("r3", of("c2")),
                react("r4", of("c1")),
                delayed(send("c3", "order-1"), Duration.ofHours(1)));
        List<String> commands = List.of("r1", "r2", "r3", "r4", "c3");

        assertThat(waits.find(commands))
                .containsOnly(
                        Map.entry(
                                "r1",
                                new ReferenceWait(
                                        "message 1 of command \"later\"", true, now, now.plus(Duration.ofSeconds(30)))),
                        Map.entry(
                                "r2",
                                new ReferenceWait(
                                        "the message of event \"" + EVENT + "\"",
                                        true,
                                        now,
                                        now.plus(Duration.ofSeconds(30)))),
                        Map.entry(
                                "r3",
                                new ReferenceWait(
                                        "message 1 of command \"c2\"", false, now, now.plus(Duration.ofHours(1)))));
        ledger.acceptance.accept(List.of(CommandRefusal.of(send("later", "order-1"), "is bad")));
        clock.advance(Duration.ofSeconds(30));

        assertThat(waits.find(commands)).containsOnlyKeys("r3");
        assertThat(waits.find(List.of())).isEmpty();
    }

    private static PlannedCommand redelivered(String commandId, String sourceId) {
        return TestCommands.at(sourceId, send(commandId, "order-1"));
    }

    @OnEachDatabase
    void a_command_waits_as_long_as_the_one_that_it_refers_to() throws Exception {
        ledger.accept(create("c1", "order-1", 1), delayed(send("c2", "order-1"), Duration.ofHours(1)));
        ledger.accept(react("r1", of("c2")), react("r2", of("c1")));

        assertThat(work()).containsExactly("c1 POST /chats", "r2 POST /messages/m-of-c1-1/reactions");
        clock.advance(Duration.ofMinutes(54).plusMillis(59_500));
        ledger.releaseDelayed();
        // Looked at within the second before the other is due.
        clock.advance(Duration.ofMinutes(5));
        ledger.releaseDelayed();
        assertThat(work()).isEmpty();
        clock.advance(Duration.ofMillis(500));
        ledger.releaseDelayed();

        assertThat(work())
                .containsExactly("c2 POST /chats/chat-order-1/messages", "r1 POST /messages/m-of-c2-1/reactions");
    }

    @OnEachDatabase
    void a_command_that_came_first_waits_for_the_delayed_one_that_it_refers_to() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        work();
        ledger.accept(react("r1", of("c2")));
        clock.advance(Duration.ofSeconds(5));
        ledger.accept(delayed(send("c2", "order-1"), Duration.ofHours(1)));

        List<String> made = new ArrayList<>();
        for (int i = 0; i < 70 * 60; i++) {
            clock.advance(Duration.ofSeconds(1));
            ledger.releaseDelayed();
            if (i % 60 == 0) {
                made.addAll(work());
            }
        }

        assertThat(made)
                .containsExactly("c2 POST /chats/chat-order-1/messages", "r1 POST /messages/m-of-c2-1/reactions");
    }

    @OnEachDatabase
    void a_command_learns_within_minutes_that_the_delayed_one_it_refers_to_is_cancelled() throws Exception {
        ledger.accept(create("c1", "order-1", 1), delayed(send("c2", "order-1"), Duration.ofDays(30)));
        ledger.accept(react("r1", of("c2")));
        work();
        LedgerTransaction.run(ledger.database, 1, "cancel", handle -> new CommandCanceller(ledger.outcomeMapper, clock)
                .cancel(handle, List.of("c2")));

        clock.advance(Duration.ofMinutes(5));
        ledger.releaseDelayed();

        assertThat(work())
                .containsExactly(
                        "r1 refers to message 1 of command \"c2\", which was not sent, because its command was cancelled");
    }

    @OnEachDatabase
    void commands_that_refer_to_each_other_do_not_wait_without_end() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        work();
        ledger.accept(reply("r1", of("r2")), reply("r2", of("r1")));

        for (int i = 0; i < 35; i++) {
            clock.advance(Duration.ofSeconds(1));
            ledger.releaseDelayed();
        }

        assertThat(work())
                .containsExactly(
                        "r1 refers to message 1 of command \"r2\", which is behind this command in the group",
                        "r2 refers to message 1 of command \"r1\", which was not sent, because it failed");
    }

    @OnEachDatabase
    void a_command_expires_while_it_waits_for_one_that_is_not_known_or_is_delayed() throws Exception {
        ledger.accept(create("c1", "order-1", 1), delayed(send("c2", "order-1"), Duration.ofHours(1)));
        work();
        ledger.accept(
                expiring(react("r1", of("unknown")), Duration.ofSeconds(20)),
                expiring(react("r2", of("c2")), Duration.ofSeconds(20)));

        clock.advance(Duration.ofSeconds(20));
        ledger.releaseDelayed();
        assertThat(work()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        ledger.releaseDelayed();

        assertThat(work()).containsExactlyInAnyOrder("r1 expired", "r2 expired");
    }

    @OnEachDatabase
    void a_command_expires_while_the_one_that_it_refers_to_cannot_be_released() throws Exception {
        ledger.accept(
                create("c1", "order-1", 1),
                create("other", "order-2", 1),
                delayed(send("c2", "order-2"), Duration.ofMinutes(1)));
        work();
        ledger.accept(expiring(react("r1", of("c2")), Duration.ofMinutes(10)));
        execute("ALTER TABLE command ADD CONSTRAINT obstructed CHECK (command_id <> 'c2' OR status = 'delayed')");

        List<String> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofMinutes(1));
            ledger.releaseDelayed();
            made.addAll(work());
        }

        assertThat(made).containsExactly("r1 expired");
    }

    @OnEachDatabase
    void a_message_that_was_not_sent_fails_what_refers_to_it_and_the_group_goes_on() throws Exception {
        ledger.accept(
                create("c1", "order-1", 1),
                aCommand("failing").toGroup("order-1").withMessages(2),
                react("r1", of("failing")),
                react("r2", new OfCommand("failing", 2)),
                expiring(send("expired", "order-1"), Duration.ofSeconds(1)),
                react("r3", of("expired")),
                TestCommands.call("renamed", "order-1", CallKind.UPDATE_CHAT),
                react("r4", of("renamed")),
                react("r5", new OfCommand("c1", 2)),
                send("last", "order-1"));
        work(ledger.onlyMailbox(), 1);
        clock.advance(Duration.ofSeconds(2));

        assertThat(work())
                .containsExactly(
                        "failing POST /chats/chat-order-1/messages",
                        "r1 refers to message 1 of command \"failing\", which was not sent, because it failed",
                        "r2 refers to message 2 of command \"failing\", which was not sent, because its command failed",
                        "expired expired",
                        "r3 refers to message 1 of command \"expired\", which was not sent, because its command expired",
                        "renamed POST /chats/chat-order-1",
                        "r4 refers to message 1 of command \"renamed\", but that command has no such message",
                        "r5 refers to message 2 of command \"c1\", but that command has no such message",
                        "last POST /chats/chat-order-1/messages");
    }

    @OnEachDatabase
    void a_message_of_another_group_is_not_referred_to() throws Exception {
        ledger.accept(create("c1", "order-1", 1), create("c2", "order-2", 1));
        work();
        ledger.store(
                received(EVENT, "chat-order-2"),
                TestEvent.of("joined", "participant.added")
                        .inChat("chat-order-1")
                        .event());

        ledger.accept(
                react("r1", of("c2")),
                react("r2", new OfEvent(EVENT)),
                react("r3", new OfEvent("joined")),
                send("last", "order-1"));

        assertThat(work())
                .containsExactly(
                        "r1 refers to message 1 of command \"c2\", which is of another group",
                        "r2 refers to the message of event \"" + EVENT + "\", which is of another group",
                        "r3 refers to the message of event \"joined\", but an event of type participant.added has no"
                                + " message",
                        "last POST /chats/chat-order-1/messages");
    }

    @OnEachDatabase
    void an_edit_of_a_message_that_somebody_else_has_sent_fails_at_once_and_holds_up_nothing() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        work();
        ledger.store(received(EVENT, "chat-order-1"), sent("c1", "m-of-c1-1"));

        ledger.accept(edit("e1", new OfEvent(EVENT)), edit("e2", new OfEvent("sent c1")), send("last", "order-1"));

        assertThat(work())
                .containsExactly(
                        "e1 refers to the message of event \"" + EVENT
                                + "\", which somebody else has sent: only messages of the line can be edited",
                        "e2 PATCH /messages/m-of-c1-1",
                        "last POST /chats/chat-order-1/messages");
        assertThat(outcome("e1").get("status").textValue()).isEqualTo("failed");
    }

    @OnEachDatabase
    void what_a_message_does_not_have_is_not_referred_to() throws Exception {
        String twoParts = "{\"message\":{\"parts\":[{\"type\":\"text\",\"value\":\"a\"},{\"type\":\"media\"}]}}";
        ledger.accept(
                create("c1", "order-1", 1),
                aCommand("poll").toGroup("order-1").with(CallKind.SEND_POLL),
                aCommand("parts")
                        .toGroup("order-1")
                        .with(CallKind.SEND_MESSAGE, "/chats/{chat_id}/messages", twoParts));
        work();

        ledger.accept(
                edit("e1", of("poll")),
                react("r1", of("poll")),
                replyToPart("r2", "parts", 1),
                replyToPart("r3", "parts", 2),
                about(
                        "o1",
                        CallKind.ADD_POLL_OPTIONS,
                        "POST",
                        "/messages/{message_id}/poll/options",
                        "{}",
                        of("parts")));

        assertThat(work())
                .containsExactly(
                        "e1 refers to message 1 of command \"poll\", which is a poll and has no text",
                        "r1 POST /messages/m-of-poll-1/reactions",
                        "r2 POST /chats/chat-order-1/messages reply to m-of-parts-1 part 1",
                        "r3 refers to message 1 of command \"parts\", which has 2 parts: there is no part_index 2",
                        "o1 refers to message 1 of command \"parts\", which is no poll");
    }

    @OnEachDatabase
    void a_command_whose_id_was_erased_is_found() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(send(ErasedContent.id("of +15556667777"), "order-1"));
        work();

        ledger.accept(react("r1", of("of +15556667777")));

        assertThat(work())
                .containsExactly("r1 POST /messages/m-of-" + ErasedContent.id("of +15556667777") + "-1/reactions");
    }

    @OnEachDatabase
    void each_attempt_is_about_the_same_message() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        work();
        ledger.store(received(EVENT, "chat-order-1"));
        ledger.accept(reply("r1", new OfEvent(EVENT)));
        ledger.record(
                ledger.onlyMailbox(),
                new CallResult.Retry(
                        Duration.ofSeconds(1),
                        CallResult.Retry.Reason.INDETERMINATE,
                        CallResult.Fault.withoutResponse("no answer")));
        execute("DELETE FROM event");
        clock.advance(Duration.ofSeconds(1));

        assertThat(work()).containsExactly("r1 POST /chats/chat-order-1/messages reply to m-of-event part 0");
    }

    @OnEachDatabase
    void a_replay_looks_for_the_message_again() throws Exception {
        ledger.accept(create("c1", "order-1", 1), react("r1", of("c2")));
        work();
        clock.advance(Duration.ofSeconds(30));
        ledger.releaseDelayed();
        assertThat(work()).hasSize(1).first().asString().contains("no such command");
        ledger.accept(send("c2", "order-1"));

        assertThat(ledger.failedCommands.replay("r1")).isEmpty();

        assertThat(work())
                .containsExactly("c2 POST /chats/chat-order-1/messages", "r1 POST /messages/m-of-c2-1/reactions");
    }

    @OnEachDatabase
    void a_reaction_to_the_message_of_a_command_is_confirmed_by_its_event() throws Exception {
        reopen(onSameDatabase().confirming());
        ledger.accept(create("c1", "order-1", 1), react("r1", of("c1")));
        work();

        ledger.store(TestEvent.of("reacted", "reaction.added")
                .inChat("chat-order-1")
                .aboutMessage("m-of-c1-1")
                .saying(Signal.Kind.REACTED, "love")
                .event());
        ledger.confirmations.matchBatch();

        assertThat(outcome("r1").get("status").textValue()).isEqualTo("confirmed");
    }

    @OnEachDatabase
    void an_id_that_the_answer_lacks_is_told_by_the_event_that_the_message_was_sent() throws Exception {
        reopen(onSameDatabase().confirming());
        ledger.accept(create("c1", "order-1", 1), send("untold", "order-1"), react("r1", of("untold")));
        ledger.accept(reply("r2", of("untold")), create("other", "order-2", 1), send("c2", "order-2"));

        assertThat(work())
                .as("the groups beside it go on")
                .containsExactlyInAnyOrder(
                        "c1 POST /chats",
                        "untold POST /chats/chat-order-1/messages",
                        "other POST /chats",
                        "c2 POST /chats/chat-order-2/messages");
        clock.advance(Duration.ofSeconds(29));
        assertThat(work()).isEmpty();
        ledger.store(sent("untold-1", "m-untold"));
        ledger.confirmations.matchBatch();
        clock.advance(Duration.ofSeconds(1));

        assertThat(work())
                .containsExactly(
                        "r1 POST /messages/m-untold/reactions",
                        "r2 POST /chats/chat-order-1/messages reply to m-untold part 0");
        assertThat(outcome("untold").at("/calls/0/message_id").textValue()).isEqualTo("m-untold");
    }

    @OnEachDatabase
    void the_event_that_tells_the_id_may_come_before_the_answer_that_lacks_it() throws Exception {
        reopen(onSameDatabase().confirming());
        ledger.accept(create("c1", "order-1", 1));
        work();
        ledger.accept(send("untold", "order-1"), reply("r1", of("untold")));
        ledger.store(sent("untold-1", "m-untold"));
        ledger.confirmations.matchBatch();

        assertThat(work()).containsExactly("untold POST /chats/chat-order-1/messages");
        clock.advance(Duration.ofSeconds(1));
        ledger.confirmations.matchBatch();

        assertThat(work()).containsExactly("r1 POST /chats/chat-order-1/messages reply to m-untold part 0");
    }

    @OnEachDatabase
    void the_id_of_a_poll_is_told_by_an_event_with_the_trace_of_its_request() throws Exception {
        reopen(onSameDatabase().confirming());
        ledger.accept(
                create("c1", "order-1", 1),
                aCommand("untold").toGroup("order-1").with(CallKind.SEND_POLL),
                react("r1", of("untold")));
        work();

        ledger.store(TestEvent.of("sent", "poll.sent")
                .inChat("chat-order-1")
                .aboutMessage("m-untold")
                .withTrace("trace of untold")
                .saying(Signal.Kind.SENT)
                .event());
        ledger.confirmations.matchBatch();
        clock.advance(Duration.ofSeconds(1));

        assertThat(work()).containsExactly("r1 POST /messages/m-untold/reactions");
    }

    @OnEachDatabase
    void an_id_from_the_answer_is_not_replaced_by_that_of_an_event() throws Exception {
        reopen(onSameDatabase().confirming());
        ledger.accept(create("c1", "order-1", 1));
        work();

        ledger.store(sent("c1-1", "another"));
        ledger.confirmations.matchBatch();

        assertThat(outcome("c1").get("status").textValue()).isEqualTo("confirmed");
        assertThat(outcome("c1").at("/calls/0/message_id").textValue()).isEqualTo("m-of-c1-1");
    }

    @OnEachDatabase
    void an_id_that_nobody_tells_is_waited_for_until_the_timeout_and_fails_only_what_refers_to_it() throws Exception {
        reopen(onSameDatabase().confirming());
        ledger.accept(create("c1", "order-1", 1), send("untold", "order-1"));
        ledger.accept(react("r1", of("untold")), reply("r2", of("untold")), send("c2", "order-1"));
        work();

        clock.advance(Duration.ofSeconds(29));
        assertThat(work()).isEmpty();
        assertThat(ledger.nextWaitsFor("ref:order-1"))
                .contains(
                        "Linq's id of message 1 of command \"untold\", which an event may tell and without which the command fails");
        clock.advance(Duration.ofSeconds(1));

        String problem =
                " refers to message 1 of command \"untold\", whose id Linq has told neither in its answer nor by an"
                        + " event: look the message up at Linq, and name it by Linq's message_id in a new command";
        assertThat(work()).containsExactly("r1" + problem, "r2" + problem, "c2 POST /chats/chat-order-1/messages");
    }

    @OnEachDatabase
    void an_id_that_no_event_can_tell_is_not_waited_for() throws Exception {
        ledger.accept(create("c1", "order-1", 1), send("untold", "order-1"), react("r1", of("untold")));

        assertThat(work()).hasSize(3).last().asString().startsWith("r1 refers to message 1 of command \"untold\"");
    }

    @OnEachDatabase
    void a_group_that_was_addressed_by_its_chat_before_is_the_same_group() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(aCommand("early").toChat("chat-order-1").withMessages(1));
        work(claimed("chat:chat-order-1"), 1);
        work();

        ledger.accept(react("r1", of("early")));

        assertThat(work()).containsExactly("r1 POST /messages/m-of-early-1/reactions");
    }

    private Mailbox claimed(String name) throws InterruptedException {
        List<Mailbox> claimed = ledger.claim();
        claimed.stream().filter(mailbox -> !mailbox.name().equals(name)).forEach(ledger::putBack);
        return claimed.stream()
                .filter(mailbox -> mailbox.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Makes all calls that are due; what each of them asked Linq for, or why it was not made. */
    private List<String> work() throws Exception {
        List<String> done = new ArrayList<>();
        for (List<Mailbox> claimed = ledger.claim(); !claimed.isEmpty(); claimed = ledger.claim()) {
            for (Mailbox mailbox : claimed) {
                done.addAll(work(mailbox, Integer.MAX_VALUE));
            }
        }
        return done;
    }

    private List<String> work(Mailbox mailbox, int calls) {
        RequestWriter requests = new RequestWriter("", clock);
        List<String> done = new ArrayList<>();
        while (done.size() < calls && mailbox.hasNextCall(clock.instant())) {
            Call call = requests.startNextCall(mailbox);
            String asked;
            CallResult result;
            try {
                asked = describe(requests.callRequest(mailbox, call));
                result = call.commandId().equals("failing")
                        ? new CallResult.Failed(TestAnswers.fault(400))
                        : accepted(mailbox, call);
            } catch (CallNotPossible e) {
                asked = e.getMessage();
                result = new CallResult.Failed(CallResult.Fault.withoutResponse(e.getMessage()), false);
            } catch (CommandExpired e) {
                asked = "expired";
                result = new CallResult.Expired();
            }
            done.add(call.commandId() + " " + asked);
            ledger.record(mailbox, result);
        }
        if (ledger.inHand(mailbox)) {
            ledger.giveBack(mailbox);
        }
        return done;
    }

    private static CallResult accepted(Mailbox mailbox, Call call) {
        return new CallResult.Accepted(
                201,
                Optional.of(mailbox.chatId().orElse("chat-" + mailbox.groupRef().orElse("none"))),
                Optional.of("m-of-" + call.commandId() + "-" + call.position())
                        .filter(id -> !call.commandId().startsWith("untold")),
                Optional.of("trace of " + call.commandId()));
    }

    private static String describe(LinqRequest request) {
        JsonNode replyTo =
                LedgerJson.read(request.hasBody() ? request.json() : "{}").at("/message/reply_to");
        return request.method() + " " + request.path()
                + (replyTo.isMissingNode()
                        ? ""
                        : " reply to " + replyTo.get("message_id").textValue() + " part "
                                + replyTo.get("part_index").asInt());
    }

    private JsonNode outcome(String commandId) throws Exception {
        return ledger.outcomes().stream()
                .filter(outcome -> outcome.get("command_id").textValue().equals(commandId))
                .findFirst()
                .orElseThrow();
    }

    private void execute(String sql) {
        ledger.database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private static VerifiedEvent received(String eventId, String chatId) {
        return TestEvent.of(eventId, "message.received")
                .inChat(chatId)
                .aboutMessage("m-of-event")
                .event();
    }

    private static VerifiedEvent sent(String key, String messageId) {
        return TestEvent.of("sent " + key, "message.sent")
                .inChat("chat-order-1")
                .withKey(key)
                .aboutMessage(messageId)
                .saying(Signal.Kind.SENT)
                .event();
    }

    private static MessageReference of(String commandId) {
        return new OfCommand(commandId, 1);
    }

    private static PlannedCommand react(String commandId, MessageReference reference) {
        return about(
                commandId,
                CallKind.REACT,
                "POST",
                "/messages/{message_id}/reactions",
                "{\"operation\":\"add\",\"type\":\"love\",\"part_index\":0}",
                reference);
    }

    private static PlannedCommand edit(String commandId, MessageReference reference) {
        return about(
                commandId,
                CallKind.EDIT_MESSAGE,
                "PATCH",
                "/messages/{message_id}",
                "{\"text\":\"On Thursday.\",\"part_index\":0}",
                reference);
    }

    private static PlannedCommand delete(String commandId, MessageReference reference) {
        return about(commandId, CallKind.DELETE_MESSAGE, "DELETE", "/messages/{message_id}", "", reference);
    }

    private static PlannedCommand reply(String commandId, MessageReference reference) {
        return replyToPart(commandId, reference, 0);
    }

    private static PlannedCommand replyToPart(String commandId, String to, int part) {
        return replyToPart(commandId, of(to), part);
    }

    private static PlannedCommand replyToPart(String commandId, MessageReference reference, int part) {
        return about(
                commandId,
                CallKind.SEND_MESSAGE,
                "POST",
                "/chats/{chat_id}/messages",
                "{\"message\":{\"parts\":[],\"reply_to\":{\"part_index\":" + part + "}}}",
                reference);
    }

    private static PlannedCommand about(
            String commandId, CallKind kind, String method, String path, String body, MessageReference reference) {
        return aCommand(commandId)
                .toGroup("order-1")
                .with(new PlannedCall(1, kind, method, path, body, Optional.empty(), Optional.of(reference)));
    }
}
