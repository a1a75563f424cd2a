package dev.linqroutes.files.csv;

import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryColumn;
import dev.linqroutes.files.cell.CountryNames;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import dev.linqroutes.files.cell.StateCodes;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.template.Template;
import dev.linqroutes.files.text.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a CSV file once to its end, so that a malformed file is rejected before any row is imported. Collects warnings about
 * the file.
 */
public final class CsvInspector {
    private static final int MAX_WARNINGS = 10;

    private static final Set<String> MEDIA_NAMES = Set.of(
            "picture", "pictures", "photo", "photos", "image", "images", "attachment", "attachments", "file", "files");

    /** Of each warning, so that one problem does not hide others. */
    private static final int MAX_EXAMPLES = 3;

    private static final Pattern WORD_SEPARATORS = Pattern.compile("[\\s\\p{Z}_.-]+");

    private final TextFile text;
    private final Sidecar options;
    private final List<String> warnings;
    private final Set<Integer> usedColumns = new HashSet<>();

    /** Columns of data with phone numbers or e-mail addresses, in rows that are taken for messages. */
    private final SortedSet<Integer> contactColumns = new TreeSet<>();

    private final Set<String> nonCountries = new LinkedHashSet<>();
    private boolean hasStates;
    private int similarGroups;
    private int filledDownRows;

    private CsvInspector(TextFile text, Sidecar options, List<String> warnings) {
        this.text = text;
        this.options = options;
        this.warnings = new ArrayList<>(warnings);
    }

    /** @throws UnreadableFile when the file is malformed or has no rows */
    public static CsvFile inspect(TextFile text, Sidecar options, List<String> warnings) throws IOException {
        return new CsvInspector(text, options, warnings).inspectFile();
    }

    private CsvFile inspectFile() throws IOException {
        CellSeparator separator = CellSeparator.detect(text);
        try (CsvParser rows = new CsvParser(text, separator)) {
            CsvHeader header = new CsvHeader(
                    text.name(),
                    rows.nextNonBlank()
                            .orElseThrow(() -> new UnreadableFile(
                                    text.name() + ": is empty; the first row must name the columns")),
                    options);
            new OptionTemplateVerifier(options, header).verify(name -> markUsed(header, name));
            NonContiguousGroups nonContiguous = inspectRows(rows, header);
            rejectRecipients(header);
            warnOfUnused(header);
            return new CsvFile(
                    text,
                    options.combineSha256(text.sha256()),
                    options,
                    separator,
                    header,
                    nonContiguous,
                    new CountryColumn(hasStates),
                    List.copyOf(warnings));
        }
    }

    private NonContiguousGroups inspectRows(CsvParser rows, CsvHeader header) throws IOException {
        int[] templates = IntStream.range(0, header.size())
                .filter(i -> header.field(i).filter(GroupField::isTemplate).isPresent())
                .toArray();
        GroupBoundaries boundaries = new GroupBoundaries(header);
        Optional<Integer> region = header.column(GroupField.REGION);
        PersonNameDetector personNames = new PersonNameDetector(header, options);
        NonContiguousGroups.Collector groups = new NonContiguousGroups.Collector();
        Optional<CsvRow> row = rows.nextSkipping(each -> checkEmpty(header, each));
        if (row.isEmpty()) {
            throw new UnreadableFile(text.name() + ": has no rows below the header; each row must be a group");
        }
        String ref = "";
        String createdRef = "";
        long firstRow = 0;
        while (row.isPresent()) {
            for (int column : templates) {
                markUsed(header, row.get(), column);
            }
            if (header.isTakenForMessage(row.get())) {
                collectContacts(header, row.get());
            }
            if (region.isPresent()) {
                collectNonCountry(CellText.clean(row.get().cells(), region.get()));
            }
            boolean beginsGroup = boundaries.advance(row.get());
            personNames.add(row.get(), beginsGroup);
            if (beginsGroup) {
                collectGroup(groups, createdRef, firstRow);
                warnIfSimilar(ref, groupRef(header, boundaries, row.get()), boundaries.firstRow());
            }
            ref = groupRef(header, boundaries, row.get());
            // Later commands to a group need not stand together.
            createdRef = boundaries.createsGroup() ? boundaries.groupRef() : "";
            firstRow = boundaries.firstRow();
            row = rows.nextSkipping(each -> checkEmpty(header, each));
        }
        collectGroup(groups, createdRef, firstRow);
        personNames.warning().ifPresent(warnings::add);
        region.ifPresent(column -> warnOfNonCountries(header.title(column)));
        return groups.collect();
    }

    /** Whether the row is skipped. Warns of the first row that has formula results; blank rows need no warning. */
    private boolean checkEmpty(CsvHeader header, CsvRow row) {
        boolean isEmpty = header.isEmptyRow(row);
        if (isEmpty && !row.isBlank() && filledDownRows++ == 0) {
            warnings.add(
                    "row " + row.number() + " and similar rows are skipped: they name neither a group nor a member,"
                            + " and have only formula results without a value");
        }
        return isEmpty;
    }

    private void collectContacts(CsvHeader header, CsvRow row) {
        for (int column = 0; column < Math.min(header.size(), row.cells().size()); column++) {
            boolean isData =
                    header.field(column).isEmpty() && !header.name(column).isEmpty();
            if (isData && HandleCell.isPlainlyHandle(CellText.clean(row.cells(), column))) {
                contactColumns.add(column);
            }
        }
    }

    /** A file of new groups with a column of recipients that is not recognized is not taken for messages to groups that exist. */
    private void rejectRecipients(CsvHeader header) throws UnreadableFile {
        contactColumns.removeAll(usedColumns);
        if (!contactColumns.isEmpty()) {
            header.rejectRecipients(contactColumns.first());
        }
    }

    private void collectNonCountry(String cell) {
        hasStates |= StateCodes.isOnlyState(cell);
        boolean isNew = !cell.isEmpty() && nonCountries.size() < MAX_EXAMPLES && !nonCountries.contains(cell);
        if (isNew && CountryNames.findRegion(cell).isEmpty()) {
            nonCountries.add(cell);
        }
    }

    private void warnOfNonCountries(String column) {
        if (!nonCountries.isEmpty()) {
            String examples = nonCountries.stream()
                    .map(cell -> "\"" + CellText.abbreviate(cell) + "\"")
                    .collect(Collectors.joining(", "));
            warnings.add("column \"" + CellText.abbreviate(column)
                    + "\" is used as the country of numbers without country code,"
                    + " but has values that are not countries: " + examples + "; numbers with + and country code do not"
                    + " need it. Rename the column if it means something else");
        }
    }

    /** As it is written in a row that is a command by itself. */
    private static String groupRef(CsvHeader header, GroupBoundaries boundaries, CsvRow row) {
        return header.hasMemberPerRow()
                ? boundaries.groupRef()
                : header.column(GroupField.GROUP_REF)
                        .map(column -> GroupRefNormalizer.normalize(CellText.clean(row.cells(), column)))
                        .orElse("");
    }

    /** Similar names are adjacent in a sorted sheet. */
    private void warnIfSimilar(String before, String ref, long row) {
        boolean isSimilar = !before.isEmpty()
                && !before.equals(ref)
                && normalizeName(before).equals(normalizeName(ref));
        if (isSimilar && similarGroups++ < MAX_EXAMPLES) {
            warnings.add("row " + row + ": group \"" + CellText.abbreviate(ref) + "\" and group \""
                    + CellText.abbreviate(before)
                    + "\" above it are two groups; use the same spelling if they are one");
        }
    }

    /** In lower case, without word separators. */
    private static String normalizeName(String ref) {
        return WORD_SEPARATORS.matcher(ref.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static void collectGroup(NonContiguousGroups.Collector groups, String ref, long firstRow) {
        if (!ref.isEmpty()) {
            groups.addStart(ref, firstRow);
        }
    }

    private void markUsed(CsvHeader header, CsvRow row, int column) {
        if (column < row.cells().size() && row.cells().get(column).indexOf('{') >= 0) {
            Template.forEachPlaceholder(row.cells().get(column), name -> markUsed(header, name));
        }
    }

    private void markUsed(CsvHeader header, String name) {
        header.column(name).ifPresent(usedColumns::add);
    }

    /** What people expect of a column with this name. */
    private static Optional<String> describeUse(CsvHeader header, String name) {
        if (MEDIA_NAMES.contains(name)) {
            return Optional.of("; if it has files that are to be sent, call it \"media\"");
        }
        return name.equals("question") && header.has(GroupField.OPTIONS)
                ? Optional.of("; a poll has no question, send it as a message in the row above")
                : Optional.empty();
    }

    private void warnOfUnused(CsvHeader header) {
        List<Integer> unused = IntStream.range(0, header.size())
                .filter(i -> header.field(i).isEmpty() && !header.name(i).isEmpty() && !usedColumns.contains(i))
                .boxed()
                .toList();
        for (int column : unused.subList(0, Math.min(MAX_WARNINGS, unused.size()))) {
            String name = header.name(column);
            warnings.add("column \"" + CellText.abbreviate(name) + "\" is not used in any placeholder"
                    + describeUse(header, name).orElseGet(() -> DidYouMean.hint(name, GroupField.knownNames())));
        }
        if (unused.size() > MAX_WARNINGS) {
            warnings.add((unused.size() - MAX_WARNINGS) + " more columns are not used in any placeholder");
        }
    }
}
