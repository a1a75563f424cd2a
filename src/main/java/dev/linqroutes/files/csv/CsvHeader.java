package dev.linqroutes.files.csv;

import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.placeholder.MissingValueMarker.Kind;
import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The header row. Maps each column to a field of the commands, or to data for placeholders; a column without a name must be empty.
 */
final class CsvHeader {
    private static final int MAX_COLUMNS = 1_000;
    private static final int MAX_EXAMPLES = 12;

    /** Columns that only a results sheet has. */
    private static final List<String> RESULT_COLUMNS =
            List.of("chat_id", "error_code", "trace_id", "accepted_at", "finished_at");

    private static final String CONTACT_WORDS = "phone|mobil|handy|(?:^|_)tel|telef|e_?mail|телефон|電話|电话|手机|전화";
    private static final Pattern CONTACT_NAME = Pattern.compile(CONTACT_WORDS);
    private static final Pattern RECIPIENT_NAME =
            Pattern.compile(CONTACT_WORDS + "|cell|numm?er|n[uú]mero|recipient|empf|destinat|номер");

    private static final String NO_RECIPIENTS =
            "none is called \"to\". Call the column with the recipients (phone numbers or e-mail addresses) \"to\","
                    + " or \"phone\" if each row has one person of a group";

    private static final Pattern JSON_START = Pattern.compile("\\s*(\\[\\s*)?\\{\\s*\"");

    private final String file;
    private final long rowNumber;
    private final List<String> cells;
    private final List<String> names = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();
    private final List<Optional<GroupField>> fields = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Optional<SheetCommand> defaultCommand;
    private final boolean isInferred;

    /** @throws UnreadableFile when a column occurs twice, or a required one is missing in header and options */
    CsvHeader(String file, CsvRow row, Sidecar options) throws UnreadableFile {
        this.file = file;
        this.rowNumber = row.number();
        this.cells = row.cells();
        if (row.isTooLong() || row.width() > MAX_COLUMNS) {
            throw new UnreadableFile(file + " row " + row.number() + ": has " + row.width() + " columns and "
                    + row.length() + " characters; the first row must name the columns, at most " + MAX_COLUMNS);
        }
        if (!cells.isEmpty() && JSON_START.matcher(cells.get(0)).lookingAt()) {
            throw new UnreadableFile(file + ": contains JSON; rename a file with one command per line to NAME.jsonl");
        }
        if (cells.stream().map(GroupField::normalizeName).toList().containsAll(RESULT_COLUMNS)) {
            throw new UnreadableFile(file + ": is a results sheet, and most of its groups exist already; correct and"
                    + " drop the .failed.csv beside it instead");
        }
        List<Optional<GroupField>> meanings = fields(cells, options);
        for (int i = 0; i < cells.size(); i++) {
            add(cells.get(i), meanings.get(i), options);
        }
        requireColumns(options);
        Predicate<GroupField> isGiven = field -> has(field) || options.values().containsKey(field);
        boolean hasMessage =
                Stream.of(GroupField.TEXT, GroupField.LINKS, GroupField.MEDIA).anyMatch(isGiven);
        this.defaultCommand = options.value(GroupField.COMMAND)
                .or(() -> Optional.of(inferCommand(hasMessage)))
                .flatMap(SheetCommand::of);
        this.isInferred = options.value(GroupField.COMMAND).isEmpty();
        require(defaultCommand.isPresent() || has(GroupField.COMMAND), NO_RECIPIENTS, () -> likelyRecipients()
                .map(name -> describeRecipients(name, hasMessage))
                .or(this::describeLikelyName)
                .or(this::describeCommands));
        require(
                !has(GroupField.HANDLE) || has(GroupField.GROUP_REF),
                "none is called \"group\". With one person in each row, a column must say which rows are one group:"
                        + " call it \"group\"");
        require(
                hasMessage
                        || has(GroupField.COMMAND)
                        || defaultCommand
                                .filter(each -> each.uses(GroupField.TEXT))
                                .isEmpty(),
                "none is called \"message\" or \"links\". Call the column with the first message \"message\"");
    }

    /** The command of rows that do not say theirs; empty if it is not certain. */
    private String inferCommand(boolean hasMessage) {
        if (has(GroupField.TO) || has(GroupField.HANDLE)) {
            return SheetCommand.CREATE_GROUP.type();
        }
        // Under a name that is not recognized, a column may have the recipients of new groups.
        return (has(GroupField.GROUP_REF) || has(GroupField.CHAT_ID))
                        && hasMessage
                        && likelyRecipients().isEmpty()
                ? SheetCommand.SEND_MESSAGE.type()
                : "";
    }

    /** The fields of columns: by the options, else by their names; empty for data. */
    static List<Optional<GroupField>> fields(List<String> cells, Sidecar options) {
        List<Optional<GroupField>> fields =
                cells.stream().map(cell -> options.fieldOf(normalizeName(cell))).toList();
        boolean hasRecipients = fields.contains(Optional.of(GroupField.TO));
        boolean hasCommands = fields.contains(Optional.of(GroupField.COMMAND))
                || options.values().containsKey(GroupField.COMMAND);
        boolean isOfNewGroups = !hasCommands && (hasRecipients || fields.contains(Optional.of(GroupField.HANDLE)));
        return fields.stream()
                // In a file with recipients, a phone or e-mail column is data for placeholders.
                .map(field -> field.filter(each -> each != GroupField.HANDLE || !hasRecipients))
                // In a file of new groups there is no poll, and no chat yet.
                .map(field -> field.filter(
                        each -> each != GroupField.OPTIONS && each != GroupField.MESSAGE_OF || hasCommands))
                .map(field -> field.filter(each -> each != GroupField.CHAT_ID || !isOfNewGroups))
                .toList();
    }

    static String normalizeName(String cell) {
        return GroupField.normalizeName(CellText.clean(cell));
    }

    private void requireColumns(Sidecar options) throws UnreadableFile {
        List<String> unknown = options.columns().keySet().stream()
                .filter(name -> !byName.containsKey(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnreadableFile(options.name() + ", key column." + CellText.abbreviate(unknown.get(0)) + ": "
                    + file + " has no such column; the columns are " + describeColumns());
        }
    }

    private void add(String cell, Optional<GroupField> field, Sidecar options) throws UnreadableFile {
        String written = CellText.clean(cell);
        String name = normalizeName(cell);
        Optional<String> duplicate =
                field.filter(each -> !each.isRepeatable()).flatMap(this::column).map(names::get);
        if (byName.containsKey(name)) {
            throw unreadable(cell, "occurs twice; remove or rename one");
        }
        if (duplicate.isPresent()) {
            throw unreadable(
                    cell,
                    "means the same as column \"" + CellText.abbreviate(duplicate.get()) + "\"; remove or rename one");
        }
        Optional<GroupField> misnumbered =
                options.columns().containsKey(name) ? Optional.empty() : GroupField.findMisnumbered(name);
        if (misnumbered.isPresent()) {
            throw unreadable(
                    cell,
                    misnumbered.get() == GroupField.TO
                            ? "is not a valid column for recipients; name such columns to_1 to to_31"
                            : "is not a valid column for links; name such columns link_1 to link_31");
        }
        if (!name.isEmpty()) {
            byName.put(name, names.size());
        }
        names.add(name);
        titles.add(name.isEmpty() ? "" : written.replaceAll("\\s+", " "));
        fields.add(field);
    }

    private UnreadableFile unreadable(String cell, String problem) {
        return new UnreadableFile(file + " row " + rowNumber + ", column " + (names.size() + 1) + ": \""
                + CellText.abbreviate(cell) + "\" " + problem);
    }

    private void require(boolean isPresent, String problem) throws UnreadableFile {
        require(isPresent, problem, this::describeLikelyName);
    }

    /** @param problem without a full stop at its end, and what to do */
    private void require(boolean isPresent, String problem, Supplier<Optional<String>> hint) throws UnreadableFile {
        if (!isPresent) {
            throw new UnreadableFile(file + " row " + rowNumber + ": the first row must name the columns, and "
                    + problem + ". The columns are " + describeColumns()
                    + hint.get().or(this::describeLikelyName).orElse(""));
        }
    }

    /** For a sheet of groups without recipients and messages. */
    private Optional<String> describeCommands() {
        if (!has(GroupField.GROUP_REF) && !has(GroupField.CHAT_ID)) {
            return Optional.empty();
        }
        boolean hasOptions =
                names.stream().anyMatch(name -> GroupField.of(name).equals(Optional.of(GroupField.OPTIONS)));
        String example =
                hasOptions ? "poll" : has(GroupField.DISPLAY_NAME) || has(GroupField.ICON) ? "rename" : "leave";
        return Optional.of(
                ". If the rows are about groups that exist, say in a column \"command\" what they do, such as \""
                        + example + "\"");
    }

    private Optional<String> describeLikelyName() {
        return IntStream.range(0, names.size())
                .filter(i ->
                        fields.get(i).isEmpty() && GroupField.of(names.get(i)).isEmpty())
                .mapToObj(i -> DidYouMean.hint(names.get(i), GroupField.knownNames()))
                .filter(hint -> !hint.isEmpty())
                .findFirst();
    }

    /** Whether a column that is data for placeholders has phone numbers or e-mail addresses by its name. */
    boolean hasContactData() {
        return IntStream.range(0, names.size())
                .anyMatch(i -> fields.get(i).isEmpty()
                        && CONTACT_NAME.matcher(names.get(i)).find());
    }

    private String describeRecipients(String column, boolean hasMessage) {
        String orMessages = has(GroupField.GROUP_REF) && hasMessage
                ? ". If the rows are messages to groups that exist, write \"message\" into a column \"command\""
                : "";
        return ". Perhaps column \"" + CellText.abbreviate(column) + "\" has the recipients" + orMessages;
    }

    /** Whether the row is taken for a message to a group that exists only because no column is taken for the recipients. */
    boolean isTakenForMessage(CsvRow row) {
        return isInferred
                && defaultCommand.equals(Optional.of(SheetCommand.SEND_MESSAGE))
                && writtenCommand(row).isEmpty();
    }

    /**
     * For a file with rows that are taken for messages.
     *
     * @param column that has phone numbers or e-mail addresses, and is not used in texts
     */
    void rejectRecipients(int column) throws UnreadableFile {
        require(false, NO_RECIPIENTS, () -> Optional.of(describeRecipients(names.get(column), true)));
    }

    /** A column that may have the recipients. Not used as such: in other files a column of this name is data for a text. */
    private Optional<String> likelyRecipients() {
        return names.stream()
                .filter(name -> RECIPIENT_NAME.matcher(name).find())
                .findFirst();
    }

    /** The command that the cell of the row names, as written; empty if there is no such cell. */
    String writtenCommand(CsvRow row) {
        return column(GroupField.COMMAND)
                .map(column -> CellText.clean(row.cells(), column))
                .orElse("");
    }

    /** The command of rows that do not say theirs: of the options, or as the columns of the file suggest. */
    Optional<SheetCommand> defaultCommand() {
        return defaultCommand;
    }

    /** The row number of the header; blank rows may precede it. */
    long rowNumber() {
        return rowNumber;
    }

    /** The cells of the header row, unchanged. */
    List<String> cells() {
        return cells;
    }

    int size() {
        return names.size();
    }

    /** The normalized name; empty if the cell is empty. */
    String name(int column) {
        return names.get(column);
    }

    /** The name as written, for a person; empty if the cell is empty. */
    String title(int column) {
        return titles.get(column);
    }

    /** The field of the column; empty for data. */
    Optional<GroupField> field(int column) {
        return fields.get(column);
    }

    boolean has(GroupField field) {
        return fields.contains(Optional.of(field));
    }

    /** The first column of the field. */
    Optional<Integer> column(GroupField field) {
        int column = fields.indexOf(Optional.of(field));
        return column < 0 ? Optional.empty() : Optional.of(column);
    }

    /** The column of this normalized name. A placeholder matches the name only, not other columns of the same field. */
    Optional<Integer> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether each row is one member, and consecutive rows with the same {@code group_ref} and command are one command. */
    boolean hasMemberPerRow() {
        return has(GroupField.HANDLE);
    }

    /** Whether the row has more cells than the header, so that cells cannot be assigned to columns. */
    boolean hasExtraCells(CsvRow row) {
        return row.cells().size() > size() && row.width() > size();
    }

    /**
     * Whether the row is skipped: it is blank, or it names neither a group nor a member and has only results of formulas that
     * were filled down below the table.
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

    /** The names of the columns that have one, in order. */
    List<String> columnNames() {
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The columns for a message to a person, truncated. */
    String describeColumns() {
        List<String> shown = columnNames().stream()
                .limit(MAX_EXAMPLES)
                .map(CellText::abbreviate)
                .toList();
        int more = columnNames().size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
