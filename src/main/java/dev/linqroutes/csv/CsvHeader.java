package dev.linqroutes.csv;

import dev.linqroutes.command.Likely;
import dev.linqroutes.command.NoValue;
import dev.linqroutes.command.NoValue.Kind;
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
    private static final int MOST = 1_000;
    private static final int MOST_SHOWN = 12;

    /** What a results sheet has beside the columns of its input. */
    private static final List<String> RESULTS =
            List.of("chat_id", "error_code", "trace_id", "accepted_at", "finished_at");

    private static final Pattern RECIPIENTS =
            Pattern.compile("phone|mobil|handy|(?:^|_)tel|telef|cell|e_?mail|numm?er|n[uú]mero"
                    + "|recipient|empf|destinat|телефон|номер|電話|电话|手机|전화");

    private static final Pattern JSON = Pattern.compile("\\s*(\\[\\s*)?\\{\\s*\"");

    private final String file;
    private final long row;
    private final List<String> cells;
    private final List<String> names = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();
    private final List<Optional<Field>> fields = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();

    /** @throws UnreadableFile when a column stands twice, or one is missing that neither the options have */
    CsvHeader(String file, RawRow row, Sidecar options) throws UnreadableFile {
        this.file = file;
        this.row = row.number();
        this.cells = row.cells();
        if (row.isTooLong() || row.width() > MOST) {
            throw new UnreadableFile(file + " row " + row.number() + ": has " + row.width() + " columns and "
                    + row.length() + " characters; the first row must name the columns, at most " + MOST);
        }
        if (!cells.isEmpty() && JSON.matcher(cells.get(0)).lookingAt()) {
            throw new UnreadableFile(file + ": holds JSON; a file with a command a line is called NAME.jsonl");
        }
        if (cells.stream().map(Field::name).toList().containsAll(RESULTS)) {
            throw new UnreadableFile(file + ": is a results sheet, so most of its groups are there already; correct and"
                    + " drop the .failed.csv beside it");
        }
        boolean recipients =
                cells.stream().map(Field::name).anyMatch(name -> Field.of(name).equals(Optional.of(Field.TO)));
        for (String cell : cells) {
            add(cell, recipients);
        }
        require(
                has(Field.TO) || has(Field.HANDLE),
                "a column \"to\" with the recipients, or \"handle\" with one a row,",
                this::recipientsHint);
        require(!has(Field.HANDLE) || has(Field.GROUP_REF), "a column \"group_ref\", where each row is a member,");
        require(
                has(Field.TEXT)
                        || has(Field.LINKS)
                        || options.values().containsKey(Field.TEXT)
                        || options.values().containsKey(Field.LINKS),
                "a column \"message\" or \"links\" with what the group is told first");
    }

    private void add(String cell, boolean recipients) throws UnreadableFile {
        String written = Cells.clean(cell);
        String name = Field.name(written);
        // Beside recipients a number or an e-mail address is one more thing to put into a text.
        Optional<Field> field = Field.of(name).filter(each -> each != Field.HANDLE || !recipients);
        Optional<String> twin =
                field.filter(each -> !each.isRepeatable()).flatMap(this::column).map(names::get);
        if (byName.containsKey(name)) {
            throw bad(cell, "stands twice; remove or rename one");
        }
        if (twin.isPresent()) {
            throw bad(cell, "means the same as column \"" + Cells.shown(twin.get()) + "\"; remove or rename one");
        }
        Optional<Field> meant = Field.meant(name);
        if (meant.isPresent()) {
            throw bad(
                    cell,
                    meant.get() == Field.TO
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

    private UnreadableFile bad(String cell, String what) {
        return new UnreadableFile(
                file + " row " + row + ", column " + (names.size() + 1) + ": \"" + Cells.shown(cell) + "\" " + what);
    }

    private void require(boolean there, String what) throws UnreadableFile {
        require(there, what, this::nameHint);
    }

    private void require(boolean there, String what, Supplier<Optional<String>> hint) throws UnreadableFile {
        if (!there) {
            throw new UnreadableFile(file + " row " + row + ": the first row must name the columns, and " + what
                    + " is missing; the columns are " + shownNames()
                    + hint.get().or(this::nameHint).orElse(""));
        }
    }

    private Optional<String> nameHint() {
        return IntStream.range(0, names.size())
                .filter(i -> fields.get(i).isEmpty())
                .mapToObj(i -> Likely.hint(names.get(i), Field.knownNames()))
                .filter(hint -> !hint.isEmpty())
                .findFirst();
    }

    /** Address books have many names for it, and the same ones for what is only put into a text. */
    private Optional<String> recipientsHint() {
        return names.stream()
                .filter(name -> RECIPIENTS.matcher(name).find())
                .findFirst()
                .map(name -> ". If column \"" + Cells.shown(name) + "\" has them, call it so");
    }

    /** Its number: blank rows may stand above it. */
    long row() {
        return row;
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
    Optional<Field> field(int column) {
        return fields.get(column);
    }

    boolean has(Field field) {
        return fields.contains(Optional.of(field));
    }

    /** The first column of that field. */
    Optional<Integer> column(Field field) {
        int column = fields.indexOf(Optional.of(field));
        return column < 0 ? Optional.empty() : Optional.of(column);
    }

    /** The column a placeholder means: only that of this name, for another for the same may mean something else. */
    Optional<Integer> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether each row names one member, and those with the same {@code group_ref} are one group. */
    boolean isMemberARow() {
        return has(Field.HANDLE);
    }

    /** Whether it has cells beyond the header's, so that nobody knows which cell belongs to which column. */
    boolean isShifted(RawRow row) {
        return row.cells().size() > size() && row.width() > size();
    }

    /**
     * Whether the row says nothing: nobody has filled it in, or it names neither a group nor a member, and has only what formulas
     * show that were filled down too far.
     */
    boolean isEmpty(RawRow row) {
        return row.isBlank() || isMemberARow() && !row.isTooLong() && !isShifted(row) && isFilledDown(row);
    }

    private boolean isFilledDown(RawRow row) {
        return IntStream.range(0, row.cells().size()).allMatch(column -> {
            String cell = row.cells().get(column);
            boolean isName = column < size()
                    && fields.get(column)
                            .filter(field -> field == Field.GROUP_REF || field == Field.HANDLE)
                            .isPresent();
            return Cells.isBlank(cell) || !isName && (Cells.isUnticked(cell) || isShownByFormula(Cells.clean(cell)));
        });
    }

    private static boolean isShownByFormula(String cell) {
        return NoValue.of(cell)
                .map(NoValue::kind)
                .filter(kind -> kind == Kind.CERTAIN || kind == Kind.ZERO)
                .isPresent();
    }

    /** Columns that have a name, in their order. */
    List<String> named() {
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The columns for a message to a person, shortened. */
    String shownNames() {
        List<String> shown =
                named().stream().limit(MOST_SHOWN).map(Cells::shown).toList();
        int more = named().size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
