package dev.linqroutes.console;

import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.csv.CsvSheet;
import dev.linqroutes.files.options.SidecarWriter;
import dev.linqroutes.ledger.draft.Drafts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers by the header of a sheet what somebody has taken its columns for. */
final class ColumnMemory {
    private final Drafts drafts;

    ColumnMemory(Drafts drafts) {
        this.drafts = drafts;
    }

    /** The options that take the columns for what those of the last sheet with this header were taken for; empty for none. */
    String recall(CsvSheet sheet) {
        List<String> header = sheet.header();
        return drafts.findColumnFields(hash(header))
                .filter(fields -> fields.size() == header.size())
                .map(fields -> SidecarWriter.write(
                        Map.of(),
                        columnOptions(
                                header,
                                fields.stream()
                                        .map(GroupField::normalizeName)
                                        .map(GroupField::of)
                                        .toList()),
                        false))
                .orElse("");
    }

    /** The columns that are taken for something else than their names say, as options have them. */
    static Map<String, Optional<GroupField>> columnOptions(List<String> header, List<Optional<GroupField>> fields) {
        Map<String, Optional<GroupField>> options = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = normalize(header.get(i));
            if (!name.isEmpty() && !fields.get(i).equals(GroupField.of(name))) {
                options.put(name, fields.get(i));
            }
        }
        return options;
    }

    /** The name by which options know a column. */
    static String normalize(String title) {
        return GroupField.normalizeName(CellText.clean(title));
    }

    void remember(List<String> header, List<Optional<GroupField>> fields) {
        List<String> names = new ArrayList<>();
        fields.forEach(field -> names.add(field.map(GroupField::mainName).orElse("")));
        drafts.rememberColumnFields(hash(header), names);
    }

    private static String hash(List<String> header) {
        return HexFormat.of()
                .formatHex(
                        Sha256.newDigest().digest(String.join("\u0000", header).getBytes(StandardCharsets.UTF_8)));
    }
}
