package dev.linqroutes.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of commands in a test: written, opened and read. */
record BatchOf(Path file, BatchFile batch) {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Charset WINDOWS = Charset.forName("windows-1252");

    static BatchOf text(Path folder, String name, String text) throws IOException {
        return bytes(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static BatchOf bytes(Path folder, String name, byte[] content) throws IOException {
        return open(Files.write(folder.resolve(name), content));
    }

    static BatchOf open(Path file) throws IOException {
        return new BatchOf(file, new BatchFiles(Optional.of(WINDOWS)).open(file));
    }

    List<Received> rows() throws IOException {
        List<Received> rows = new ArrayList<>();
        try (BatchFile.Portions portions = batch.portions()) {
            portions.forEachRemaining(portion -> rows.addAll(portion.rows()));
        }
        return rows;
    }

    List<Integer> portionSizes() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (BatchFile.Portions portions = batch.portions()) {
            portions.forEachRemaining(portion -> sizes.add(portion.rows().size()));
        }
        return sizes;
    }

    List<InputRecord> records() throws IOException {
        List<InputRecord> records = new ArrayList<>();
        try (BatchFile.Records open = batch.records()) {
            open.forEachRemaining(records::add);
        }
        return records;
    }

    Received onlyRow() throws IOException {
        List<Received> rows = rows();
        if (rows.size() != 1) {
            throw new AssertionError("not one row but " + rows.size());
        }
        return rows.get(0);
    }

    /** A line for each row: {@code 2 [+15556667777] Hello}, {@code 3 refused: …}. */
    List<String> told() throws IOException {
        return rows().stream().map(BatchOf::told).toList();
    }

    static String told(Received row) {
        long number = number(row);
        if (!row.problems().isEmpty()) {
            return number + " refused: " + problem(row, row.problems().get(0));
        }
        JsonNode json = command(row);
        return number + " " + String.join("+", texts(json.at("/to"))) + " "
                + json.at("/message/text").asText();
    }

    /** Of the row, as a spreadsheet shows it. */
    static Long number(Received row) {
        return ((Source.File) row.source()).row();
    }

    /** As the outcome tells it. */
    static String problem(Received row, Problem problem) {
        String column = row.columns().get(problem.pointer());
        return column == null ? problem.message() : "column " + column + ": " + problem.message();
    }

    static JsonNode command(Received row) {
        if (!row.problems().isEmpty()) {
            throw new AssertionError("refused: " + row.problems());
        }
        return json(row);
    }

    static JsonNode json(Received row) {
        try {
            return JSON.readTree(row.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + body(row), e);
        }
    }

    static String body(Received row) {
        return new String(row.body(), StandardCharsets.UTF_8);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
