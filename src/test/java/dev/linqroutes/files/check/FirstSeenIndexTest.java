package dev.linqroutes.files.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FirstSeenIndexTest {
    private final FirstSeenIndex rows = new FirstSeenIndex();

    @Test
    void a_repeated_text_has_the_row_of_its_first_occurrence() {
        assertThat(rows.putIfAbsent("a", 2)).isEmpty();
        assertThat(rows.putIfAbsent("b", 3)).isEmpty();
        assertThat(rows.putIfAbsent("a", 9)).hasValue(2);
        assertThat(rows.putIfAbsent("a", 12)).hasValue(2);
        assertThat(rows.find("b")).hasValue(3);
        assertThat(rows.find("c")).isEmpty();
    }

    @Test
    void a_hundred_thousand_texts_are_distinguished() {
        for (int row = 1; row <= 100_000; row++) {
            assertThat(rows.putIfAbsent("order-" + row, row).isEmpty()).isTrue();
        }
        for (int row = 1; row <= 100_000; row++) {
            assertThat(rows.find("order-" + row)).hasValue(row);
        }
    }

    @Property
    void it_agrees_with_a_map(@ForAll List<String> texts) {
        FirstSeenIndex first = new FirstSeenIndex();
        Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            long row = i + 1;
            OptionalLong before = first.putIfAbsent(texts.get(i), row);
            Long expected = model.putIfAbsent(texts.get(i), row);
            assertThat(before).isEqualTo(expected == null ? OptionalLong.empty() : OptionalLong.of(expected));
        }
    }
}
