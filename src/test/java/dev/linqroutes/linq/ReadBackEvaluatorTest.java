package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.AwaitedCall.ChatField;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.LaterChange;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of accepted calls by the state in Linq, when no event has confirmed them (reference 2.7 and 5). */
class ReadBackEvaluatorTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration NO_RESPONSE_TIMEOUT = Duration.ofHours(24);

    private final TestClock clock = new TestClock();
    private final Instant acceptedAt = clock.instant();
    private final ReadBackEvaluator evaluator = new ReadBackEvaluator(clock, DEADLINE, TIMEOUT, NO_RESPONSE_TIMEOUT);

    private enum Says {
        CONFIRMED(ConfirmationResult.Confirmed.class),
        REFUSED(ConfirmationResult.Refused.class),
        OPEN(ConfirmationResult.Pending.class),
        UNKNOWN(ConfirmationResult.Undetermined.class);

        private final Class<? extends ConfirmationResult> result;

        Says(Class<? extends ConfirmationResult> result) {
            this.result = result;
        }
    }

    private AwaitedCall call(CallKind kind, String body, Optional<ChatField> half) {
        return new AwaitedCall(
                7,
                "c",
                1,
                kind,
                "/messages/m-1/x",
                body.replace('\'', '"'),
                Optional.of("chat-1"),
                Optional.empty(),
                Optional.of("m-1"),
                Optional.empty(),
                acceptedAt,
                acceptedAt,
                half);
    }

    private ConfirmationResult result(AwaitedCall call, int status, String response, LaterChange... since) {
        return evaluator.evaluate(
                call,
                LinqResponse.parse(
                        status,
                        Optional.empty(),
                        Optional.empty(),
                        response.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                () -> List.of(since));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            nullValues = "-",
            textBlock =
                    """
                    ADD_PARTICIPANT    | {'handle': '+1'}           | {'handles': [{'handle': '+1', 'status': 'active'}]}            | CONFIRMED
                    ADD_PARTICIPANT    | {'handle': 'a@b.example'}  | {'handles': [{'handle': 'A@b.example', 'left_at': null}]}      | CONFIRMED
                    ADD_PARTICIPANT    | {'handle': '+1'}           | {'handles': [{'handle': '+1', 'status': 'removed'}]}           | REFUSED
                    ADD_PARTICIPANT    | {'handle': '+1'}           | {'handles': [{'handle': '+2', 'status': 'active'}]}            | REFUSED
                    ADD_PARTICIPANT    | {'handle': '+1'}           | {'id': 'chat-1'}                                               | OPEN
                    REMOVE_PARTICIPANT | {'handle': '+1'}           | {'handles': [{'handle': '+1', 'left_at': '2026-08-21T11:00:00Z'}]} | CONFIRMED
                    REMOVE_PARTICIPANT | {'handle': '+1'}           | {'handles': [{'handle': '+2'}]}                                | CONFIRMED
                    REMOVE_PARTICIPANT | {'handle': '+1'}           | {'handles': [{'handle': '+1'}]}                                | REFUSED
                    LEAVE_CHAT         | -                          | {'handles': [{'handle': '+9', 'is_me': true, 'status': 'left'}]} | CONFIRMED
                    LEAVE_CHAT         | -                          | {'handles': [{'handle': '+9', 'is_me': true}]}                 | REFUSED
                    UPDATE_CHAT        | {'display_name': 'Crew'}   | {'display_name': 'Crew'}                                       | CONFIRMED
                    UPDATE_CHAT        | {'display_name': ' Café\u00a0 club '} | {'display_name': 'Cafe\u0301 club'}                 | CONFIRMED
                    UPDATE_CHAT        | {'display_name': 'Crew'}   | {'display_name': 'Other'}                                      | OPEN
                    UPDATE_CHAT        | {'group_chat_icon': 'https://i'} | {'group_chat_icon': null}                                | OPEN
                    UPDATE_CHAT        | {'group_chat_icon': 'https://i'} | {'group_chat_icon': 'https://cdn'}                       | UNKNOWN
                    UPDATE_CHAT        | {'group_chat_icon': 'https://i'} | {}                                                       | UNKNOWN
                    SEND_MESSAGE       | {}                         | {'delivery_status': 'sent'}                                    | CONFIRMED
                    CREATE_CHAT        | {}                         | {'delivery_status': 'delivered'}                               | CONFIRMED
                    SEND_POLL          | {}                         | {'delivery_status': 'a state of the future'}                   | CONFIRMED
                    SEND_MESSAGE       | {}                         | {'delivery_status': 'failed'}                                  | REFUSED
                    SEND_MESSAGE       | {}                         | {'delivery_status': 'queued'}                                  | OPEN
                    SEND_MESSAGE       | {}                         | {'delivery_status': null}                                      | OPEN
                    SEND_MESSAGE       | {}                         | [1]                                                            | OPEN
                    EDIT_MESSAGE       | {'text': 'At ten'}         | {'parts': [{'type': 'text', 'value': 'At ten'}]}               | CONFIRMED
                    EDIT_MESSAGE       | {'text': 'At ten'}         | {'parts': [{'type': 'text', 'value': 'At nine'}]}              | UNKNOWN
                    EDIT_MESSAGE       | {'text': 'At ten'}         | <html>                                                         | OPEN
                    ADD_POLL_OPTIONS   | {'options': [{'text': 'Fri'}]} | {'poll': {'options': [{'text': 'Thu'}, {'text': 'Fri'}]}}   | CONFIRMED
                    ADD_POLL_OPTIONS   | {'options': [{'text': 'Fri'}]} | {'poll': {'options': [{'text': 'Thu'}]}}                    | OPEN
                    ADD_POLL_OPTIONS   | {'options': [{'text': 'Fri'}]} | {'poll': {}}                                                | OPEN
                    REACT              | {'operation': 'add', 'type': 'love'}    | {}                                                | OPEN
                    REACT              | {'operation': 'add', 'type': 'love'}    | {'parts': [{'reactions': [{'type': 'love', 'is_me': true}]}]}  | CONFIRMED
                    REACT              | {'operation': 'add', 'type': 'love'}    | {'parts': [{'reactions': [{'type': 'love', 'is_me': false}]}]} | UNKNOWN
                    PLACE_STICKER      | {'operation': 'add', 'type': 'sticker'} | {'parts': [{'reactions': [{'type': 'sticker', 'is_me': true}]}]} | CONFIRMED
                    PLACE_STICKER      | {'operation': 'add', 'type': 'sticker'} | {'parts': [{'reactions': []}]}                    | UNKNOWN
                    REACT              | {'operation': 'remove', 'type': 'love'} | {'parts': [{'reactions': []}]}                    | UNKNOWN
                    """)
    void the_state_in_linq_decides(CallKind kind, String body, String response, Says says) {
        assertThat(result(call(kind, body == null ? "" : body, Optional.empty()), 200, response))
                .isInstanceOf(says.result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            textBlock =
                    """
                    REMOVE_PARTICIPANT | {'handle': '+2'}                              | was not a member
                    REMOVE_PARTICIPANT | {'handle': '+1', 'left_at': 'LONG AGO'}       | was not a member
                    REMOVE_PARTICIPANT | {'handle': '+1', 'left_at': 'NOW'}            | -
                    REMOVE_PARTICIPANT | {'handle': '+1', 'status': 'removed'}         | -
                    ADD_PARTICIPANT    | {'handle': '+1', 'joined_at': 'LONG AGO'}     | was a member already
                    ADD_PARTICIPANT    | {'handle': '+1', 'joined_at': 'NOW'}          | -
                    ADD_PARTICIPANT    | {'handle': '+1'}                              | -
                    """)
    void a_change_of_members_that_was_not_needed_is_confirmed_with_a_warning(
            CallKind kind, String member, String warning) {
        AwaitedCall call = call(kind, "{'handle': '+1'}", Optional.empty());
        String shown = member.replace("LONG AGO", acceptedAt.minusSeconds(3600).toString())
                .replace("NOW", acceptedAt.plusSeconds(1).toString());

        assertThat(result(call, 200, "{'handles': [" + shown + ", {'handle': '+9', 'is_me': true}]}"))
                .asInstanceOf(type(ConfirmationResult.Confirmed.class))
                .satisfies(
                        confirmed -> assertThat(confirmed.warning().orElse("-")).endsWith(warning));
    }

    @ParameterizedTest
    @CsvSource({"404", "403", "302", "200"})
    void a_gateway_response_neither_confirms_nor_refuses(int status) {
        for (CallKind kind : List.of(CallKind.LEAVE_CHAT, CallKind.UPDATE_CHAT, CallKind.SEND_MESSAGE)) {
            AwaitedCall call = call(kind, "{'display_name': 'Crew'}", Optional.empty());

            assertThat(result(call, status, "<html>no backend</html>"))
                    .as("%s", kind)
                    .isInstanceOf(ConfirmationResult.Pending.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{'id': 'cha", "{'id': 'chat-1', ", "<html>Please log in</html>"})
    void a_response_without_a_chat_never_refuses_a_name(String response) {
        AwaitedCall call = call(CallKind.UPDATE_CHAT, "{'display_name': 'Crew'}", Optional.empty());

        clock.advance(TIMEOUT);
        assertThat(result(call, 200, response)).isInstanceOf(ConfirmationResult.Pending.class);
        clock.advance(NO_RESPONSE_TIMEOUT);
        assertThat(result(call, 200, response)).isInstanceOf(ConfirmationResult.Undetermined.class);
    }

    @Test
    void a_read_waits_for_the_delay_that_linq_requests() {
        AwaitedCall call = call(CallKind.SEND_MESSAGE, "{}", Optional.empty());
        LinqResponse wait = LinqResponse.parse(429, Optional.of("1800.5"), Optional.empty(), new byte[0]);

        assertThat(evaluator.evaluate(call, wait, List::of))
                .isEqualTo(new ConfirmationResult.Pending(Duration.ofSeconds(1801)));
    }

    @Test
    void a_name_that_is_missing_at_the_timeout_was_not_set() {
        AwaitedCall call = call(CallKind.UPDATE_CHAT, "{'display_name': 'Crew'}", Optional.empty());
        clock.advance(TIMEOUT);

        assertThat(result(call, 200, "{'display_name': 'Other'}")).isInstanceOf(ConfirmationResult.Refused.class);
    }

    @Test
    void only_the_unconfirmed_one_of_name_and_icon_counts() {
        String both = "{'display_name': 'Crew', 'group_chat_icon': 'https://i'}";

        assertThat(result(
                        call(CallKind.UPDATE_CHAT, both, Optional.of(ChatField.ICON)), 200, "{'display_name': 'Crew'}"))
                .isInstanceOf(ConfirmationResult.Confirmed.class);
        assertThat(result(
                        call(CallKind.UPDATE_CHAT, both, Optional.of(ChatField.NAME)),
                        200,
                        "{'display_name': 'Other'}"))
                .isInstanceOf(ConfirmationResult.Undetermined.class);
    }

    private static LaterChange later(CallKind kind, String body) {
        return new LaterChange("later", kind, body.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"ADD_PARTICIPANT, REMOVE_PARTICIPANT, left_at", "REMOVE_PARTICIPANT, ADD_PARTICIPANT, joined_at"})
    void a_change_of_members_that_was_reversed_later_is_not_failed(CallKind kind, CallKind contrary, String ended) {
        AwaitedCall call = call(kind, "{'handle': 'a@b.example'}", Optional.empty());
        boolean adds = kind == CallKind.ADD_PARTICIPANT;
        String chat = "{'handles': [{'handle': 'a@b.example', 'status': '%s', '%s': '%s'}, {'handle': '+9'}]}";
        String unlike = chat.formatted(adds ? "removed" : "active", ended, acceptedAt.minusSeconds(1));
        String likeOnce = chat.formatted(adds ? "removed" : "active", ended, acceptedAt.plusSeconds(9));
        LaterChange undone = later(contrary, "{'handle': 'A@b.example'}");

        assertThat(result(call, 200, unlike, undone))
                .asInstanceOf(type(ConfirmationResult.Undetermined.class))
                .satisfies(unknown ->
                        assertThat(unknown.reason()).contains("the effect of command later, which was sent later"));
        assertThat(result(call, 200, likeOnce, undone)).isInstanceOf(ConfirmationResult.Confirmed.class);
        for (LaterChange other : List.of(
                later(contrary, "{'handle': '+1'}"),
                later(kind, "{'handle': 'a@b.example'}"),
                later(CallKind.UPDATE_CHAT, "{'display_name': 'a@b.example'}"))) {
            assertThat(result(call, 200, likeOnce, other))
                    .as("%s", other)
                    .isInstanceOf(ConfirmationResult.Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"display_name, group_chat_icon", "group_chat_icon, display_name"})
    void a_name_or_icon_that_a_later_call_has_set_is_not_awaited(String field, String other) {
        AwaitedCall call = call(CallKind.UPDATE_CHAT, "{'%s': 'Crew'}".formatted(field), Optional.empty());
        String chat = "{'display_name': 'Crew 14', 'group_chat_icon': null}";

        assertThat(result(call, 200, chat, later(CallKind.UPDATE_CHAT, "{'%s': 'Crew 14'}".formatted(field))))
                .isInstanceOf(ConfirmationResult.Undetermined.class);
        assertThat(result(call, 200, chat, later(CallKind.UPDATE_CHAT, "{'%s': 'Crew 14'}".formatted(other))))
                .isInstanceOf(ConfirmationResult.Pending.class);
    }

    @Test
    void where_not_all_later_changes_are_known_nothing_is_failed() {
        AwaitedCall call = call(CallKind.UPDATE_CHAT, "{'display_name': 'Crew'}", Optional.empty());
        LaterChange[] others = new LaterChange[CallConfirmer.MAX_LATER_CHANGES];
        Arrays.fill(others, later(CallKind.UPDATE_CHAT, "{'group_chat_icon': 'https://example.com/i.png'}"));

        assertThat(result(call, 200, "{'display_name': 'Crew 14'}", others))
                .isInstanceOf(ConfirmationResult.Undetermined.class);
        assertThat(result(call, 200, "{'display_name': 'Crew 14'}", Arrays.copyOf(others, others.length - 1)))
                .isInstanceOf(ConfirmationResult.Pending.class);
    }

    @Test
    void a_chat_that_is_not_found_has_been_left() {
        String unavailable = "{'error': {'code': 2013, 'message': 'Chat unavailable'}}";

        assertThat(result(call(CallKind.LEAVE_CHAT, "", Optional.empty()), 409, unavailable))
                .isInstanceOf(ConfirmationResult.Confirmed.class);
        assertThat(result(call(CallKind.ADD_PARTICIPANT, "{'handle': '+1'}", Optional.empty()), 409, unavailable))
                .isInstanceOf(ConfirmationResult.Undetermined.class);
    }

    @Test
    void a_message_that_is_not_found_is_unconfirmed_and_not_failed() {
        assertThat(result(
                        call(CallKind.SEND_MESSAGE, "{}", Optional.empty()),
                        404,
                        "{'error': {'code': 2002, 'message': 'Message not found'}}"))
                .asInstanceOf(type(ConfirmationResult.Undetermined.class))
                .satisfies(unknown -> assertThat(unknown.reason()).contains("Message not found"));
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "429", "401", "408"})
    void an_inconclusive_response_is_polled_until_the_timeout(int status) {
        AwaitedCall call = call(CallKind.SEND_MESSAGE, "{}", Optional.empty());
        clock.advance(TIMEOUT.plus(TIMEOUT));

        assertThat(result(call, status, "")).isInstanceOf(ConfirmationResult.Pending.class);
        clock.advance(NO_RESPONSE_TIMEOUT);
        assertThat(result(call, status, "")).isInstanceOf(ConfirmationResult.Undetermined.class);
    }

    @Test
    void a_pending_call_is_polled_with_growing_delays_until_the_timeout() {
        AwaitedCall call = call(CallKind.SEND_MESSAGE, "{}", Optional.empty());
        String queued = "{'delivery_status': 'queued'}";

        clock.advance(DEADLINE);
        assertThat(result(call, 200, queued)).isEqualTo(new ConfirmationResult.Pending(DEADLINE));
        clock.advance(Duration.ofMinutes(4));
        assertThat(result(call, 200, queued)).isEqualTo(new ConfirmationResult.Pending(Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(5));
        assertThat(result(call, 200, queued)).isInstanceOf(ConfirmationResult.Undetermined.class);
    }

    @Test
    void the_delay_that_linq_requests_is_kept() {
        AwaitedCall call = call(CallKind.SEND_MESSAGE, "{}", Optional.empty());
        LinqResponse wait = LinqResponse.parse(429, Optional.of("400"), Optional.empty(), new byte[0]);

        assertThat(evaluator.evaluate(call, wait, List::of))
                .isEqualTo(new ConfirmationResult.Pending(Duration.ofSeconds(400)));
    }
}
