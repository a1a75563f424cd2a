package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.ledger.TestCommands;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.PlannedCommand;
import org.junit.jupiter.api.Test;

/** Every part of a message is a bubble, also of a type that this version does not know. */
class ChatPreviewTest {
    @Test
    void a_part_of_an_unknown_type_is_shown_by_its_text_or_as_json() {
        ArrayNode bubbles = bubbles(
                "{\"type\": \"location_pin\", \"value\": {\"x\": 1}}",
                "{\"type\": \"imessage_app\", \"app\": {}, \"fallback_text\": \"Order\"}",
                "{\"type\": \"media\", \"attachment_id\": \"a-1\", \"sticker\": true}");

        assertThat(bubbles)
                .hasToString("[{\"kind\":\"location_pin\",\"text\":\"{\\\"type\\\":\\\"location_pin\\\",\\\"value\\\":"
                        + "{\\\"x\\\":1}}\"},{\"kind\":\"imessage_app\",\"text\":\"Order\"},"
                        + "{\"kind\":\"media\",\"text\":\"a-1\"}]");
    }

    @Test
    void a_large_part_is_shortened() {
        assertThat(bubbles("{\"type\": \"location_pin\", \"a\": [\"" + "x".repeat(100_000) + "\"]}")
                        .get(0)
                        .path("text")
                        .asText())
                .hasSizeLessThan(600);
    }

    @Test
    void a_local_file_is_shown_by_its_name_and_one_that_was_stored_as_such() {
        String sha256 = "a".repeat(64);
        PlannedCommand command = TestCommands.aCommand("c")
                .toGroup("a")
                .withFile(new MediaFile("spring/\"menu\".png", sha256, "image/png", 3));

        assertThat(ChatPreview.of(command).at("/bubbles/0/text").asText()).isEqualTo("spring/\"menu\".png");
        assertThat(bubbles("{\"type\": \"media\", \"attachment_id\": \"{media:" + sha256 + "}\"}")
                        .at("/0/text")
                        .asText())
                .isEqualTo("a local file");
    }

    @Test
    void a_poll_is_shown_with_its_options() {
        String options = "\"options\": [{\"text\": \"Tuesday\"}, {\"text\": \"Thursday\"}]";

        assertThat(change(CallKind.SEND_POLL, "{\"poll\": {" + options + ", \"idempotency_key\": \"k\"}}"))
                .isEqualTo("sends a poll: Tuesday; Thursday");
        assertThat(change(CallKind.ADD_POLL_OPTIONS, "{" + options + "}"))
                .isEqualTo("adds options to a poll: Tuesday; Thursday");
    }

    private static String change(CallKind kind, String body) {
        return ChatPreview.bubbles(kind, ChatPreview.parse(body)).at("/0/text").asText();
    }

    private static ArrayNode bubbles(String... parts) {
        return ChatPreview.bubbles(
                CallKind.SEND_MESSAGE,
                ChatPreview.parse("{\"message\": {\"parts\": [" + String.join(", ", parts) + "]}}"));
    }
}
