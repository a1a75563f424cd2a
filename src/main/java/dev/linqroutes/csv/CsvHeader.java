package dev.linqroutes.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which field of a {@code create_group} command each column fills. */
final class CsvHeader {
    /** A field of the command; handles and links may come in several columns and several to a cell. */
    enum Field {
        COMMAND_ID("command_id"),
        GROUP_REF("group_ref"),
        FROM("from", "line"),
        TO("to", "members", "participants"),
        NAME("display_name", "name"),
        ICON("group_chat_icon", "icon"),
        TEXT("message", "text"),
        LINKS("links", "link"),
        NOT_BEFORE("not_before"),
        EXPIRES_AT("expires_at");

        private final List<String> names;

        Field(String... names) {
            this.names = List.of(names);
        }
    }

    private static final Pattern NUMBERED = Pattern.compile("(to|link)_([1-9]|[12][0-9]|3[01])");
    private static final Map<String, Field> BY_NAME = new HashMap<>();

    static {
        for (Field field : Field.values()) {
            field.names.forEach(name -> BY_NAME.put(name, field));
        }
    }

    private final List<String> names;
    private final List<Field> fields;

    private CsvHeader(List<String> names, List<Field> fields) {
        this.names = names;
        this.fields = fields;
    }

    /** @throws UnreadableFile when a column is unknown, stands twice, or is missing */
    static CsvHeader of(String file, List<String> cells) throws UnreadableFile {
        List<String> names = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (String cell : cells) {
            String name = cell.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
            Optional<Field> field = field(name);
            if (field.isEmpty()) {
                throw new UnreadableFile(
                        file + " row 1, column " + (names.size() + 1) + ": unknown column \"" + shown(cell)
                                + "\"; known columns are command_id, group_ref, from, to, to_1 to to_31, display_name,"
                                + " group_chat_icon, message, links, link_1 to link_31, not_before, expires_at");
            }
            boolean twice = names.contains(name) || (!isRepeatable(field.get()) && fields.contains(field.get()));
            if (twice) {
                throw new UnreadableFile(file + " row 1, column " + (names.size() + 1) + ": column \"" + shown(cell)
                        + "\" stands twice, or under two names; remove one");
            }
            names.add(name);
            fields.add(field.get());
        }
        require(file, fields.contains(Field.TO), "a column \"to\" with the recipients");
        require(
                file,
                fields.contains(Field.TEXT) || fields.contains(Field.LINKS),
                "a column \"message\" or \"links\" with what the group is told first");
        return new CsvHeader(names, fields);
    }

    private static Optional<Field> field(String name) {
        if (NUMBERED.matcher(name).matches()) {
            return Optional.of(name.startsWith("to") ? Field.TO : Field.LINKS);
        }
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static boolean isRepeatable(Field field) {
        return field == Field.TO || field == Field.LINKS;
    }

    private static void require(String file, boolean there, String what) throws UnreadableFile {
        if (!there) {
            throw new UnreadableFile(file + " row 1: the first row must name the columns, and " + what + " is missing");
        }
    }

    private static String shown(String cell) {
        return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
    }

    int size() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    Field field(int column) {
        return fields.get(column);
    }
}
