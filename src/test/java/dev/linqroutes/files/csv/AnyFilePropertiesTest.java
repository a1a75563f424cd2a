package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.files.text.TextFile;
import dev.linqroutes.files.text.TextFileInspector;
import dev.linqroutes.testing.BatchFixture;
import dev.linqroutes.testing.TestFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class AnyFilePropertiesTest {
    private static TestFolder folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("any-file");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property
    void whatever_the_bytes_a_file_is_unreadable_or_read_to_its_end(
            @ForAll("contents") byte[] content, @ForAll("names") String name) throws IOException {
        Path file = Files.write(folder.path().resolve(name), content);
        try {
            BatchFixture batch = BatchFixture.open(file);
            List<ReceivedCommand> rows = batch.rows();
            List<InputRecord> records = batch.records();

            assertThat(rows).isNotEmpty();
            assertThat(rows.stream().map(row -> row.source().id())).doesNotHaveDuplicates();
            assertThat(records.stream()
                            .map(InputRecord::commandRow)
                            .filter(row -> row > 0)
                            .distinct())
                    .as("rows that records belong to")
                    .isEqualTo(rows.stream().map(BatchFixture::number).toList());
        } catch (UnreadableFile e) {
            assertThat(e.getMessage()).startsWith(name).hasSizeLessThan(1_000);
        } finally {
            Files.delete(file);
        }
    }

    @Property
    void cells_are_cut_as_another_parser_cuts_them(@ForAll("tables") String text) throws IOException {
        List<List<String>> others = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            reader.forEach(each -> others.add(each.getFields()));
        } catch (CsvParseException e) {
            Assume.that(false);
        }
        Path file = Files.writeString(folder.path().resolve("t.csv"), text);
        try {
            assertThat(cells(file)).isEqualTo(others);
        } catch (UnreadableFile e) {
            assertThat(e)
                    .as("the other parser takes the end of the file for the quote")
                    .hasMessageContaining("never closed");
        }
    }

    private static List<List<String>> cells(Path file) throws IOException {
        TextFile text = new TextFileInspector(file, "", "name its encoding")
                .inspect(Optional.of(StandardCharsets.UTF_8), Optional.empty());
        List<List<String>> cells = new ArrayList<>();
        try (CsvParser parser = new CsvParser(text, new CellSeparator(',', false))) {
            for (Optional<CsvRow> row = parser.next(); row.isPresent(); row = parser.next()) {
                cells.add(row.get().cells());
            }
        }
        return cells;
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("x.csv", "x.tsv", "x.jsonl");
    }

    /** With one kind of line ends: FastCSV 4.1.0 loses a row with a carriage return in quotes before a line feed. */
    @Provide
    Arbitrary<String> tables() {
        Arbitrary<String> texts = Arbitraries.strings().withChars("ab,\"\n").ofMaxLength(30);
        return Combinators.combine(texts, Arbitraries.of("\n", "\r", "\r\n"))
                .as((text, end) -> text.replace("\n", end));
    }

    /** Pieces of valid and invalid files, so that many files have a valid header. */
    @Provide
    Arbitrary<byte[]> contents() {
        Arbitrary<byte[]> pieces = Arbitraries.of(
                        "to,message\n",
                        "group_ref,handle,message\n",
                        "+12025550101,Hi\n",
                        "a,+12025550101,Hi\n",
                        "b,+12025550102,\"Hi\"\n",
                        ",+12025550103,{handle}\n",
                        "a,b,c,d,e\n",
                        "Total: 4\n",
                        "\n\n",
                        "NULL,+12025550101,#N/A\n",
                        "a\u200B,+12025550104,1e+05\n",
                        "{\"type\":\"leave_group\"}\n",
                        "\"",
                        "{",
                        ",",
                        ";",
                        "\t",
                        "\r",
                        "\n",
                        "ü",
                        "\uFEFF",
                        "=\"1\"",
                        "sep=;\n")
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> bytes =
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(3);
        return Arbitraries.frequencyOf(Tuple.of(12, pieces), Tuple.of(1, bytes))
                .list()
                .ofMaxSize(12)
                .map(AnyFilePropertiesTest::joined);
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
