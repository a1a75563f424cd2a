package dev.linqroutes.files.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.files.check.CheckedRow.RowProblem;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.testing.TestFolder;
import dev.linqroutes.testing.WriterPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a sheet contains or lacks, problems are reported with the names used in the sheet. */
class CheckedSheetsPropertiesTest {
    private static final List<String> COLUMNS = List.of(
            "Group",
            "Members",
            "Text",
            "Link",
            "Name",
            "Icon",
            "Line",
            "Not Before",
            "Expires At",
            "Service",
            "Country",
            "x");
    private static TestFolder folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("checked");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property
    void every_problem_of_a_row_is_reported_once_with_its_column(@ForAll("rows") List<List<String>> rows)
            throws Exception {
        List<CheckedRow> checked = check(rows);

        assertThat(checked).hasSizeLessThanOrEqualTo(rows.size());
        for (CheckedRow row : checked) {
            assertThat(row.problems()).doesNotHaveDuplicates().allSatisfy(fault -> assertThat(fault.column())
                    .as(fault.describe())
                    .isIn(columnsAnd("")));
            assertThat(row.problems()).extracting(RowProblem::describe).allSatisfy(told -> assertThat(told)
                    .doesNotStartWith("/"));
        }
    }

    private static List<String> columnsAnd(String other) {
        return Stream.concat(COLUMNS.stream(), Stream.of(other)).toList();
    }

    private static List<CheckedRow> check(List<List<String>> rows) throws IOException, InterruptedException {
        String text = Stream.concat(Stream.of(COLUMNS), rows.stream())
                .map(row -> row.stream()
                        .map(CheckedSheetsPropertiesTest::quoted)
                        .collect(Collectors.joining(",", "", "\n")))
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.path().resolve("x.csv"), text);
        List<CheckedRow> checked = new ArrayList<>();
        new RowChecker(
                        received -> received.stream()
                                .map(CheckedSheetsPropertiesTest::prepared)
                                .toList(),
                        Optional.empty(),
                        () -> LineChooser.ofUnusedLines(Map.of()),
                        Clock.fixed(Instant.parse("2026-11-28T09:00:00Z"), ZoneOffset.UTC))
                .check(new BatchFileOpener(Optional.empty()).open(file), checked::add);
        return checked;
    }

    private static IntakeDecision prepared(ReceivedCommand received) {
        try {
            return new IntakeMapper()
                    .mapPlanned(new Planner(Optional.empty())
                            .splitIntoCalls(new CommandEnricher(List.of(), Optional.empty())
                                    .enrich(TestCommand.read(received))));
        } catch (CommandRefused e) {
            return new IntakeMapper().mapRefused(received, e);
        }
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        Arbitrary<String> values = Arbitraries.of(Stream.of(
                        WriterPrograms.all().stream().flatMap(writer -> writer.values().stream()),
                        WriterPrograms.people().stream(),
                        WriterPrograms.answers().stream())
                .flatMap(each -> each)
                .toList());
        Arbitrary<String> good = Arbitraries.of(
                "",
                "",
                "+12025550101;+12025550102",
                "+12223334444",
                "https://example.com/a",
                "2026-11-28T10:00:00Z",
                "SMS",
                "US");
        Arbitrary<List<String>> row =
                Arbitraries.oneOf(good, good, values).list().ofSize(COLUMNS.size());
        // Not only blank rows.
        return row.filter(cells -> !cells.get(1).isEmpty()).list().ofMinSize(1).ofMaxSize(4);
    }
}
