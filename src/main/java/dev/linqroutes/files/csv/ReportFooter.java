package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.CellText;
import java.util.regex.Pattern;

/** A line that a report has under its table: totals, who made it and when, whose it is. It names nobody. */
final class ReportFooter {
    /** No name of a person, so that nobody is taken for it whose number is missing. */
    private static final Pattern FOOTER_START = Pattern.compile("(?iu)(?:"
            + "(?:grand |sub[- ]?)?totals?|summe|gesamt(?:summe|ergebnis)?|zwischensumme|total g[ée]n[ée]ral|totale|totaal"
            + "|suma (?:total|końcowa)|total geral|итого|всего|合計|総計|总计|總計|합계|toplam|celkem|razem|összesen"
            + "|(?:record|row) count|anzahl (?:zeilen|datensätze)"
            + "|\\(c\\)|©|copyright|(?:generated|exported|created|printed|prepared|made|run) (?:by|on|at|from)"
            + "|(?:erstellt|exportiert|gedruckt) (?:von|am)|\\(\\d+ rows?"
            + ")(?![\\p{L}\\p{N}]).*");

    private static final int MAX_LENGTH = 500;

    private ReportFooter() {}

    /** By what stands in the first cell that is not empty. */
    static boolean isFooter(CsvRow row) {
        return row.cells().stream()
                .filter(cell -> !CellText.isBlank(cell))
                .findFirst()
                .map(CellText::clean)
                .filter(cell -> cell.length() <= MAX_LENGTH)
                .filter(cell -> FOOTER_START.matcher(cell).matches())
                .isPresent();
    }
}
