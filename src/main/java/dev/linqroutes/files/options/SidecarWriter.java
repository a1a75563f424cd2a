package dev.linqroutes.files.options;

import dev.linqroutes.files.cell.GroupField;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** Writes options as {@link SidecarReader} reads them. */
public final class SidecarWriter {
    private SidecarWriter() {}

    /**
     * The text of an options file for a sheet in UTF-8; the same for the same options, since it is a part of the identity of a batch. Empty
     * for no options.
     *
     * @param values and {@code columns} as in {@link Sidecar}
     */
    public static String write(
            Map<GroupField, String> values, Map<String, Optional<GroupField>> columns, boolean allOrNothing) {
        Properties properties = new Properties();
        values.forEach((field, value) -> properties.setProperty(field.mainName(), value));
        columns.forEach((name, field) -> properties.setProperty(
                "column." + name, field.map(GroupField::mainName).orElse(SidecarReader.DATA)));
        if (allOrNothing) {
            properties.setProperty(SidecarReader.ALL_OR_NOTHING, "true");
        }
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString()
                .lines()
                // The first line is a comment with the time.
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
