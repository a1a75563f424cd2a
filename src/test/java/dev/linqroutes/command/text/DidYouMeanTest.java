package dev.linqroutes.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
    private static final List<String> KNOWN = List.of("message", "links", "to");

    @Test
    void a_name_a_letter_or_two_away_is_meant() {
        assertThat(DidYouMean.suggest("mesage", KNOWN)).contains("message");
        assertThat(DidYouMean.suggest("lniks", KNOWN)).contains("links");
        assertThat(DidYouMean.suggest("city", KNOWN)).isEmpty();
    }

    /** To compare it letter by letter would take more memory than there is. */
    @Test
    void what_is_far_longer_than_any_name_is_not_compared() {
        assertThat(DidYouMean.suggest("message".repeat(5_000_000), KNOWN)).isEmpty();
    }
}
