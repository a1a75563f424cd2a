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

/** The words by which a member of a group says that it wants no more messages (reference 2.15). */
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
    void the_whole_message_is_the_word_in_any_case_of_letters(String text) {
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
    void marks_emojis_and_the_width_of_letters_change_nothing(String text, String word) {
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
    void invisible_characters_change_nothing(String text) {
        assertThat(OptOutDetector.detect("message.received", message(text))).isPresent();
    }

    /** The words of other languages Linq does not name (reference 2.15), and no rule does either. */
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
    void another_text_is_not(String text) {
        assertThat(OptOutDetector.detect("message.received", message(text))).isEmpty();
    }

    @Test
    void a_long_text_around_the_word_is_another_text() {
        assertThat(OptOutDetector.detect("message.received", message("STOP" + "!".repeat(10_000))))
                .isEmpty();
    }

    /** It becomes a header, which takes ASCII. */
    @Test
    void whatever_is_written_around_and_between_its_letters_the_word_is_plain() {
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
    void a_message_of_version_2025_is_read_too() throws Exception {
        JsonNode data = JSON.readTree(
                "{\"chat_id\":\"c\",\"is_group\":true,\"message\":{\"parts\":[{\"type\":\"text\",\"value\":\"STOP\"}]}}");

        assertThat(OptOutDetector.detect("message.received", data)).contains("STOP");
    }

    @Test
    void in_a_direct_chat_linq_sees_to_it() {
        ObjectNode direct = message("STOP");
        ((ObjectNode) direct.get("chat")).put("is_group", false);

        assertThat(OptOutDetector.detect("message.received", direct)).isEmpty();
    }

    @Test
    void a_message_with_more_than_the_word_or_of_the_line_itself_is_none() {
        ObjectNode two = message("STOP");
        two.withArray("parts").addObject().put("type", "media").put("url", "u");

        assertThat(OptOutDetector.detect("message.received", two)).isEmpty();
        assertThat(OptOutDetector.detect("message.sent", message("STOP"))).isEmpty();
    }
}
