package dev.linqroutes.files.results;

import dev.linqroutes.files.cell.SpreadsheetEscaper;
import dev.linqroutes.ledger.batch.RowResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of a results sheet that tell what became of a row; they stand behind the columns of the input. */
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
            "finished_at");
    private static final String LIST_SEPARATOR = "; ";

    private ResultColumns() {}

    static int count() {
        return NAMES.size();
    }

    /** @param columns of the input; one of ours that has the name of one of them is told apart by {@code result_} */
    static List<String> names(List<String> columns) {
        Set<String> taken = new HashSet<>();
        columns.forEach(column -> taken.add(column.strip().toLowerCase(Locale.ROOT)));
        List<String> names = new ArrayList<>();
        for (String name : NAMES) {
            String free = name;
            while (!taken.add(free)) {
                free = "result_" + free;
            }
            names.add(free);
        }
        return names;
    }

    /** @param also what is to be told beside the reasons */
    static void fill(String[] cells, int from, RowResult result, List<String> also) {
        List<String> reasons = new ArrayList<>(result.reasons());
        reasons.addAll(also);
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
        cells[column] = result.finishedAt().map(Instant::toString).orElse("");
    }
}
