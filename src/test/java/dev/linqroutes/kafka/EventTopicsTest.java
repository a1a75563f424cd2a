package dev.linqroutes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTopicsTest {
    private static final String ALL = "linq.events";

    @ParameterizedTest
    @CsvSource({
        "message.received,               linq.events.messages",
        "reaction.added,                 linq.events.reactions",
        "participant.removed,            linq.events.participants",
        "chat.typing_indicator.started,  linq.events.chats",
        "poll.vote.added,                linq.events.polls",
        "call.no_answer,                 linq.events.calls",
        "phone_number.status_updated,    linq.events.lines",
        "payment.succeeded,              linq.events.payments",
        "location.sharing.started,       linq.events.other",
        "api_token.created,              linq.events.other",
        "contact_card.updated,           linq.events.other",
        "phone_number.forwarding_updated,linq.events.lines",
        "never_heard_of,                 linq.events.other"
    })
    void every_type_has_its_topic_unless_set_otherwise(String type, String topic) throws IOException {
        Properties settings = new Properties();
        try (InputStream defaults = EventTopicsTest.class.getResourceAsStream("/application.properties")) {
            settings.load(defaults);
        }
        String table = settings.getProperty("topics.events.by-type");

        assertThat(EventTopics.parse(ALL, List.of(table.split(","))).topicsFor(type))
                .containsExactly(ALL, topic);
    }

    @Test
    void the_longest_prefix_wins_in_any_order() {
        EventTopics topics = table("chat=chats", "chat.typing_indicator=typing", "chat.created=created", "*=rest");

        assertThat(topics.topicsFor("chat.typing_indicator.started")).containsExactly(ALL, "typing");
        assertThat(topics.topicsFor("chat.created")).containsExactly(ALL, "created");
        assertThat(topics.topicsFor("chat.background_updated")).containsExactly(ALL, "chats");
    }

    @Test
    void a_prefix_ends_at_a_dot() {
        EventTopics topics = table("chat=chats", "chat.type=types");

        assertThat(topics.topicsFor("chats.created")).containsExactly(ALL);
        assertThat(topics.topicsFor("chat.typed")).containsExactly(ALL, "chats");
    }

    @Test
    void an_empty_topic_disables_the_topic_of_a_type() {
        EventTopics topics = table("message=messages", "message.read=", "*=rest");

        assertThat(topics.topicsFor("message.read")).containsExactly(ALL);
        assertThat(topics.topicsFor("message.sent")).containsExactly(ALL, "messages");
    }

    @Test
    void a_type_is_dropped_by_a_word_in_place_of_its_topic() {
        EventTopics topics = table("message=messages", "message.read=drop", "chat.typing_indicator = drop", "*=rest");

        assertThat(topics.isDropped("message.read")).isTrue();
        assertThat(topics.isDropped("chat.typing_indicator.started")).isTrue();
        assertThat(topics.isDropped("message.sent")).isFalse();
        assertThat(topics.isDropped("never_heard_of")).isFalse();
        assertThat(topics.topicNames()).containsExactly(ALL, "messages", "rest");
        assertThat(topics.topicsFor("message.read")).containsExactly(ALL);
    }

    @Test
    void the_rest_can_be_dropped() {
        EventTopics topics = table("message=messages", "poll=", "*=drop");

        assertThat(topics.isDropped("never_heard_of")).isTrue();
        assertThat(topics.isDropped("poll.sent")).isFalse();
        assertThat(topics.isDropped("message.sent")).isFalse();
    }

    @Test
    void without_a_default_entry_other_types_go_to_the_topic_of_all_events_only() {
        assertThat(table("message=messages").topicsFor("poll.sent")).containsExactly(ALL);
        assertThat(table().topicsFor("poll.sent")).containsExactly(ALL);
    }

    @Test
    void several_types_can_share_a_topic() {
        EventTopics topics = table("message=talk", "reaction=talk");

        assertThat(topics.topicsFor("message.sent")).isEqualTo(topics.topicsFor("reaction.added"));
        assertThat(topics.topicNames()).containsExactly(ALL, "talk");
    }

    @Test
    void no_topic_gets_an_event_twice() {
        assertThat(table("message=" + ALL).topicsFor("message.sent")).containsExactly(ALL);
        assertThat(table("message=" + ALL).topicNames()).containsExactly(ALL);
    }

    @Test
    void spaces_around_type_and_topic_are_ignored() {
        assertThat(table(" message = messages ").topicsFor("message.sent")).containsExactly(ALL, "messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message",
                "=messages",
                "message.=messages",
                ".message=messages",
                "mess age=messages",
                "message.*=m"
            })
    void an_invalid_entry_is_reported(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table("chat=chats", entry))
                .withMessage(
                        "setting topics.events.by-type (TOPICS_EVENTS_BY_TYPE) must have entries such as message=linq.events.messages,"
                                + " has \"" + entry + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linq events", "..", "linq/events", "linq=events", "événements"})
    void an_invalid_topic_name_is_reported(String topic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table("message=" + topic))
                .withMessage("setting topics.events.by-type (TOPICS_EVENTS_BY_TYPE): a topic cannot be named \"" + topic
                        + "\" (for message); its name has up to 249 letters, digits, dots, _ and -");
    }

    @Test
    void a_topic_name_has_a_maximum_length() {
        assertThat(table("message=" + "x".repeat(249)).topicsFor("message.sent"))
                .hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> table("message=" + "x".repeat(250)));
    }

    @Test
    void two_entries_for_a_type_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table("message=messages", "message=talk"))
                .withMessage("setting topics.events.by-type (TOPICS_EVENTS_BY_TYPE) has two entries for message");
    }

    private static EventTopics table(String... entries) {
        return EventTopics.parse(ALL, List.of(entries));
    }
}
