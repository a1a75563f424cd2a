package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.ledger.model.CallKind;
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

    private static ArrayNode bubbles(String... parts) {
        return ChatPreview.bubbles(
                CallKind.SEND_MESSAGE,
                ChatPreview.parse("{\"message\": {\"parts\": [" + String.join(", ", parts) + "]}}"));
    }
}
