package dev.linqroutes.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {
    private static final String EMOJI = "😀";

    @ParameterizedTest(name = "{0} characters before it")
    @ValueSource(ints = {77, 78, 79, 80, 81})
    void a_long_value_is_never_cut_inside_an_emoji(int before) {
        String value = "x".repeat(before) + EMOJI + "x".repeat(10);

        String shown = Quoting.quote(value);

        assertThat(shown.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
        assertThat(shown).startsWith("\"" + "x".repeat(77)).endsWith("…\"");
        assertThat(shown.contains(EMOJI)).isEqualTo(before <= 78);
    }

    @ParameterizedTest(name = "{0} characters before it")
    @ValueSource(ints = {498, 499, 500})
    void the_message_of_a_problem_is_shortened_in_the_same_way(int before) {
        assertThat(Problem.of("x".repeat(before) + EMOJI + "x".repeat(10)).message())
                .doesNotContainPattern("[\\ud800-\\udbff](?![\\udc00-\\udfff])")
                .endsWith("…");
    }
}
