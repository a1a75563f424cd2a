package dev.linqroutes.ledger.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskedLineTest {
    @Test
    void a_line_is_named_by_its_last_four_digits_and_its_hash() {
        assertThat(MaskedLine.of("+12025554444")).isEqualTo("…4444-5f22");
    }

    @Test
    void lines_with_the_same_last_four_digits_differ_by_their_hash() {
        assertThat(IntStream.range(200, 220).mapToObj(area -> MaskedLine.of("+1" + area + "5554444")))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("…4444-"));
    }
}
