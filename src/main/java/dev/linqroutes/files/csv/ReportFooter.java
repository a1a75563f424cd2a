package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.CellText;
import java.util.regex.Pattern;

/** Recognizes the footer lines of a report below its table: totals, author, date, copyright. */
final class ReportFooter {
    /** Contains no personal names: a member without a number must not be mistaken for a footer. */
    private static final Pattern FOOTER_START = Pattern.compile("(?iu)(?:"
            + "(?:grand |sub[- ]?)?totals?|summe|gesamt(?:summe|ergebnis)?|zwischensumme|total g[ée]n[ée]ral|totale|totaal"
            + "|suma (?:total|końcowa)|total geral|итого|всего|合計|総計|总计|總計|합계|toplam|celkem|razem|összesen"
            + "|(?:record|row) count|anzahl (?:zeilen|datensätze)"
            + "|\\(c\\)|©|copyright|(?:generated|exported|created|printed|prepared|made|run) (?:by|on|at|from)"
            + "|(?:erstellt|exportiert|gedruckt) (?:von|am)|\\(\\d+ rows?"
            + ")(?![\\p{L}\\p{N}]).*");

    private static final int MAX_LENGTH = 500;

    private ReportFooter() {}

    /** Decides by the first non-empty cell. */
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
