package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.options.Sidecar;
import java.util.Optional;

/** Detects that a column {@code name}, which is taken for the name of the group, has the names of people. */
final class PersonNameDetector {
    private final CsvHeader header;
    private final Optional<Integer> column;
    private String nameInGroup = "";
    private long rowInGroup;
    private Optional<String> difference = Optional.empty();

    PersonNameDetector(CsvHeader header, Sidecar options) {
        this.header = header;
        this.column = header.column(GroupField.DISPLAY_NAME).filter(each -> options.isUncertain(header.name(each)));
    }

    /** @param beginsGroup whether the row is the first of its group */
    void add(CsvRow row, boolean beginsGroup) {
        if (column.isPresent() && difference.isEmpty()) {
            String name = CellText.clean(row.cells(), column.get());
            if (beginsGroup) {
                nameInGroup = "";
            }
            if (!name.isEmpty() && !nameInGroup.isEmpty() && !name.equals(nameInGroup)) {
                difference = Optional.of(
                        "rows " + rowInGroup + " and " + row.number() + " of one group have different names");
            }
            if (nameInGroup.isEmpty()) {
                nameInGroup = name;
                rowInGroup = row.number();
            }
        }
    }

    Optional<String> warning() {
        return column.flatMap(each -> difference
                .or(() -> header.hasContactData()
                        ? Optional.of("other columns have phone numbers or e-mail addresses of a person")
                        : Optional.empty())
                .map(reason -> "column \"" + CellText.abbreviate(header.title(each))
                        + "\" is taken for the name of the group, which its members see, but may have names of people: "
                        + reason + ". Call it \"first_name\" if so, else \"display_name\""));
    }
}
