package dev.linqroutes.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
    private static final List<String> KNOWN = List.of("message", "links", "to");

    @Test
    void a_name_with_one_or_two_typing_errors_is_recognized() {
        assertThat(DidYouMean.suggest("mesage", KNOWN)).contains("message");
        assertThat(DidYouMean.suggest("lniks", KNOWN)).contains("links");
        assertThat(DidYouMean.suggest("city", KNOWN)).isEmpty();
    }

    /** Computing the edit distance would exhaust the memory. */
    @Test
    void very_long_names_are_not_compared() {
        assertThat(DidYouMean.suggest("message".repeat(5_000_000), KNOWN)).isEmpty();
    }
}
