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
 * Options in a {@code .properties} file beside a file of commands: values for cells that are empty or columns that are
 * not there, and how to read the file.
 *
 * @param name of the options' file; empty where there is none
 * @param bytes of the options' file
 * @param values several links are separated by line breaks
 * @param allOrNothing whether none of the rows is to be sent when one is refused
 * @param encoding of the file it stands beside
 */
public record Sidecar(
        String name, byte[] bytes, Map<GroupField, String> values, boolean allOrNothing, Optional<Charset> encoding) {
    static final Sidecar NONE = new Sidecar("", new byte[0], Map.of(), false, Optional.empty());

    private static final Map<String, String> SERVICES = Map.of("imessage", "iMessage", "sms", "SMS", "rcs", "RCS");

    public Sidecar {
        values = Map.copyOf(values);
    }

    /** What the options' file of {@code friends.csv} may be called: {@code friends.properties}, or the other. */
    public static List<String> namesFor(String file) {
        int ending = file.lastIndexOf('.');
        return List.of(file.substring(0, ending < 0 ? file.length() : ending) + ".properties", file + ".properties");
    }

    public static Sidecar readBeside(Path file, boolean mayHaveValues) throws IOException {
        return new SidecarReader(file, mayHaveValues).read();
    }

    /** For a person. */
    public String describe() {
        return name.isEmpty() ? "no options beside it" : "options: " + name;
    }

    public Optional<String> value(GroupField field) {
        return Optional.ofNullable(values.get(field));
    }

    /** What a placeholder means that no column has the name of; only the main name, since {name} may mean a person's. */
    public Optional<String> placeholderValue(String name) {
        return GroupField.of(name)
                .filter(field -> field.mainName().equals(name))
                .flatMap(this::value);
    }

    /** Identity of a file with these options. */
    public String combineSha256(String content) {
        if (name.isEmpty()) {
            return content;
        }
        MessageDigest digest = Sha256.newDigest();
        digest.update(HexFormat.of().parseHex(content));
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    /** As commands write it; empty if there is no such. */
    public static Optional<String> parseService(String value) {
        return Optional.ofNullable(SERVICES.get(value.toLowerCase(Locale.ROOT)));
    }
}
