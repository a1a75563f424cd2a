package dev.linqroutes.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ControlCharactersTest {
    /** Controls of Unicode, line and paragraph separators, unpaired surrogates, and all of Bidi_Control. */
    private static final Pattern DOES_SOMETHING = Pattern.compile(
            "[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\x{61C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\t]]");

    @Test
    void control_characters_are_escaped() {
        assertThat(ControlCharacters.escaped("a\nb\r\u001b[31mred\u009b2J\u202egnp.csv\u2028x\u0085y\u007fz\u0000"))
                .isEqualTo("a\\nb\\r\\u001b[31mred\\u009b2J\\u202egnp.csv\\u2028x\\u0085y\\u007fz\\u0000");
        assertThat(ControlCharacters.escaped("half \ud83d, other half \ude00, \ud83d"))
                .isEqualTo("half \\ud83d, other half \\ude00, \\ud83d");
        assertThat(ControlCharacters.escapedKeepingLines("one\ntwo\r\n\u001b")).isEqualTo("one\ntwo\\r\n\\u001b");
    }

    @Test
    void visible_characters_are_not_escaped() {
        String text = "Grüße 👩‍👩‍👧 日本 שלום مرحبا a\tb \u00a0 \\n";

        assertThat(ControlCharacters.escaped(text)).isSameAs(text);
    }

    @Property
    void no_control_character_remains_in_any_text(@ForAll("texts") String text) {
        assertThat(ControlCharacters.escaped(text)).doesNotContainPattern(DOES_SOMETHING);
        assertThat(ControlCharacters.escapedKeepingLines(text).replace("\n", ""))
                .doesNotContainPattern(DOES_SOMETHING);
    }

    /** So JSON can be printed with the same escapes. */
    @Property
    void escaping_control_characters_does_not_change_the_meaning_of_json(@ForAll("texts") String text)
            throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readValue(ControlCharacters.escaped(json.writeValueAsString(text)), String.class))
                .isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.chars().all(),
                        Arbitraries.chars().range('\0', '\u00a0'),
                        Arbitraries.chars().range('\u2000', '\u206f'))
                .list()
                .ofMaxSize(30)
                .map(chars -> {
                    StringBuilder text = new StringBuilder();
                    chars.forEach(text::append);
                    return text.toString();
                });
    }
}
