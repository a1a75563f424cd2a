package dev.linqroutes.files.results;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Properties of every sheet, whatever its cells contain. */
class ResultsSheetPropertiesTest {
    private static TestFolder folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("results-sheet");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property
    void both_files_have_the_content_of_the_input_and_no_formula(
            @ForAll("rows") List<List<String>> rows, @ForAll("separators") char separator) throws IOException {
        List<String> columns = List.of("to", "message", "name");
        List<RowResult> results = IntStream.range(0, rows.size())
                .mapToObj(i -> failed(i + 2, rows.get(i)))
                .toList();

        ResultsSheet.write(
                InMemoryRecords.of(columns, separator, rows),
                results.iterator(),
                folder.path().resolve("x.results.csv"),
                folder.path().resolve("x.failed.csv"));

        List<List<String>> there = rows.stream()
                .filter(row -> !row.stream().allMatch(String::isBlank))
                .toList();
        List<List<String>> sheet = read(folder.path().resolve("x.results.csv"), separator == ';' ? ';' : ',');
        assertThat(sheet)
                .hasSize(there.size() + 1)
                .allSatisfy(row -> assertThat(row).hasSize(13).noneMatch(ResultsSheetPropertiesTest::isFormula));
        for (int i = 0; i < there.size(); i++) {
            assertThat(asRead(sheet.get(i + 1)).subList(0, 3))
                    .isEqualTo(asRead(filled(there.get(i))).subList(0, 3));
        }
        if (!there.isEmpty()) {
            List<List<String>> failed = read(folder.path().resolve("x.failed.csv"), separator);
            assertThat(failed).allSatisfy(row -> assertThat(row).noneMatch(ResultsSheetPropertiesTest::isFormula));
            assertThat(failed.stream().skip(1).map(ResultsSheetPropertiesTest::asRead))
                    .isEqualTo(there.stream().map(row -> asRead(filled(row))).toList());
        }
    }

    private static boolean isFormula(String cell) {
        return cell.matches("(?s)[\t\r].*|[\\p{Z}\\p{Cc}\\p{Cf}]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-].*");
    }

    /** The cell as it is read again: without the apostrophe before a possible formula. */
    private static List<String> asRead(List<String> row) {
        return row.stream()
                .map(cell -> cell.startsWith("'") && isFormula(cell.substring(1)) ? cell.substring(1) : cell)
                .toList();
    }

    private static List<String> filled(List<String> row) {
        List<String> filled = new ArrayList<>(row);
        while (filled.size() < 3) {
            filled.add("");
        }
        return filled;
    }

    private static RowResult failed(long row, List<String> cells) {
        Optional<String> any = cells.stream().findFirst();
        return new RowResult(
                row,
                "refused",
                any,
                any,
                any,
                any,
                cells,
                Optional.empty(),
                cells,
                any,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static List<List<String>> read(Path csv, char separator) throws IOException {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(Files.readString(csv).substring(1))
                .stream()
                .map(CsvRecord::getFields)
                .toList();
    }

    @Provide
    Arbitrary<Character> separators() {
        return Arbitraries.of(',', ';', '\t', '|');
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        Arbitrary<String> odd = Arbitraries.of(
                        "=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u200B", "\u00A0", "\u0001", "\t",
                        "\r", "\n", "\r\n", "'", "\"", "\"\"", ",", ";", "|", " ", "#", "a", "👋", "\uFEFF")
                .list()
                .ofMaxSize(6)
                .map(pieces -> String.join("", pieces));
        Arbitrary<String> any =
                Arbitraries.strings().excludeChars('\0').ofMaxLength(20).filter(ResultsSheetPropertiesTest::isWhole);
        return Arbitraries.oneOf(odd, any)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .list()
                .ofMaxSize(6);
    }

    /** Without unpaired surrogates, which no text file contains. */
    private static boolean isWhole(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }
}
