package dev.linqroutes.files.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What is written is read again. */
class SidecarWriterPropertiesTest {
    @Property(tries = 3_000)
    void options_are_read_as_they_were_written(
            @ForAll @Size(max = 5) Map<String, Optional<GroupField>> columns,
            @ForAll String message,
            @ForAll boolean all)
            throws IOException {
        Map<String, Optional<GroupField>> named = new HashMap<>();
        // A sheet with a NUL is rejected.
        columns.forEach(
                (title, field) -> named.put(GroupField.normalizeName(CellText.clean(title.replace('\0', ' '))), field));
        named.remove("");
        String text = CellText.strip(message.replace('\0', ' '));
        Map<GroupField, String> values = text.isEmpty() ? Map.of() : Map.of(GroupField.TEXT, text);

        Sidecar read = read(SidecarWriter.write(values, named, all));

        assertThat(read.values()).isEqualTo(values);
        assertThat(read.columns()).isEqualTo(named);
        assertThat(read.allOrNothing()).isEqualTo(all);
    }

    private static Sidecar read(String options) throws IOException {
        Path folder = Files.createTempDirectory("options");
        Path sheet = folder.resolve("friends.csv");
        Path file = folder.resolve("friends.csv.properties");
        try {
            Files.writeString(file, options);
            return Sidecar.readBeside(sheet, true);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }
}
