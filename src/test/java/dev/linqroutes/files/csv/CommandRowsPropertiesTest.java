package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.testing.BatchFixture;
import dev.linqroutes.testing.TestFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the rows say that they do: each has one outcome, in their order, and no cell of them is lost unnoticed. */
class CommandRowsPropertiesTest {
    private static final int COMMAND = 0;
    private static final int GROUP_REF = 1;
    private static final int RECIPIENTS = 2;

    /** Of each cell that may be filled, what its value begins with; the row follows, so that each value is another one. */
    private static final List<String> STARTS =
            List.of("+120255501", "message ", "Poll ", "Name ", "https://x.example/");

    private static TestFolder folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("commands");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property(tries = 500)
    void each_row_belongs_to_one_command_and_none_of_its_cells_is_lost(
            @ForAll("sheets") List<List<String>> rows, @ForAll boolean hasMemberPerRow) throws IOException {
        BatchFixture batch = write(rows, hasMemberPerRow ? "phone" : "to");
        List<ReceivedCommand> commands = batch.rows();
        Map<Long, List<InputRecord>> records = batch.records().stream()
                .filter(record -> record.commandRow() > 0)
                .collect(Collectors.groupingBy(InputRecord::commandRow));

        assertThat(commands.stream().map(BatchFixture::number))
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(records.keySet());
        for (ReceivedCommand command : commands) {
            List<InputRecord> own = records.get(BatchFixture.number(command));
            assertThat(hasMemberPerRow || own.size() == 1).isTrue();
            if (command.problems().isEmpty()) {
                assertIsCompleteAndOnlyThat(BatchFixture.command(command), own);
            }
        }
    }

    private static void assertIsCompleteAndOnlyThat(JsonNode command, List<InputRecord> rows) {
        List<String> given = texts(command);
        List<String> cells = new ArrayList<>();
        for (InputRecord row : rows) {
            cells.addAll(row.cells().subList(RECIPIENTS, row.cells().size()));
            assertThat(row.cells().get(GROUP_REF))
                    .isIn("", command.path("group_ref").asText());
            assertThat(SheetCommand.of(row.cells().get(COMMAND)).map(SheetCommand::type))
                    .isIn(Optional.empty(), Optional.of(command.path("type").asText()));
        }
        cells.add(command.path("group_ref").asText());
        cells.removeIf(String::isEmpty);
        cells.add(command.path("type").asText());

        assertThat(given).containsExactlyInAnyOrderElementsOf(cells);
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        if (json.isTextual()) {
            texts.add(json.textValue());
        }
        json.forEach(each -> texts.addAll(texts(each)));
        return texts;
    }

    private static BatchFixture write(List<List<String>> rows, String recipients) throws IOException {
        StringBuilder text = new StringBuilder("command,group_ref," + recipients + ",message,options,name,links\n");
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return BatchFixture.text(folder.path(), "x.csv", text.toString());
    }

    @Provide
    Arbitrary<List<List<String>>> sheets() {
        Arbitrary<String> commands = Arbitraries.of(
                "", "", "create", "message", "rename", "add", "add", "remove", "poll", "leave", "card", "crate");
        Arbitrary<String> refs = Arbitraries.of("a", "a", "b", "");
        Arbitrary<List<Boolean>> filled = Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true))
                .list()
                .ofSize(STARTS.size());
        return Combinators.combine(commands, refs, filled)
                .as(CommandRowsPropertiesTest::row)
                .list()
                .ofMinSize(1)
                .ofMaxSize(10)
                .filter(rows -> rows.stream().flatMap(List::stream).anyMatch(cell -> !cell.isEmpty()))
                .map(CommandRowsPropertiesTest::number);
    }

    private static List<String> row(String command, String ref, List<Boolean> filled) {
        List<String> cells = new ArrayList<>(List.of(command, ref));
        for (int i = 0; i < STARTS.size(); i++) {
            cells.add(filled.get(i) ? STARTS.get(i) : "");
        }
        return cells;
    }

    private static List<List<String>> number(List<List<String>> rows) {
        List<List<String>> numbered = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String number = String.valueOf(10 + i);
            numbered.add(rows.get(i).stream()
                    .map(cell -> STARTS.contains(cell) ? cell + number : cell)
                    .toList());
        }
        return numbered;
    }
}
