package dev.linqroutes.csv;

import dev.linqroutes.ledger.RowResult;
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
    private static final String SEVERAL = "; ";

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
        cells[column++] = SheetCell.shown(result.status());
        cells[column++] = SheetCell.shown(result.chatId().orElse(""));
        cells[column++] = SheetCell.shown(result.groupRef().orElse(""));
        cells[column++] = SheetCell.shown(String.join(SEVERAL, result.warnings()));
        cells[column++] =
                SheetCell.shown(result.errorCode().map(String::valueOf).orElse(""));
        cells[column++] = SheetCell.shown(String.join(SEVERAL, reasons));
        cells[column++] = SheetCell.shown(result.traceId().orElse(""));
        cells[column++] = result.acceptedAt().map(Instant::toString).orElse("");
        cells[column] = result.finishedAt().map(Instant::toString).orElse("");
    }
}
