package dev.linqroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes, opens and reads a file of commands in a test. */
public record BatchFixture(Path file, BatchFile batch) {
    static final ObjectMapper JSON = new ObjectMapper();
    public static final Charset WINDOWS = Charset.forName("windows-1252");

    public static BatchFixture text(Path folder, String name, String text) throws IOException {
        return bytes(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    public static BatchFixture bytes(Path folder, String name, byte[] content) throws IOException {
        return open(Files.write(folder.resolve(name), content));
    }

    public static BatchFixture open(Path file) throws IOException {
        return new BatchFixture(file, new BatchFileOpener(Optional.of(WINDOWS)).open(file));
    }

    public List<ReceivedCommand> rows() throws IOException {
        List<ReceivedCommand> rows = new ArrayList<>();
        try (BatchFile.RowChunks portions = batch.chunks()) {
            portions.forEachRemaining(portion -> rows.addAll(portion.rows()));
        }
        return rows;
    }

    public List<Integer> chunkSizes() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (BatchFile.RowChunks portions = batch.chunks()) {
            portions.forEachRemaining(portion -> sizes.add(portion.rows().size()));
        }
        return sizes;
    }

    public List<InputRecord> records() throws IOException {
        List<InputRecord> records = new ArrayList<>();
        try (BatchFile.InputRecords open = batch.records()) {
            open.forEachRemaining(records::add);
        }
        return records;
    }

    public ReceivedCommand onlyRow() throws IOException {
        List<ReceivedCommand> rows = rows();
        if (rows.size() != 1) {
            throw new AssertionError("not one row but " + rows.size());
        }
        return rows.get(0);
    }

    /** One line per row: {@code 2 [+15556667777] Hello}, {@code 3 refused: …}. */
    public List<String> describe() throws IOException {
        return rows().stream().map(BatchFixture::describe).toList();
    }

    public static String describe(ReceivedCommand row) {
        long number = number(row);
        if (!row.problems().isEmpty()) {
            return number + " refused: " + problem(row, row.problems().get(0));
        }
        JsonNode json = command(row);
        return number + " " + String.join("+", texts(json.at("/to"))) + " "
                + json.at("/message/text").asText();
    }

    /** Row number as shown by a spreadsheet program. */
    public static Long number(ReceivedCommand row) {
        return ((CommandSource.File) row.source()).row();
    }

    /** The text of the outcome. */
    static String problem(ReceivedCommand row, Problem problem) {
        ColumnPlace column = row.columns().get(problem.pointer());
        return column == null ? problem.message() : "column " + column.describe() + ": " + problem.message();
    }

    public static JsonNode command(ReceivedCommand row) {
        if (!row.problems().isEmpty()) {
            throw new AssertionError("refused: " + row.problems());
        }
        return json(row);
    }

    static JsonNode json(ReceivedCommand row) {
        try {
            return JSON.readTree(row.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + body(row), e);
        }
    }

    public static String body(ReceivedCommand row) {
        return new String(row.body(), StandardCharsets.UTF_8);
    }

    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
