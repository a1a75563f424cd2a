package dev.linqroutes.csv;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A {@code create_group} command in the making, out of a row and, where each row is a member, those that follow. */
final class GroupRow {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NO_KEY = new byte[0];
    private static final int MOST_PROBLEMS = 10;

    /** More than the schema takes, so that it refuses them. */
    private static final int MOST_ENTRIES = 101;

    private static final int LONGEST_HANDLE = 1_000;
    private static final int LONGEST_LINK = 10_000;
    private static final int LONGEST_TEXT = 100_000;

    private static final Pattern BETWEEN_HANDLES = Pattern.compile("[;|\\n\\r]");
    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?\\d+([.,]\\d+)?[eE][+-]?\\d{1,3}");
    private static final Pattern DECIMAL = Pattern.compile("\\+?\\d{7,}[.]0+");

    private final CsvHeader header;
    private final Sidecar options;
    private final RawRow first;
    private final ObjectNode command = JSON.createObjectNode();
    private final ObjectNode message = JSON.createObjectNode();
    private final Map<String, String> columns = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private Optional<String> region = Optional.empty();
    private boolean isRaw;

    GroupRow(CsvHeader header, Sidecar options, RawRow first) {
        this.header = header;
        this.options = options;
        this.first = first;
        command.put("type", "create_group");
        if (isUsable(first, "")) {
            for (int column = 0; column < first.cells().size() && column < header.size(); column++) {
                String cell = Cells.clean(first.cells().get(column));
                if (!cell.isEmpty()) {
                    fill(column, cell);
                }
            }
            options.values().forEach(this::fillMissing);
        }
    }

    /** Adds a member that another row of the group names. */
    void member(RawRow row) {
        String place = "row " + row.number() + ", ";
        if (!isUsable(row, "row " + row.number() + ": ")) {
            return;
        }
        for (int column = 0; column < row.cells().size() && column < header.size(); column++) {
            String cell = Cells.clean(row.cells().get(column));
            Optional<Field> field = header.field(column);
            if (cell.isEmpty()) {
                continue;
            }
            if (field.isEmpty()) {
                requireName(column, place);
            } else if (field.get() == Field.HANDLE) {
                addHandles(header.name(column) + ", row " + row.number(), cell);
            } else if (field.get() != Field.GROUP_REF && !cell.equals(Cells.clean(first.cells(), column))) {
                refuse(Problem.of(place + "column " + header.name(column) + ": differs from row " + first.number()
                        + ", the first of the group; write it there, and nothing or the same here"));
            }
        }
    }

    /** Refuses the group. */
    void refuse(Problem problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    Received received(Source.File source) {
        if (first.isTooLong()) {
            return TooLong.received(source, "row", first.length(), String.join(",", first.cells()));
        }
        command.set("message", message);
        command.withArray("to");
        String body = isRaw ? String.join(",", first.cells()) : command.toString();
        return new Received(source, NO_KEY, body.getBytes(StandardCharsets.UTF_8), columns, region, problems);
    }

    /** Whether each cell stands under its column. */
    private boolean isUsable(RawRow row, String place) {
        if (row.isTooLong()) {
            refuse(Problem.of(place + TooLong.told("row", row.length())));
        } else if (header.isShifted(row)) {
            refuse(Problem.of(place + "the row has " + row.width() + " cells and the header " + header.size()
                    + "; put quotes around a cell that holds a separator"));
        } else {
            return true;
        }
        isRaw |= row == first;
        return false;
    }

    private void fill(int column, String cell) {
        Optional<Field> field = header.field(column);
        if (field.isPresent()) {
            fill(field.get(), header.name(column), cell);
        } else {
            requireName(column, "");
        }
    }

    private void requireName(int column, String place) {
        if (header.name(column).isEmpty()) {
            refuse(Problem.of(place + "column " + (column + 1)
                    + " has a value and no name; name it in the first row, or empty the cell"));
        }
    }

    private void fillMissing(Field field, String value) {
        boolean missing =
                switch (field) {
                    case FROM -> !command.has("from");
                    case NAME -> !command.has("display_name");
                    case ICON -> !command.has("group_chat_icon");
                    case NOT_BEFORE -> !command.has("not_before");
                    case EXPIRES_AT -> !command.has("expires_at");
                    case TEXT -> !message.has("text");
                    case LINKS -> !message.has("links");
                    case SERVICE -> !message.has("preferred_service");
                    case REGION -> region.isEmpty();
                    default -> false;
                };
        if (missing) {
            fill(field, field.mainName() + " of " + options.name(), value);
        }
    }

    private void fill(Field field, String column, String cell) {
        switch (field) {
            case COMMAND_ID -> put(command, "", "command_id", column, cell);
            case GROUP_REF -> put(command, "", "group_ref", column, cell);
            case FROM -> put(command, "", "from", column, cell);
            case NAME -> putFilled(command, "", "display_name", column, cell);
            case ICON -> put(command, "", "group_chat_icon", column, cell);
            case NOT_BEFORE -> put(command, "", "not_before", column, cell);
            case EXPIRES_AT -> put(command, "", "expires_at", column, cell);
            case TEXT -> putFilled(message, "/message", "text", column, cell);
            case TO, HANDLE -> addHandles(column, cell);
            case LINKS -> addLinks(column, cell);
            case REGION -> putRegion(column, cell);
            case SERVICE ->
                put(
                        message,
                        "/message",
                        "preferred_service",
                        column,
                        Sidecar.service(cell).orElse(cell));
        }
    }

    private void put(ObjectNode object, String parent, String name, String column, String cell) {
        object.put(name, cell);
        columns.put(parent + "/" + name, column);
    }

    private void putFilled(ObjectNode object, String parent, String name, String column, String cell) {
        String pointer = parent + "/" + name;
        put(object, parent, name, column, filled(pointer, cell, UnaryOperator.identity(), LONGEST_TEXT));
    }

    private void putRegion(String column, String cell) {
        region = Sidecar.region(cell);
        if (region.isEmpty()) {
            refuse(Problem.of("column " + column + ": must be a country of two letters such as US or GB, is \""
                    + Cells.shown(cell) + "\""));
        }
    }

    private void addHandles(String column, String cell) {
        for (String part : BETWEEN_HANDLES.split(cell)) {
            boolean lost = SCIENTIFIC.matcher(Cells.stripped(part)).matches();
            for (String handle : lost ? new String[] {part} : part.split(",")) {
                addHandle(column, Cells.clean(handle));
            }
        }
    }

    private void addHandle(String column, String handle) {
        ArrayNode to = command.withArray("to");
        if (handle.isEmpty() || to.size() >= MOST_ENTRIES) {
            return;
        }
        String pointer = "/to/" + to.size();
        columns.putIfAbsent("/to", column);
        columns.put(pointer, column);
        if (handle.length() > LONGEST_HANDLE) {
            refuse(new Problem(pointer, "has " + handle.length() + " characters, which no number or address has"));
        } else if (SCIENTIFIC.matcher(handle).matches()) {
            refuse(new Problem(
                    pointer,
                    "is \"" + handle + "\": the spreadsheet shortened the number and its last digits are lost; format"
                            + " the column as text and enter it again"));
        } else if (DECIMAL.matcher(handle).matches()) {
            refuse(new Problem(
                    pointer,
                    "is \"" + handle
                            + "\": a program made a decimal fraction of the number; format the column as text"));
        }
        to.add(handle.length() > LONGEST_HANDLE ? handle.substring(0, LONGEST_HANDLE) : handle);
    }

    private void addLinks(String column, String cell) {
        ArrayNode links = message.withArray("links");
        columns.putIfAbsent("/message/links", column);
        for (String link : LinkCell.split(cell)) {
            if (links.size() >= MOST_ENTRIES) {
                return;
            }
            String pointer = "/message/links/" + links.size();
            columns.put(pointer, column);
            links.add(filled(pointer, link, Template::inLink, LONGEST_LINK));
        }
    }

    private String filled(String pointer, String template, UnaryOperator<String> made, int longest) {
        if (template.indexOf('{') < 0 && template.indexOf('}') < 0) {
            return template;
        }
        Template.Filled filled = Template.fill(template, this::value, made, longest);
        for (String problem : filled.problems()) {
            refuse(new Problem(
                    pointer,
                    problem + (problem.startsWith("there is no") ? "; columns are " + header.shownNames() : "")));
        }
        return filled.problems().isEmpty() ? filled.text() : template;
    }

    private Optional<String> value(String name) {
        Optional<String> cell = header.column(name).map(column -> Cells.clean(first.cells(), column));
        Optional<String> option = Field.of(name).flatMap(options::value);
        return cell.filter(value -> !value.isEmpty()).or(() -> option).or(() -> cell);
    }
}
