package dev.linqroutes.csv;

import dev.linqroutes.command.Likely;
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
final class CsvCheck {
    private static final int MOST_WARNINGS = 10;

    /** Of cells that are no country; more say no more. */
    private static final int MOST_SHOWN = 3;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\p{Z}_.-]+");

    private final TextFile text;
    private final Sidecar options;
    private final List<String> warnings;
    private final Set<Integer> used = new HashSet<>();
    private final Set<String> noCountries = new LinkedHashSet<>();
    private boolean hasStates;
    private int alike;
    private int filledDown;

    private CsvCheck(TextFile text, Sidecar options, List<String> warnings) {
        this.text = text;
        this.options = options;
        this.warnings = new ArrayList<>(warnings);
    }

    /** @throws UnreadableFile when it cannot be read to its end, or has no rows */
    static CsvFile of(TextFile text, Sidecar options, List<String> warnings) throws IOException {
        return new CsvCheck(text, options, warnings).read();
    }

    private CsvFile read() throws IOException {
        Separator separator = Separator.of(text);
        try (CsvParser rows = new CsvParser(text, separator)) {
            CsvHeader header = new CsvHeader(
                    text.name(),
                    rows.nextVisible()
                            .orElseThrow(() -> new UnreadableFile(
                                    text.name() + ": is empty; the first row must name the columns")),
                    options);
            new OptionTemplates(options, header).require(name -> use(header, name));
            ApartGroups apart = rows(rows, header);
            warnOfUnused(header);
            return new CsvFile(
                    text,
                    options.sha256(text.sha256()),
                    options,
                    separator,
                    header,
                    apart,
                    new Regions(hasStates),
                    List.copyOf(warnings));
        }
    }

    private ApartGroups rows(CsvParser rows, CsvHeader header) throws IOException {
        int[] templates = IntStream.range(0, header.size())
                .filter(i -> header.field(i).filter(Field::isTemplate).isPresent())
                .toArray();
        Optional<GroupRuns> runs = header.isMemberARow() ? Optional.of(new GroupRuns(header)) : Optional.empty();
        Optional<Integer> region = header.column(Field.REGION);
        ApartGroups.Collector groups = new ApartGroups.Collector();
        Optional<RawRow> row = rows.nextBut(each -> isEmpty(header, each));
        if (row.isEmpty()) {
            throw new UnreadableFile(text.name() + ": has no row under the header; each row must be a group");
        }
        String ref = "";
        long firstRow = 0;
        while (row.isPresent()) {
            for (int column : templates) {
                use(header, row.get(), column);
            }
            if (region.isPresent()) {
                collectNoCountry(Cells.clean(row.get().cells(), region.get()));
            }
            if (runs.isPresent()) {
                if (runs.get().begins(row.get())) {
                    collect(groups, ref, firstRow);
                    warnIfAlike(ref, runs.get().ref(), runs.get().firstRow());
                }
                ref = runs.get().ref();
                firstRow = runs.get().firstRow();
            }
            row = rows.nextBut(each -> isEmpty(header, each));
        }
        collect(groups, ref, firstRow);
        region.ifPresent(column -> warnOfNoCountries(header.title(column)));
        return groups.apart();
    }

    /** Rows that are empty but for what formulas show are told, and those that nobody has filled in are not. */
    private boolean isEmpty(CsvHeader header, RawRow row) {
        boolean isEmpty = header.isEmpty(row);
        if (isEmpty && !row.isBlank() && filledDown++ == 0) {
            warnings.add(
                    "row " + row.number() + " and any others that have only what formulas show for no value, and name"
                            + " neither a group nor a member, count as empty");
        }
        return isEmpty;
    }

    private void collectNoCountry(String cell) {
        hasStates |= StateCodes.isNoCountry(cell);
        boolean isNew = !cell.isEmpty() && noCountries.size() < MOST_SHOWN && !noCountries.contains(cell);
        if (isNew && CountryNames.region(cell).isEmpty()) {
            noCountries.add(cell);
        }
    }

    private void warnOfNoCountries(String column) {
        if (!noCountries.isEmpty()) {
            String shown = noCountries.stream()
                    .map(cell -> "\"" + Cells.shown(cell) + "\"")
                    .collect(Collectors.joining(", "));
            warnings.add("column \"" + Cells.shown(column)
                    + "\" is read as the country of numbers without a country code,"
                    + " and has what is no country: " + shown + "; numbers with + and country code do not need it."
                    + " Rename the column if it says something else");
        }
    }

    /** In a sorted sheet they stand together. */
    private void warnIfAlike(String before, String ref, long row) {
        boolean isAlike =
                !before.isEmpty() && !before.equals(ref) && bare(before).equals(bare(ref));
        if (isAlike && alike++ < MOST_SHOWN) {
            warnings.add("row " + row + ": group \"" + Cells.shown(ref) + "\" is another than \"" + Cells.shown(before)
                    + "\" above it; write both in the same way if they are one");
        }
    }

    /** In small letters, and without what stands between words. */
    private static String bare(String ref) {
        return BETWEEN_WORDS.matcher(ref.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static void collect(ApartGroups.Collector groups, String ref, long firstRow) {
        if (!ref.isEmpty()) {
            groups.begun(ref, firstRow);
        }
    }

    private void use(CsvHeader header, RawRow row, int column) {
        if (column < row.cells().size() && row.cells().get(column).indexOf('{') >= 0) {
            Template.names(row.cells().get(column), name -> use(header, name));
        }
    }

    private void use(CsvHeader header, String name) {
        header.column(name).ifPresent(used::add);
    }

    private void warnOfUnused(CsvHeader header) {
        List<Integer> unused = IntStream.range(0, header.size())
                .filter(i -> header.field(i).isEmpty() && !header.name(i).isEmpty() && !used.contains(i))
                .boxed()
                .toList();
        for (int column : unused.subList(0, Math.min(MOST_WARNINGS, unused.size()))) {
            String name = header.name(column);
            warnings.add("column \"" + Cells.shown(name) + "\" is used in no placeholder"
                    + Likely.hint(name, Field.knownNames()));
        }
        if (unused.size() > MOST_WARNINGS) {
            warnings.add((unused.size() - MOST_WARNINGS) + " more columns are used in no placeholder");
        }
    }
}
