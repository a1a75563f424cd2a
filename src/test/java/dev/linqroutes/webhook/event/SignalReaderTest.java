package dev.linqroutes.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.confirm.Signal;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals about calls in events (reference 4.8, 4.9 and 5). */
class SignalReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Optional<Signal> in(String type, String data) throws Exception {
        return SignalReader.read(type, JSON.readTree(data.replace('\'', '"')));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            nullValues = "-",
            textBlock =
                    """
                    message.sent               | {}                                                         | SENT                | -
                    message.delivered          | {}                                                         | SENT                | -
                    message.read               | {}                                                         | SENT                | -
                    poll.sent                  | {}                                                         | SENT                | -
                    message.edited             | {'part': {'index': 0, 'text': 'At ten'}}                   | EDITED              | At ten
                    poll.updated               | {'added_options': [{'option_id': 'o', 'text': 'Fri'}]}     | OPTIONS_ADDED       | ["Fri"]
                    chat.group_name_updated    | {'new_value': 'Crew'}                                      | NAMED               | Crew
                    chat.group_name_updated    | {'new_value': null}                                        | NAMED               | -
                    chat.group_icon_updated    | {'new_value': 'https://cdn.example/i'}                     | ICON_SET            | https://cdn.example/i
                    chat.group_icon_updated    | {'new_value': null}                                        | ICON_SET            | -
                    chat.background_updated    | {'background': {'type': 'color'}}                          | BACKGROUND_SET      | set
                    chat.background_updated    | {'background': null}                                       | BACKGROUND_SET      | -
                    participant.added          | {'handle': '+1'}                                           | JOINED              | +1
                    participant.added          | {'participant': {'handle': '+1'}}                          | JOINED              | +1
                    participant.removed        | {'handle': '+1', 'participant': {'is_me': false}}          | GONE                | +1
                    participant.removed        | {'handle': '+9', 'participant': {'is_me': true}}           | LEFT                | -
                    reaction.added             | {'is_from_me': true, 'reaction_type': 'love'}              | REACTED             | love
                    reaction.added             | {'is_from_me': true, 'reaction_type': 'custom', 'custom_emoji': '🚧'} | REACTED   | 🚧
                    reaction.added             | {'is_from_me': true, 'reaction_type': 'sticker', 'sticker': {}} | STICKER_PLACED | sticker
                    poll.reaction.added        | {'is_from_me': true, 'reaction_type': 'love'}              | REACTED             | love
                    reaction.removed           | {'is_from_me': true, 'reaction_type': 'love'}              | REACTION_TAKEN_BACK | love
                    """)
    void an_event_is_a_signal_of_what_was_done(String type, String data, Kind kind, String content) throws Exception {
        assertThat(in(type, data)).contains(Signal.happened(kind, Optional.ofNullable(content)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            nullValues = "-",
            textBlock =
                    """
                    message.failed                 | {'code': 4001, 'reason': 'Message delivery failed'} | NOT_SENT           | 4001 | Message delivery failed
                    message.failed                 | {}                                                  | NOT_SENT           | -    | Linq could not send the message
                    message.failed                 | {'code': '4001', 'reason': 7}                       | NOT_SENT           | -    | Linq could not send the message
                    poll.failed                    | {'error': {'code': 3007, 'message': 'Poll failed'}}  | NOT_SENT           | 3007 | Poll failed
                    poll.failed                    | {'error': {'code': 3007}}                           | NOT_SENT           | 3007 | Linq could not send the message
                    poll.failed                    | {'code': 4001, 'error': 'no'}                       | NOT_SENT           | -    | Linq could not send the message
                    chat.group_name_update_failed  | {'error_code': 3007}                                | NOT_NAMED          | 3007 | Linq could not set the name
                    chat.group_icon_update_failed  | {'error_code': 4001}                                | ICON_NOT_SET       | 4001 | Linq could not set the icon
                    chat.background_update_failed  | {'error_code': 5002}                                | BACKGROUND_NOT_SET | 5002 | Linq could not set the background
                    """)
    void an_event_is_a_signal_of_what_failed_and_why(String type, String data, Kind kind, Integer code, String error)
            throws Exception {
        assertThat(in(type, data))
                .contains(new Signal(kind, Optional.empty(), Optional.ofNullable(code), Optional.of(error)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            textBlock =
                    """
                    message.received            | {}
                    chat.created                | {'id': 'c'}
                    chat.typing_indicator.started | {}
                    reaction.added              | {'is_from_me': false, 'reaction_type': 'love'}
                    reaction.added              | {'is_from_me': false, 'reaction_type': 'sticker'}
                    reaction.added              | {}
                    phone_number.status_updated | {}
                    a.type.of.the.future        | {}
                    unknown                     | null
                    unknown                     | []
                    """)
    void other_events_are_no_signals(String type, String data) throws Exception {
        assertThat(in(type, data)).isEmpty();
    }

    /** Every event type with a signal must be subscribed. */
    @ParameterizedTest
    @EnumSource(RequiredEvent.class)
    void every_required_event_is_a_signal_or_updates_a_chat_or_line_or_is_for_consumers(RequiredEvent needed)
            throws Exception {
        boolean isForChatsLinesOrConsumers = Set.of(
                        RequiredEvent.CHAT_CREATED,
                        RequiredEvent.MESSAGE_RECEIVED,
                        RequiredEvent.POLL_RECEIVED,
                        RequiredEvent.POLL_VOTE_ADDED,
                        RequiredEvent.POLL_VOTE_REMOVED,
                        RequiredEvent.LINE_STATUS_UPDATED)
                .contains(needed);

        assertThat(in(needed.type(), "{'is_from_me': true, 'added_options': [{'text': 'Fri'}]}")
                                .isPresent()
                        || isForChatsLinesOrConsumers)
                .isTrue();
    }
}
