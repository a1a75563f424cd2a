package dev.linqroutes.files.options;

import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.cell.GroupField;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Options in a {@code .properties} file beside an input file: values for empty cells and missing columns, what columns are taken for, and
 * how to read the file.
 *
 * @param name of the options file; empty where there is none
 * @param bytes of the options file
 * @param values by field; several links are separated by line breaks
 * @param columns fields of columns whose names do not tell, by normalized name; a column without a field is data for placeholders
 * @param allOrNothing whether no row is sent if one is refused
 * @param encoding of the input file, if the options name it
 */
public record Sidecar(
        String name,
        byte[] bytes,
        Map<GroupField, String> values,
        Map<String, Optional<GroupField>> columns,
        boolean allOrNothing,
        Optional<Charset> encoding) {
    static final Sidecar NONE = new Sidecar("", new byte[0], Map.of(), Map.of(), false, Optional.empty());

    private static final Map<String, String> SERVICES = Map.of("imessage", "iMessage", "sms", "SMS", "rcs", "RCS");

    public Sidecar {
        values = Map.copyOf(values);
        columns = Map.copyOf(columns);
    }

    /** The valid names of the options of {@code friends.csv}: {@code friends.properties}, {@code friends.csv.properties}. */
    public static List<String> namesFor(String file) {
        int dot = file.lastIndexOf('.');
        return List.of(file.substring(0, dot < 0 ? file.length() : dot) + ".properties", file + ".properties");
    }

    /**
     * @param mayHaveValues whether the format of the file allows values for its rows
     * @throws dev.linqroutes.files.io.UnreadableFile when the options are invalid or ambiguous
     */
    public static Sidecar readBeside(Path file, boolean mayHaveValues) throws IOException {
        return new SidecarReader(file, mayHaveValues).read();
    }

    /** For a person. */
    public String describe() {
        return name.isEmpty() ? "no options file" : "options: " + name;
    }

    public Optional<String> value(GroupField field) {
        return Optional.ofNullable(values.get(field));
    }

    /** The field of a column: what the options say, else what its normalized name says; empty for data. */
    public Optional<GroupField> fieldOf(String column) {
        Optional<GroupField> given = columns.get(column);
        return given == null ? GroupField.of(column) : given;
    }

    /** Whether a column is taken for a field by a name that may mean something else, and the options do not say what it means. */
    public boolean isUncertain(String column) {
        return GroupField.isUncertain(column) && !columns.containsKey(column);
    }

    /** The value of a placeholder that no column has. Only the main name of a field counts: {name} may mean a person. */
    public Optional<String> placeholderValue(String name) {
        return GroupField.of(name)
                .filter(field -> field.mainName().equals(name))
                .flatMap(this::value);
    }

    /** The hash that identifies a file with these options; lower-case hex. */
    public String combineSha256(String content) {
        if (name.isEmpty()) {
            return content;
        }
        MessageDigest digest = Sha256.newDigest();
        digest.update(HexFormat.of().parseHex(content));
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    /** The service as commands write it; empty if there is no such service. */
    public static Optional<String> parseService(String value) {
        return Optional.ofNullable(SERVICES.get(value.toLowerCase(Locale.ROOT)));
    }
}
