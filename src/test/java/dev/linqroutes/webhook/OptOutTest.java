package dev.linqroutes.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words by which a member of a group says that it wants no more messages (reference 2.15). */
class OptOutTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode message(String text) {
        ObjectNode data = JSON.createObjectNode();
        data.putObject("chat").put("id", "c").put("is_group", true);
        data.putArray("parts").addObject().put("type", "text").put("value", text);
        return data;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                " STOP\n",
                "UNSUBSCRIBE",
                "OPTOUT",
                "CANCEL",
                "END",
                "QUIT",
                "OPT OUT",
                "opt-out",
                "Opt Out",
                "optout"
            })
    void the_whole_message_is_the_word(String text) {
        assertThat(OptOut.in("message.received", message(text))).contains(text.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "Stop", "STOP it", "please STOP", "end", "cancel", "", "opt  out"})
    void another_text_is_not(String text) {
        assertThat(OptOut.in("message.received", message(text))).isEmpty();
    }

    @Test
    void a_message_of_version_2025_is_read_too() throws Exception {
        JsonNode data = JSON.readTree(
                "{\"chat_id\":\"c\",\"is_group\":true,\"message\":{\"parts\":[{\"type\":\"text\",\"value\":\"STOP\"}]}}");

        assertThat(OptOut.in("message.received", data)).contains("STOP");
    }

    @Test
    void in_a_direct_chat_linq_sees_to_it() {
        ObjectNode direct = message("STOP");
        ((ObjectNode) direct.get("chat")).put("is_group", false);

        assertThat(OptOut.in("message.received", direct)).isEmpty();
    }

    @Test
    void a_message_with_more_than_the_word_or_of_the_line_itself_is_none() {
        ObjectNode two = message("STOP");
        two.withArray("parts").addObject().put("type", "media").put("url", "u");

        assertThat(OptOut.in("message.received", two)).isEmpty();
        assertThat(OptOut.in("message.sent", message("STOP"))).isEmpty();
    }
}
