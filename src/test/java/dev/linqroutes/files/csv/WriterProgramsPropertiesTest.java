package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.testing.BatchFixture;
import dev.linqroutes.testing.TestFolder;
import dev.linqroutes.testing.WriterPrograms;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whichever program wrote the sheet: its marker for a missing value is never sent, and never a member or group. */
class WriterProgramsPropertiesTest {
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static TestFolder folder;

    /** A value as a program writes it into a cell, and the separator of its sheet. */
    private record Cell(String value, String written, String separator) {}

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("writers");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property
    void members_without_a_group_do_not_share_one(@ForAll("missing") Cell cell) throws IOException {
        List<ReceivedCommand> groups = rows(
                cell,
                List.of("group_ref", "handle", "message"),
                List.of(cell.written, ANN, "Hi"),
                List.of(cell.written, BOB, ""),
                List.of("order-7", ANN, "Hi"),
                List.of("order-7", BOB, ""));

        assertThat(groups).hasSize(2);
        assertThat(groups.get(0).problems()).as(cell.value).isNotEmpty();
        assertThat(groups.get(1).problems()).isEmpty();
    }

    @Property
    void a_missing_value_marker_is_neither_sent_nor_used_as_a_name(@ForAll("missing") Cell cell) throws IOException {
        List<ReceivedCommand> groups = rows(
                cell,
                List.of("group_ref", "to", "display_name", "message"),
                List.of("a", ANN, "Crew", cell.written),
                List.of("b", ANN, cell.written, "Hi"),
                List.of(cell.written, ANN, "Crew", "Hi"),
                List.of("d", ANN, "Crew", "Hi"));

        assertThat(groups).extracting(group -> group.problems().isEmpty()).containsExactly(false, false, false, true);
    }

    @Property
    void a_missing_value_marker_is_not_inserted_into_a_text(@ForAll("missing") Cell cell) throws IOException {
        List<ReceivedCommand> groups = rows(
                cell,
                List.of("group_ref", "to", "first_name", "message"),
                List.of("a", ANN, cell.written, "Hi {first_name}"),
                List.of("b", ANN, "Ann", "Hi {first_name}"));

        assertThat(groups).extracting(group -> group.problems().isEmpty()).containsExactly(false, true);
    }

    @Property
    void a_shortened_number_in_a_text_is_a_warning(@ForAll("shortened") Cell cell) throws IOException {
        List<ReceivedCommand> groups = rows(
                cell,
                List.of("group_ref", "to", "message"),
                List.of("a", ANN, "Your order " + cell.value + " is ready"));

        assertThat(groups.get(0).problems()).isEmpty();
        assertThat(groups.get(0).warnings()).singleElement().asString().contains("\"" + cell.value + "\"");
    }

    @Property
    void ordinary_text_is_sent_unchanged(@ForAll("written") Cell cell) throws IOException {
        // Such a quote is not recognized, and the row is refused (CsvFileTest).
        Assume.that(!cell.written.startsWith(" \""));
        List<ReceivedCommand> groups = rows(
                cell,
                List.of("group_ref", "to", "first_name", "display_name", "message"),
                List.of(cell.written, ANN, cell.written, cell.written, "Hi {first_name}"));

        assertThat(groups.get(0).problems()).isEmpty();
        assertThat(BatchFixture.command(groups.get(0)).at("/message/text").asText())
                .isEqualTo("Hi " + cell.value);
        assertThat(TestCommand.read(groups.get(0)).envelope().groupRef()).contains(cell.value);
    }

    @SafeVarargs
    private static List<ReceivedCommand> rows(Cell cell, List<String>... rows) throws IOException {
        StringBuilder sheet = new StringBuilder();
        for (List<String> row : rows) {
            sheet.append(String.join(
                            cell.separator,
                            row.stream()
                                    .map(WriterProgramsPropertiesTest::quoted)
                                    .toList()))
                    .append("\r\n");
        }
        return BatchFixture.text(folder.path(), "x.csv", sheet.toString()).rows();
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    @Provide
    Arbitrary<Cell> missing() {
        return cells(WriterPrograms.all().stream()
                .flatMap(writer -> writer.values().stream())
                .toList());
    }

    @Provide
    Arbitrary<Cell> shortened() {
        return cells(WriterPrograms.shortened().stream()
                .flatMap(writer -> writer.values().stream())
                .toList());
    }

    @Provide
    Arbitrary<Cell> written() {
        return cells(WriterPrograms.people());
    }

    private static Arbitrary<Cell> cells(List<String> values) {
        return Combinators.combine(
                        Arbitraries.of(values),
                        Arbitraries.of("%s", " %s", "%s ", "\u00A0%s", "%s\u00A0", "=\"%s\""),
                        Arbitraries.of(",", ";", "\t"))
                .as((value, around, separator) -> {
                    String inside = around.startsWith("=") ? value.replace("\"", "\"\"") : value;
                    return new Cell(value, around.replace("%s", inside), separator);
                });
    }
}
