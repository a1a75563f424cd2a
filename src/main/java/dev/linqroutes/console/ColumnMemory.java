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
    /** In place of a field: nobody has said what the column means, so its name decides. */
    private static final String UNDECIDED = "?";

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
                                fields.stream().map(ColumnMemory::choice).toList()),
                        false))
                .orElse("");
    }

    private static Choice choice(String stored) {
        return stored.equals(UNDECIDED)
                ? Choice.NONE
                : new Choice(true, GroupField.of(GroupField.normalizeName(stored)));
    }

    /**
     * What somebody has said of a column.
     *
     * @param isMade false where nobody has, so that the name of the column decides
     * @param field empty for data of placeholders
     */
    record Choice(boolean isMade, Optional<GroupField> field) {
        static final Choice NONE = new Choice(false, Optional.empty());
    }

    /** The columns that are taken for something else than their names say, or of which the names may mean something else, as options have them. */
    static Map<String, Optional<GroupField>> columnOptions(List<String> header, List<Choice> choices) {
        Map<String, Optional<GroupField>> options = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = normalize(header.get(i));
            Choice choice = choices.get(i);
            boolean tells = !GroupField.isUncertain(name) && choice.field().equals(GroupField.of(name));
            if (!name.isEmpty() && choice.isMade() && !tells) {
                options.put(name, choice.field());
            }
        }
        return options;
    }

    /** The name by which options know a column. */
    static String normalize(String title) {
        return GroupField.normalizeName(CellText.clean(title));
    }

    void remember(List<String> header, List<Choice> choices) {
        List<String> names = new ArrayList<>();
        choices.forEach(choice -> names.add(
                choice.isMade() ? choice.field().map(GroupField::mainName).orElse("") : UNDECIDED));
        drafts.rememberColumnFields(hash(header), names);
    }

    private static String hash(List<String> header) {
        return HexFormat.of()
                .formatHex(
                        Sha256.newDigest().digest(String.join("\u0000", header).getBytes(StandardCharsets.UTF_8)));
    }
}
