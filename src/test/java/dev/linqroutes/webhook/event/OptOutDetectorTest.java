package dev.linqroutes.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opt-out words of group members (reference 2.15). */
class OptOutDetectorTest {
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
                "optout",
                "Stop",
                "stop",
                "Unsubscribe",
                "Quit",
                "end",
                "cancel",
                "STOPALL",
                "STOP ALL",
                "stop-all",
                "REVOKE"
            })
    void a_message_of_the_word_alone_is_detected_in_any_case(String text) {
        assertThat(OptOutDetector.detect("message.received", message(text))).contains(text.strip());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    STOP.             | STOP
                    Stop!!!           | Stop
                    …stop…            | stop
                    "STOP"            | STOP
                    “STOP”            | STOP
                    'Stop'            | Stop
                    «Stop»            | Stop
                    (stop)            | stop
                    *STOP*            | STOP
                    _Stop_            | Stop
                    #stop             | stop
                    ¡STOP!            | STOP
                    STOP 🙏            | STOP
                    STOP🙏🏽            | STOP
                    🛑 Stop 🛑          | Stop
                    Stop ❤️           | Stop
                    STOP 👨‍👩‍👧        | STOP
                    Opt Out.          | Opt Out
                    opt  out          | opt out
                    OPT - OUT         | OPT - OUT
                    Stop -all         | Stop -all
                    OPT‑OUT           | OPT-OUT
                    opt—out           | opt-out
                    ＳＴＯＰ              | STOP
                    ｓｔｏｐ！             | stop
                    𝗦𝗧𝗢𝗣              | STOP
                    """)
    void punctuation_emojis_and_letter_width_are_ignored(String text, String word) {
        assertThat(OptOutDetector.detect("message.received", message(text))).contains(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP\u200B",
                "\u2060Stop",
                "\uFEFFSTOP",
                "\u202ASTOP\u202C",
                "\u00A0STOP\u00A0",
                "ST\u00ADOP",
                "STOP\uFE0F",
                "Stop\u3000",
                "STOP\r\n\r\n",
                "OPT\u00A0OUT",
                "STOP\u0000"
            })
    void invisible_characters_are_ignored(String text) {
        assertThat(OptOutDetector.detect("message.received", message(text))).isPresent();
    }

    /** Neither Linq (reference 2.15) nor the rules list words of other languages. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Stop it, Bob!",
                "STOP it",
                "please STOP",
                "stop?",
                "Cancel?!",
                "stop\u061F",
                "Stop \u2753",
                "the end",
                "end of story",
                "don't stop",
                "Stopp",
                "STOPS",
                "nonstop",
                "stop 2",
                "1. STOP",
                "STOP STOP",
                "opt",
                "out",
                "ARRET",
                "ALTO",
                "CTOP",
                "S\u0336T\u0336O\u0336P\u0336",
                "🛑",
                "...",
                ""
            })
    void other_texts_are_not_detected(String text) {
        assertThat(OptOutDetector.detect("message.received", message(text))).isEmpty();
    }

    @Test
    void a_long_text_around_the_word_is_not_detected() {
        assertThat(OptOutDetector.detect("message.received", message("STOP" + "!".repeat(10_000))))
                .isEmpty();
    }

    /** The word becomes a header, which must be ASCII. */
    @Test
    void the_detected_word_is_plain_ascii() {
        List<String> words = List.of("STOP", "Stop All", "unsubscribe", "Opt-Out", "CANCEL", "End", "quit", "Revoke");
        List<String> marks =
                List.of(".", "!", " ", "\u00A0", "🙏", "👍🏾", "\u200B", "\u201C", "*", "\uFE0F", "\n", "~", "—");
        Random random = new Random(27);
        for (int i = 0; i < 5_000; i++) {
            String word = words.get(random.nextInt(words.size()));
            String text = random.ints(random.nextInt(6), 0, marks.size())
                            .mapToObj(marks::get)
                            .collect(Collectors.joining())
                    + (random.nextInt(4) == 0 ? wide(word) : word)
                    + random.ints(random.nextInt(6), 0, marks.size())
                            .mapToObj(marks::get)
                            .collect(Collectors.joining());

            assertThat(OptOutDetector.detect("message.received", message(text)))
                    .as(text)
                    .contains(word);
            assertThat(OptOutDetector.detect("message.received", message(text + " x")))
                    .as(text)
                    .isEmpty();
        }
    }

    /** Full-width letters. */
    private static String wide(String word) {
        return word.chars()
                .map(each -> Character.isLetter(each) ? each + 0xFEE0 : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void version_2025_messages_are_read() throws Exception {
        JsonNode data = JSON.readTree(
                "{\"chat_id\":\"c\",\"is_group\":true,\"message\":{\"parts\":[{\"type\":\"text\",\"value\":\"STOP\"}]}}");

        assertThat(OptOutDetector.detect("message.received", data)).contains("STOP");
    }

    @Test
    void direct_chats_are_left_to_linq() {
        ObjectNode direct = message("STOP");
        ((ObjectNode) direct.get("chat")).put("is_group", false);

        assertThat(OptOutDetector.detect("message.received", direct)).isEmpty();
    }

    @Test
    void several_parts_and_own_messages_are_not_detected() {
        ObjectNode two = message("STOP");
        two.withArray("parts").addObject().put("type", "media").put("url", "u");

        assertThat(OptOutDetector.detect("message.received", two)).isEmpty();
        assertThat(OptOutDetector.detect("message.sent", message("STOP"))).isEmpty();
    }
}
