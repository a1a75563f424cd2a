package dev.linqroutes.files.options;

import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.command.text.Rfc3339;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryNames;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the options beside a file. Rejects unknown keys and invalid values instead of ignoring them. */
final class SidecarReader {
    private static final int MAX_BYTES = 1_000_000;
    static final String ALL_OR_NOTHING = "all_or_nothing";
    private static final String ENCODING = "encoding";

    /** Of a key such as {@code column.telephone}, normalized. */
    private static final String COLUMN_PREFIX = "column_";

    /** A column that is taken for nothing. */
    static final String DATA = "data";

    private static final List<String> KNOWN_OPTIONS = Stream.concat(
                    Stream.of(ALL_OR_NOTHING, ENCODING),
                    StreamSupport.stream(GroupField.knownNames().spliterator(), false))
            .toList();

    private final Path file;
    private final boolean mayHaveValues;
    private final Map<GroupField, String> values = new EnumMap<>(GroupField.class);
    private final Map<String, Optional<GroupField>> columns = new HashMap<>();
    private String name = "";
    private boolean allOrNothing;
    private Optional<Charset> encoding = Optional.empty();

    /** @param mayHaveValues whether the format of the file allows values for its rows */
    SidecarReader(Path file, boolean mayHaveValues) {
        this.file = file;
        this.mayHaveValues = mayHaveValues;
    }

    Sidecar read() throws IOException {
        SidecarMatcher.SidecarMatch match = matchSidecar();
        if (match.ambiguity().isPresent()) {
            throw new UnreadableFile(
                    file.getFileName() + ": " + match.ambiguity().get());
        }
        List<Path> found = match.options().stream().map(file::resolveSibling).toList();
        if (found.isEmpty()) {
            return Sidecar.NONE;
        }
        name = found.get(0).getFileName().toString();
        if (found.size() > 1) {
            throw new UnreadableFile(
                    name + " and " + found.get(1).getFileName() + ": both are options of the same file; remove one");
        }
        byte[] bytes = readBytes(found.get(0));
        for (Map.Entry<String, String> option : parse(decode(bytes)).entrySet()) {
            apply(option.getKey(), option.getValue());
        }
        return new Sidecar(name, bytes, values, columns, allOrNothing, encoding);
    }

    private SidecarMatcher.SidecarMatch matchSidecar() throws IOException {
        try (Stream<Path> beside = Files.list(file.toAbsolutePath().getParent())) {
            return SidecarMatcher.match(
                    file.getFileName().toString(),
                    beside.map(path -> path.getFileName().toString()).toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private byte[] readBytes(Path options) throws IOException {
        try (InputStream in = RegularFile.open(options)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnreadableFile(
                        name + ": is longer than " + MAX_BYTES + " bytes, the limit for options; remove or shorten it");
            }
            return bytes;
        } catch (AccessDeniedException e) {
            throw new UnreadableFile(
                    name + ": cannot be read: no permission; give this program permission to read and move it");
        }
    }

    private String decode(byte[] bytes) throws UnreadableFile {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new UnreadableFile(name + ": contains a NUL character; save it as a text file in UTF-8");
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableFile(name + ": is not UTF-8; save it as UTF-8");
        }
    }

    /** The options in their order, by normalized key. */
    private Map<String, String> parse(String text) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        OrderedProperties properties = new OrderedProperties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new UnreadableFile(
                    name + ": has an invalid \\u escape; write the character itself, and \\\\ for a backslash");
        }
        for (Map.Entry<String, String> each : properties.inOrder) {
            if (options.put(GroupField.normalizeName(each.getKey()), each.getValue()) != null) {
                throw unreadable(each.getKey(), "occurs twice; remove one");
            }
        }
        return options;
    }

    private void apply(String key, String value) throws UnreadableFile {
        String text = CellText.strip(value);
        Optional<GroupField> field = GroupField.of(key);
        if (key.equals(ALL_OR_NOTHING)) {
            allOrNothing = parseBoolean(key, text);
        } else if (key.equals(ENCODING)) {
            encoding = Optional.of(parseCharset(key, text));
        } else if (key.startsWith(COLUMN_PREFIX) && mayHaveValues) {
            columns.put(key.substring(COLUMN_PREFIX.length()), parseField(key, text));
        } else if (field.isPresent() && !mayHaveValues) {
            throw unreadable(key, "is valid for CSV files only; write it into the commands themselves");
        } else if (field.isPresent() && !field.get().mayHoldForAllRows()) {
            throw unreadable(key, "must have its own value in each row; make it a column of " + file.getFileName());
        } else if (field.isPresent()) {
            if (!text.isEmpty()) {
                putValue(field.get(), key, validate(field.get(), key, text));
            }
        } else {
            throw unreadable(key, "is not an option" + DidYouMean.hint(key, KNOWN_OPTIONS) + describeKnownOptions());
        }
    }

    private String describeKnownOptions() {
        return "; options are all_or_nothing, encoding"
                + (mayHaveValues
                        ? ", command, from, region, message, links, media, options, display_name, icon, service, not_before, expires_at, column.NAME"
                        : "");
    }

    private void putValue(GroupField field, String key, String value) throws UnreadableFile {
        String before = values.put(field, value);
        if (before != null && !field.isRepeatable()) {
            throw unreadable(key, "occurs twice, under two names; remove one");
        }
        if (before != null) {
            values.put(field, before + "\n" + value);
        }
    }

    private String validate(GroupField field, String key, String value) throws UnreadableFile {
        return switch (field) {
            case REGION ->
                CountryNames.findRegion(value)
                        .orElseThrow(
                                () -> unreadable(key, "must be a country such as US or GB, but is " + quoted(value)));
            case COMMAND ->
                SheetCommand.of(value)
                        .map(SheetCommand::type)
                        .orElseThrow(() -> unreadable(key, SheetCommand.describeUnknown(value)));
            case SERVICE ->
                Sidecar.parseService(value)
                        .orElseThrow(() -> unreadable(key, "must be iMessage, SMS or RCS, but is " + quoted(value)));
            case NOT_BEFORE, EXPIRES_AT -> {
                if (Rfc3339.parse(value).isEmpty()) {
                    throw unreadable(
                            key,
                            "must be a time with offset, such as 2026-11-23T09:00:00+01:00, but is " + quoted(value));
                }
                yield value;
            }
            default -> value;
        };
    }

    private Optional<GroupField> parseField(String key, String value) throws UnreadableFile {
        String field = GroupField.normalizeName(value);
        if (field.equals(DATA)) {
            return Optional.empty();
        }
        if (value.contains("=")) {
            throw unreadable(
                    key, "has a space in the name of the column; write _ for it, as in column.phone_numbers=to");
        }
        return Optional.of(GroupField.of(field)
                .orElseThrow(() -> unreadable(
                        key,
                        "must be a column of groups such as to or message, or data for placeholders, but is "
                                + quoted(value) + DidYouMean.hint(field, GroupField.knownNames()))));
    }

    private boolean parseBoolean(String key, String value) throws UnreadableFile {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unreadable(key, "must be true or false, but is " + quoted(value));
        };
    }

    private Charset parseCharset(String key, String value) throws UnreadableFile {
        try {
            return Charset.forName(value);
        } catch (IllegalArgumentException e) {
            throw unreadable(key, "must be an encoding such as UTF-8 or windows-1252, but is " + quoted(value));
        }
    }

    private UnreadableFile unreadable(String key, String problem) {
        return new UnreadableFile(name + ", key " + CellText.abbreviate(key) + ": " + problem);
    }

    private static String quoted(String value) {
        return "\"" + CellText.abbreviate(value) + "\"";
    }

    /** Keeps what {@link Properties} loses: the order, and duplicate keys. */
    private static final class OrderedProperties extends Properties {
        private final transient List<Map.Entry<String, String>> inOrder = new ArrayList<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            inOrder.add(Map.entry(key.toString(), value.toString()));
            return super.put(key, value);
        }
    }
}
