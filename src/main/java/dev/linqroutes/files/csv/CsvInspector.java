package dev.linqroutes.files.csv;

import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryColumn;
import dev.linqroutes.files.cell.CountryNames;
import dev.linqroutes.files.cell.GroupField;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a CSV file once to its end, so that one that breaks off in the middle is refused as a whole. */
public final class CsvInspector {
    private static final int MAX_WARNINGS = 10;

    /** Of cells that are no country; more say no more. */
    private static final int MAX_EXAMPLES = 3;

    private static final Pattern WORD_SEPARATORS = Pattern.compile("[\\s\\p{Z}_.-]+");

    private final TextFile text;
    private final Sidecar options;
    private final List<String> warnings;
    private final Set<Integer> usedColumns = new HashSet<>();
    private final Set<String> nonCountries = new LinkedHashSet<>();
    private boolean hasStates;
    private int similarGroups;
    private int filledDownRows;

    private CsvInspector(TextFile text, Sidecar options, List<String> warnings) {
        this.text = text;
        this.options = options;
        this.warnings = new ArrayList<>(warnings);
    }

    /** @throws UnreadableFile when it cannot be read to its end, or has no rows */
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
            NonContiguousGroups apart = inspectRows(rows, header);
            warnOfUnused(header);
            return new CsvFile(
                    text,
                    options.combineSha256(text.sha256()),
                    options,
                    separator,
                    header,
                    apart,
                    new CountryColumn(hasStates),
                    List.copyOf(warnings));
        }
    }

    private NonContiguousGroups inspectRows(CsvParser rows, CsvHeader header) throws IOException {
        int[] templates = IntStream.range(0, header.size())
                .filter(i -> header.field(i).filter(GroupField::isTemplate).isPresent())
                .toArray();
        Optional<GroupBoundaries> runs =
                header.hasMemberPerRow() ? Optional.of(new GroupBoundaries(header)) : Optional.empty();
        Optional<Integer> region = header.column(GroupField.REGION);
        NonContiguousGroups.Collector groups = new NonContiguousGroups.Collector();
        Optional<CsvRow> row = rows.nextSkipping(each -> checkEmpty(header, each));
        if (row.isEmpty()) {
            throw new UnreadableFile(text.name() + ": has no row under the header; each row must be a group");
        }
        String ref = "";
        long firstRow = 0;
        while (row.isPresent()) {
            for (int column : templates) {
                markUsed(header, row.get(), column);
            }
            if (region.isPresent()) {
                collectNonCountry(CellText.clean(row.get().cells(), region.get()));
            }
            if (runs.isPresent()) {
                if (runs.get().advance(row.get())) {
                    collectGroup(groups, ref, firstRow);
                    warnIfSimilar(ref, runs.get().groupRef(), runs.get().firstRow());
                }
                ref = runs.get().groupRef();
                firstRow = runs.get().firstRow();
            }
            row = rows.nextSkipping(each -> checkEmpty(header, each));
        }
        collectGroup(groups, ref, firstRow);
        region.ifPresent(column -> warnOfNonCountries(header.title(column)));
        return groups.collect();
    }

    /** Rows that are empty but for what formulas show are told, and those that nobody has filled in are not. */
    private boolean checkEmpty(CsvHeader header, CsvRow row) {
        boolean isEmpty = header.isEmptyRow(row);
        if (isEmpty && !row.isBlank() && filledDownRows++ == 0) {
            warnings.add(
                    "row " + row.number() + " and any others that have only what formulas show for no value, and name"
                            + " neither a group nor a member, count as empty");
        }
        return isEmpty;
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
            String shown = nonCountries.stream()
                    .map(cell -> "\"" + CellText.abbreviate(cell) + "\"")
                    .collect(Collectors.joining(", "));
            warnings.add("column \"" + CellText.abbreviate(column)
                    + "\" is read as the country of numbers without a country code,"
                    + " and has what is no country: " + shown + "; numbers with + and country code do not need it."
                    + " Rename the column if it says something else");
        }
    }

    /** In a sorted sheet they stand together. */
    private void warnIfSimilar(String before, String ref, long row) {
        boolean isAlike = !before.isEmpty()
                && !before.equals(ref)
                && normalizeName(before).equals(normalizeName(ref));
        if (isAlike && similarGroups++ < MAX_EXAMPLES) {
            warnings.add("row " + row + ": group \"" + CellText.abbreviate(ref) + "\" is another than \""
                    + CellText.abbreviate(before) + "\" above it; write both in the same way if they are one");
        }
    }

    /** In small letters, and without what stands between words. */
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

    private void warnOfUnused(CsvHeader header) {
        List<Integer> unused = IntStream.range(0, header.size())
                .filter(i -> header.field(i).isEmpty() && !header.name(i).isEmpty() && !usedColumns.contains(i))
                .boxed()
                .toList();
        for (int column : unused.subList(0, Math.min(MAX_WARNINGS, unused.size()))) {
            String name = header.name(column);
            warnings.add("column \"" + CellText.abbreviate(name) + "\" is used in no placeholder"
                    + DidYouMean.hint(name, GroupField.knownNames()));
        }
        if (unused.size() > MAX_WARNINGS) {
            warnings.add((unused.size() - MAX_WARNINGS) + " more columns are used in no placeholder");
        }
    }
}
