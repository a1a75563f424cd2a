package dev.linqroutes.files.results;

import dev.linqroutes.files.cell.SpreadsheetEscaper;
import dev.linqroutes.ledger.batch.RowResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns with the result of a row; they follow the columns of the input. */
final class ResultColumns {
    private static final List<String> NAMES = List.of(
            "status",
            "chat_id",
            "group_ref",
            "normalised",
            "error_code",
            "reason",
            "trace_id",
            "accepted_at",
            "finished_at",
            "command");
    private static final String LIST_SEPARATOR = "; ";

    private ResultColumns() {}

    static int count() {
        return NAMES.size();
    }

    /** @param columns of the input; a result column with the same name gets the prefix {@code result_} */
    static List<String> names(List<String> columns) {
        Set<String> used = new HashSet<>();
        columns.forEach(column -> used.add(column.strip().toLowerCase(Locale.ROOT)));
        List<String> names = new ArrayList<>();
        for (String name : NAMES) {
            String unique = name;
            while (!used.add(unique)) {
                unique = "result_" + unique;
            }
            names.add(unique);
        }
        return names;
    }

    /** @param notes added to the reasons */
    static void fill(String[] cells, int from, RowResult result, List<String> notes) {
        List<String> reasons = new ArrayList<>(result.reasons());
        reasons.addAll(notes);
        int column = from;
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(result.status());
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(result.chatId().orElse(""));
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(result.groupRef().orElse(""));
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(String.join(LIST_SEPARATOR, result.warnings()));
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(
                result.errorCode().map(String::valueOf).orElse(""));
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(String.join(LIST_SEPARATOR, reasons));
        cells[column++] = SpreadsheetEscaper.escapeAndTruncate(result.traceId().orElse(""));
        cells[column++] = result.acceptedAt().map(Instant::toString).orElse("");
        cells[column++] = result.finishedAt().map(Instant::toString).orElse("");
        cells[column] = SpreadsheetEscaper.escapeAndTruncate(result.command().orElse(""));
    }
}
