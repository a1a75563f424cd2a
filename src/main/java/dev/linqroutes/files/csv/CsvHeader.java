package dev.linqroutes.files.csv;

import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.placeholder.MissingValueMarker.Kind;
import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What each column is: a field of the group, data for placeholders, or without a name and therefore to be empty. */
final class CsvHeader {
    private static final int MAX_COLUMNS = 1_000;
    private static final int MAX_EXAMPLES = 12;

    /** What a results sheet has beside the columns of its input. */
    private static final List<String> RESULT_COLUMNS =
            List.of("chat_id", "error_code", "trace_id", "accepted_at", "finished_at");

    private static final Pattern RECIPIENT_NAME =
            Pattern.compile("phone|mobil|handy|(?:^|_)tel|telef|cell|e_?mail|numm?er|n[uú]mero"
                    + "|recipient|empf|destinat|телефон|номер|電話|电话|手机|전화");

    private static final Pattern JSON_START = Pattern.compile("\\s*(\\[\\s*)?\\{\\s*\"");

    private final String file;
    private final long rowNumber;
    private final List<String> cells;
    private final List<String> names = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();
    private final List<Optional<GroupField>> fields = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();

    /** @throws UnreadableFile when a column stands twice, or one is missing that neither the options have */
    CsvHeader(String file, CsvRow row, Sidecar options) throws UnreadableFile {
        this.file = file;
        this.rowNumber = row.number();
        this.cells = row.cells();
        if (row.isTooLong() || row.width() > MAX_COLUMNS) {
            throw new UnreadableFile(file + " row " + row.number() + ": has " + row.width() + " columns and "
                    + row.length() + " characters; the first row must name the columns, at most " + MAX_COLUMNS);
        }
        if (!cells.isEmpty() && JSON_START.matcher(cells.get(0)).lookingAt()) {
            throw new UnreadableFile(file + ": holds JSON; a file with a command a line is called NAME.jsonl");
        }
        if (cells.stream().map(GroupField::normalizeName).toList().containsAll(RESULT_COLUMNS)) {
            throw new UnreadableFile(file + ": is a results sheet, so most of its groups are there already; correct and"
                    + " drop the .failed.csv beside it");
        }
        boolean recipients = cells.stream().map(GroupField::normalizeName).anyMatch(name -> GroupField.of(name)
                .equals(Optional.of(GroupField.TO)));
        for (String cell : cells) {
            add(cell, recipients);
        }
        require(
                has(GroupField.TO) || has(GroupField.HANDLE),
                "a column \"to\" with the recipients, or \"handle\" with one a row,",
                this::describeLikelyRecipients);
        require(
                !has(GroupField.HANDLE) || has(GroupField.GROUP_REF),
                "a column \"group_ref\", where each row is a member,");
        require(
                has(GroupField.TEXT)
                        || has(GroupField.LINKS)
                        || options.values().containsKey(GroupField.TEXT)
                        || options.values().containsKey(GroupField.LINKS),
                "a column \"message\" or \"links\" with what the group is told first");
    }

    private void add(String cell, boolean recipients) throws UnreadableFile {
        String written = CellText.clean(cell);
        String name = GroupField.normalizeName(written);
        // Beside recipients a number or an e-mail address is one more thing to put into a text.
        Optional<GroupField> field = GroupField.of(name).filter(each -> each != GroupField.HANDLE || !recipients);
        Optional<String> twin =
                field.filter(each -> !each.isRepeatable()).flatMap(this::column).map(names::get);
        if (byName.containsKey(name)) {
            throw unreadable(cell, "stands twice; remove or rename one");
        }
        if (twin.isPresent()) {
            throw unreadable(
                    cell, "means the same as column \"" + CellText.abbreviate(twin.get()) + "\"; remove or rename one");
        }
        Optional<GroupField> meant = GroupField.findMisnumbered(name);
        if (meant.isPresent()) {
            throw unreadable(
                    cell,
                    meant.get() == GroupField.TO
                            ? "is no column for recipients; call such columns to_1 to to_31"
                            : "is no column for links; call such columns link_1 to link_31");
        }
        if (!name.isEmpty()) {
            byName.put(name, names.size());
        }
        names.add(name);
        titles.add(name.isEmpty() ? "" : written.replaceAll("\\s+", " "));
        fields.add(field);
    }

    private UnreadableFile unreadable(String cell, String what) {
        return new UnreadableFile(file + " row " + rowNumber + ", column " + (names.size() + 1) + ": \""
                + CellText.abbreviate(cell) + "\" " + what);
    }

    private void require(boolean there, String what) throws UnreadableFile {
        require(there, what, this::describeLikelyName);
    }

    private void require(boolean there, String what, Supplier<Optional<String>> hint) throws UnreadableFile {
        if (!there) {
            throw new UnreadableFile(file + " row " + rowNumber + ": the first row must name the columns, and " + what
                    + " is missing; the columns are " + describeColumns()
                    + hint.get().or(this::describeLikelyName).orElse(""));
        }
    }

    private Optional<String> describeLikelyName() {
        return IntStream.range(0, names.size())
                .filter(i -> fields.get(i).isEmpty())
                .mapToObj(i -> DidYouMean.hint(names.get(i), GroupField.knownNames()))
                .filter(hint -> !hint.isEmpty())
                .findFirst();
    }

    /** Address books have many names for it, and the same ones for what is only put into a text. */
    private Optional<String> describeLikelyRecipients() {
        return names.stream()
                .filter(name -> RECIPIENT_NAME.matcher(name).find())
                .findFirst()
                .map(name -> ". If column \"" + CellText.abbreviate(name) + "\" has them, call it so");
    }

    /** Its number: blank rows may stand above it. */
    long rowNumber() {
        return rowNumber;
    }

    /** Cells of the first row, as they stand there. */
    List<String> cells() {
        return cells;
    }

    int size() {
        return names.size();
    }

    /** Empty where the cell is. */
    String name(int column) {
        return names.get(column);
    }

    /** The name as it stands there, for a person. Empty where the cell is. */
    String title(int column) {
        return titles.get(column);
    }

    /** Empty for data. */
    Optional<GroupField> field(int column) {
        return fields.get(column);
    }

    boolean has(GroupField field) {
        return fields.contains(Optional.of(field));
    }

    /** The first column of that field. */
    Optional<Integer> column(GroupField field) {
        int column = fields.indexOf(Optional.of(field));
        return column < 0 ? Optional.empty() : Optional.of(column);
    }

    /** The column a placeholder means: only that of this name, for another for the same may mean something else. */
    Optional<Integer> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether each row names one member, and those with the same {@code group_ref} are one group. */
    boolean hasMemberPerRow() {
        return has(GroupField.HANDLE);
    }

    /** Whether it has cells beyond the header's, so that nobody knows which cell belongs to which column. */
    boolean hasExtraCells(CsvRow row) {
        return row.cells().size() > size() && row.width() > size();
    }

    /**
     * Whether the row says nothing: nobody has filled it in, or it names neither a group nor a member, and has only what formulas
     * show that were filled down too far.
     */
    boolean isEmptyRow(CsvRow row) {
        return row.isBlank()
                || hasMemberPerRow() && !row.isTooLong() && !hasExtraCells(row) && hasOnlyFormulaResults(row);
    }

    private boolean hasOnlyFormulaResults(CsvRow row) {
        return IntStream.range(0, row.cells().size()).allMatch(column -> {
            String cell = row.cells().get(column);
            boolean isName = column < size()
                    && fields.get(column)
                            .filter(field -> field == GroupField.GROUP_REF || field == GroupField.HANDLE)
                            .isPresent();
            return CellText.isBlank(cell)
                    || !isName && (CellText.isUncheckedBox(cell) || isFormulaResult(CellText.clean(cell)));
        });
    }

    private static boolean isFormulaResult(String cell) {
        return MissingValueMarker.detect(cell)
                .map(MissingValueMarker::kind)
                .filter(kind -> kind == Kind.CERTAIN || kind == Kind.ZERO)
                .isPresent();
    }

    /** Columns that have a name, in their order. */
    List<String> columnNames() {
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The columns for a message to a person, shortened. */
    String describeColumns() {
        List<String> shown = columnNames().stream()
                .limit(MAX_EXAMPLES)
                .map(CellText::abbreviate)
                .toList();
        int more = columnNames().size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
