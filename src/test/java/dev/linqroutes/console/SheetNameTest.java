package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever a person calls a file, its name in the inbox stays in the inbox. */
class SheetNameTest {
    @Test
    void folders_are_left_out() {
        assertThat(SheetName.of("C:\\Users\\ann\\friends.csv")).isEqualTo("friends.csv");
        assertThat(SheetName.of("../../etc/friends.csv")).isEqualTo("friends.csv");
    }

    @Test
    void a_workbook_becomes_a_csv_file() {
        assertThat(SheetName.of("Friends 2026.xlsx")).isEqualTo("Friends 2026.csv");
    }

    @Test
    void other_files_are_refused_with_what_to_do() {
        assertThatExceptionOfType(ConsoleError.class)
                .isThrownBy(() -> SheetName.of("friends.ods"))
                .withMessageContaining("save it as");
        assertThatExceptionOfType(ConsoleError.class)
                .isThrownBy(() -> SheetName.of("commands.jsonl"))
                .withMessageContaining("put it into the inbox");
        assertThatExceptionOfType(ConsoleError.class).isThrownBy(() -> SheetName.of(""));
    }

    @Property
    void a_name_is_one_visible_file_of_the_inbox(@ForAll String given) {
        String name = SheetName.of(given + ".csv");

        Path inbox = Path.of("inbox");
        assertThat(inbox.resolve(name).normalize().getParent()).isEqualTo(inbox);
        assertThat(name).endsWith(".csv").doesNotStartWith(".");
    }
}
