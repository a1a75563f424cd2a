package dev.linqroutes.csv;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a row into a {@code create_group} command. */
final class CsvRow {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NO_KEY = new byte[0];

    private final ObjectNode command = JSON.createObjectNode();
    private final ObjectNode message = JSON.createObjectNode();
    private final Map<String, String> columns = new HashMap<>();

    private CsvRow() {}

    static Received received(Source.File source, CsvHeader header, List<String> cells) {
        long length = cells.stream().mapToLong(String::length).sum();
        if (length > TooLong.LONGEST) {
            return TooLong.received(source, "row", length, String.join(",", cells));
        }
        if (cells.size() > header.size()) {
            Problem problem = Problem.of("the row has " + cells.size() + " cells and the header " + header.size()
                    + "; put quotes around a cell that holds a separator");
            byte[] body = String.join(",", cells).getBytes(StandardCharsets.UTF_8);
            return new Received(source, NO_KEY, body, Map.of(), Optional.empty(), List.of(problem));
        }
        CsvRow row = new CsvRow();
        row.command.put("type", "create_group");
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column).strip();
            if (!cell.isEmpty()) {
                row.fill(header.field(column), header.name(column), cell);
            }
        }
        row.command.set("message", row.message);
        row.command.withArray("to");
        return new Received(
                source,
                NO_KEY,
                row.command.toString().getBytes(StandardCharsets.UTF_8),
                row.columns,
                Optional.empty(),
                List.of());
    }

    private void fill(CsvHeader.Field field, String column, String cell) {
        switch (field) {
            case COMMAND_ID -> put(command, "", "command_id", column, cell);
            case GROUP_REF -> put(command, "", "group_ref", column, cell);
            case FROM -> put(command, "", "from", column, cell);
            case NAME -> put(command, "", "display_name", column, cell);
            case ICON -> put(command, "", "group_chat_icon", column, cell);
            case NOT_BEFORE -> put(command, "", "not_before", column, cell);
            case EXPIRES_AT -> put(command, "", "expires_at", column, cell);
            case TEXT -> put(message, "/message", "text", column, cell);
            case TO -> add(command.withArray("to"), "/to", column, cell.split("[;|,\\n]"));
            case LINKS -> add(message.withArray("links"), "/message/links", column, cell.split("[\\s|]+"));
        }
    }

    private void put(ObjectNode object, String parent, String name, String column, String cell) {
        object.put(name, cell);
        columns.put(parent + "/" + name, column);
    }

    private void add(ArrayNode array, String pointer, String column, String[] values) {
        columns.putIfAbsent(pointer, column);
        for (String value : values) {
            if (!value.isBlank()) {
                columns.put(pointer + "/" + array.size(), column);
                array.add(value.strip());
            }
        }
    }
}
