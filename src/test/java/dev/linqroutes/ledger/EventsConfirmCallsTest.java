package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call is confirmed or refused by an event, whether the event or the response is first. */
class EventsConfirmCallsTest extends WithConfirmation {
    private int groups;

    @OnEachDatabase
    void a_call_is_confirmed_whether_the_response_or_the_event_is_first() throws Exception {
        for (AwaitedCase each : AwaitedCase.DONE) {
            for (String order : AwaitedCase.ORDERS) {
                assertThat(outcome(each, order).get("status").asText())
                        .as("%s in order %s", each.name(), order)
                        .isEqualTo("confirmed");
            }
        }
    }

    @OnEachDatabase
    void a_call_that_an_event_refuses_fails_whether_the_response_or_the_event_is_first() throws Exception {
        for (AwaitedCase each : AwaitedCase.REFUSED) {
            for (String order : AwaitedCase.ORDERS) {
                JsonNode outcome = outcome(each, order);

                assertThat(outcome.get("status").asText())
                        .as("%s in order %s", each.name(), order)
                        .isEqualTo("failed");
                assertThat(outcome.at("/calls/0/status").asText()).isEqualTo("refused");
                assertThat(outcome.at("/calls/0/error_code").asInt()).isEqualTo(3007);
            }
        }
    }

    /** The only outcome of a command with this call, in a group of its own. */
    private JsonNode outcome(AwaitedCase given, String order) throws Exception {
        groups++;
        String groupRef = "group-" + groups;
        String chatId = aGroup(groupRef);
        String commandId = "command-" + groups;
        String suffix = "-" + groups;
        Accepted answer = new Accepted(
                202,
                Optional.empty(),
                given.answer().messageId().map(id -> given.kind().isAboutMessage() ? id : id + suffix),
                given.answer().traceId().map(id -> id + suffix));
        ledger.accept(command(
                commandId,
                groupRef,
                given.kind(),
                given.path(),
                given.body(),
                given.key().map(key -> key + suffix)));
        Mailbox mailbox = ledger.onlyMailbox();
        Instant sentAt = clock.instant();
        for (char step : order.toCharArray()) {
            switch (step) {
                case 'A' -> ledger.record(mailbox, answer, sentAt);
                case 'E' -> ledger.store(confirming(given, chatId, suffix));
                default -> ledger.confirmations.matchBatch();
            }
            clock.advance(Duration.ofMillis(300));
        }
        List<JsonNode> outcomes = ledger.takeOutcomes().stream()
                .filter(outcome -> outcome.get("command_id").asText().equals(commandId))
                .toList();
        assertThat(outcomes).as("%s in order %s", given.name(), order).hasSize(1);
        return outcomes.get(0);
    }

    private VerifiedEvent confirming(AwaitedCase given, String chatId, String suffix) {
        TestEvent event = TestEvent.of("e" + events++, "type").inChat(chatId);
        given.reports().accept(event);
        VerifiedEvent made = event.event();
        boolean own = !given.path().startsWith("/messages");
        return new VerifiedEvent(
                made.eventId(),
                made.eventType(),
                made.chatId(),
                made.idempotencyKey().map(key -> key + suffix),
                made.messageId().map(id -> own ? id + suffix : id),
                made.traceId().map(id -> id + suffix),
                made.line(),
                made.signal(),
                made.chat(),
                made.poll(),
                made.body(),
                made.headers());
    }

    @OnEachDatabase
    void name_and_icon_are_confirmed_separately() throws Exception {
        String chat = aGroup("a");
        accept(rename("both", "a", "{\"display_name\":\"Crew\",\"group_chat_icon\":\"https://a.example\"}"));

        receive(chat, event -> event.saying(Kind.ICON_SET, "https://b.example"));
        assertThat(statuses()).isEmpty();
        receive(chat, event -> event.saying(Kind.NAMED, "Crew"));
        assertThat(statuses()).containsExactly(Map.entry("both", "confirmed"));
    }

    @OnEachDatabase
    void a_refused_icon_fails_the_call_despite_a_confirmed_name() throws Exception {
        String chat = aGroup("a");
        accept(rename("both", "a", "{\"display_name\":\"Crew\",\"group_chat_icon\":\"https://a.example\"}"));

        receive(chat, event -> event.saying(Kind.NAMED, "Crew"));
        receive(chat, event -> event.failing(Kind.ICON_NOT_SET, 4001));
        assertThat(statuses()).containsExactly(Map.entry("both", "failed"));
    }

    @OnEachDatabase
    void each_of_two_renames_is_confirmed_by_its_own_name() throws Exception {
        String chat = aGroup("a");
        accept(rename("first", "a", "{\"display_name\":\"One\"}"));
        accept(rename("second", "a", "{\"display_name\":\"Two\"}"));

        receive(chat, event -> event.saying(Kind.NAMED, "Two"));
        assertThat(statuses()).containsExactly(Map.entry("second", "confirmed"));
        receive(chat, event -> event.saying(Kind.NAMED, "One"));
        assertThat(statuses()).containsOnlyKeys("first", "second");
    }

    @OnEachDatabase
    void a_name_is_compared_ignoring_normalization_and_white_space() throws Exception {
        String chat = aGroup("a");
        accept(rename("rename", "a", "{\"display_name\":\" Caf\u00e9  club \"}"));

        receive(chat, event -> event.saying(Kind.NAMED, "Cafe\u0301 clubs"));
        assertThat(statuses()).isEmpty();
        receive(chat, event -> event.saying(Kind.NAMED, "Cafe\u0301 club"));
        assertThat(statuses()).containsExactly(Map.entry("rename", "confirmed"));
    }

    @OnEachDatabase
    void two_equal_calls_are_both_confirmed_in_any_order_of_their_events() throws Exception {
        String chat = aGroup("a");
        String color = "{\"type\":\"color\"}";
        ledger.accept(command("first", "a", CallKind.SET_BACKGROUND, "/x", color, Optional.empty()));
        Mailbox mailbox = ledger.onlyMailbox();
        Instant sentAt = clock.instant();
        // Stored and checked before the response is recorded, so that it is checked again after the second one.
        receive(chat, event -> event.saying(Kind.BACKGROUND_SET, "set"));
        clock.advance(Duration.ofMillis(100));
        ledger.record(mailbox, AwaitedCase.answer(Optional.empty()), sentAt);
        ledger.giveBack(mailbox);
        accept(command("second", "a", CallKind.SET_BACKGROUND, "/x", color, Optional.empty()));
        receive(chat, event -> event.saying(Kind.BACKGROUND_SET, "set"));
        clock.advance(Duration.ofSeconds(1));
        ledger.confirmations.matchBatch();

        assertThat(statuses()).containsOnly(Map.entry("first", "confirmed"), Map.entry("second", "confirmed"));
    }

    @OnEachDatabase
    void each_of_two_stickers_on_a_message_is_confirmed_by_an_event_of_its_own() throws Exception {
        String chat = aGroup("a");
        String body = "{\"operation\":\"add\",\"type\":\"sticker\",\"attachment_id\":\"a-1\"}";
        for (String id : List.of("first", "second")) {
            accept(command(id, "a", CallKind.PLACE_STICKER, "/messages/m-1/reactions", body, Optional.empty()));
        }
        receive(chat, event -> event.aboutMessage("m-1").saying(Kind.STICKER_PLACED, "sticker"));
        assertThat(statuses()).containsExactly(Map.entry("first", "confirmed"));

        receive(chat, event -> event.aboutMessage("m-1").saying(Kind.STICKER_PLACED, "sticker"));
        assertThat(statuses()).containsOnly(Map.entry("first", "confirmed"), Map.entry("second", "confirmed"));
    }

    @OnEachDatabase
    void a_failed_message_in_a_direct_chat_is_not_final() throws Exception {
        String chat = aGroup("a");
        receive(chat, event -> event.showing(ChatState.withGroupFlag(Optional.of(false))));
        accept(message("send", "a", "k"));
        receive(chat, event -> event.withKey("k").failing(Kind.NOT_SENT, 4001));

        assertThat(statuses()).isEmpty();
        receive(chat, event -> event.withKey("k").saying(Kind.SENT));
        assertThat(statuses()).containsExactly(Map.entry("send", "confirmed"));
    }

    @OnEachDatabase
    void a_failed_message_in_a_group_is_final_and_not_sent_again() throws Exception {
        String chat = aGroup("a");
        accept(message("send", "a", "k"));
        receive(chat, event -> event.withKey("k").failing(Kind.NOT_SENT, 4001));
        receive(chat, event -> event.withKey("k").saying(Kind.SENT));

        assertThat(statuses()).containsExactly(Map.entry("send", "failed"));
        clock.advance(Duration.ofDays(1));
        assertThat(ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void an_event_about_an_attempt_whose_worker_died_confirms_the_call() throws Exception {
        String chat = aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550111"));
        ledger.onlyMailbox();
        receive(chat, event -> event.saying(Kind.JOINED, "+12025550111"));
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        ledger.work(ledger.onlyMailbox());
        ledger.confirmations.matchBatch();

        assertThat(statuses()).containsExactly(Map.entry("add", "confirmed"));
    }
}
