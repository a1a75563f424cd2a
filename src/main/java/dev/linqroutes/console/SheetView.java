package dev.linqroutes.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.handle.HandleParser;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.check.CheckedRow;
import dev.linqroutes.files.check.RowVerdict;
import dev.linqroutes.files.csv.CsvSheet;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.draft.Draft;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sheets and their checks as JSON. */
final class SheetView {
    private static final Set<GroupField> RECIPIENTS = EnumSet.of(GroupField.TO, GroupField.HANDLE);

    private final HandleSuggester handles;
    private final int workers;
    private final Supplier<Duration> callTime;

    /**
     * @param workers that make calls at a time
     * @param callTime that Linq takes for a call at present
     */
    SheetView(HandleSuggester handles, int workers, Supplier<Duration> callTime) {
        this.handles = handles;
        this.workers = workers;
        this.callTime = callTime;
    }

    static ObjectNode summary(Draft draft) {
        ObjectNode summary = ConsoleHttp.JSON.createObjectNode();
        summary.put("id", draft.draftId());
        summary.put("file", draft.file());
        summary.put("version", draft.version());
        summary.put("status", draft.status().word());
        draft.batchId().ifPresent(batchId -> summary.put("batch_id", batchId));
        draft.restId().ifPresent(restId -> summary.put("rest_id", restId));
        draft.sendAt().ifPresent(time -> summary.put("send_at", time.toString()));
        summary.put("changed_by", draft.changedBy());
        summary.put("changed_at", draft.changedAt().toString());
        return summary;
    }

    void add(ObjectNode shown, OpenSheet sheet) {
        sheet.sheet().describeFormat().forEach(shown.putArray("format")::add);
        shown.put("header_row", sheet.sheet().headerRow());
        List<CsvSheet.Column> columns = sheet.sheet().columns();
        ArrayNode list = shown.putArray("columns");
        for (CsvSheet.Column column : columns) {
            ObjectNode each = list.addObject();
            each.put("title", column.title());
            column.field().ifPresent(field -> each.put("field", field.mainName()));
            each.put("is_uncertain", column.isUncertain());
        }
        ArrayNode values = shown.putArray("values");
        sheet.sheet().options().values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(value -> values.addObject()
                        .put("field", value.getKey().mainName())
                        .put("value", value.getValue()));
        shown.set("check", check(sheet.check(), columns));
    }

    private ObjectNode check(SheetCheck check, List<CsvSheet.Column> columns) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("done", check.isDone());
        check.unreadable().ifPresent(reason -> shown.put("unreadable", reason));
        ObjectNode counts = shown.putObject("counts");
        for (RowVerdict verdict : RowVerdict.values()) {
            counts.put(verdict.key(), check.count(verdict));
        }
        check.file().ifPresent(file -> addFile(shown, file));
        shown.put("ledger", check.ledger());
        ArrayNode problems = shown.putArray("problems");
        List<CheckedRow> bad = check.badRows();
        bad.forEach(row -> row.problems().forEach(problem -> problems.add(problem(row, problem, columns))));
        shown.put("more_rows_with_problems", check.countBad() - bad.size());
        ArrayNode warnings = shown.putArray("row_warnings");
        check.warnedRows().forEach(row -> row.warnings()
                .forEach(warning -> warnings.addObject().put("row", row.row()).put("message", warning)));
        if (check.isDone()) {
            shown.set("estimate", estimate(check.estimate()));
            check.firstGoodRows().forEach(shown.putArray("first_good_rows")::add);
        }
        return shown;
    }

    private static void addFile(ObjectNode shown, BatchFile file) {
        shown.put("batch_id", file.batchId());
        file.facts().forEach(shown.putArray("facts")::add);
        file.warnings().forEach(shown.putArray("warnings")::add);
    }

    private ObjectNode problem(CheckedRow row, CheckedRow.RowProblem problem, List<CsvSheet.Column> columns) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        // With one member per row, a problem of a group may be in the row of another member.
        shown.put("row", problem.row().orElse(row.row()));
        shown.put("verdict", row.verdict().key());
        shown.put("message", problem.message());
        if (problem.message().startsWith(HandleParser.COUNTRY_UNKNOWN)) {
            shown.put("needs", GroupField.REGION.mainName());
        }
        if (!problem.column().isEmpty()) {
            shown.put("title", problem.column());
            indexOf(problem.column(), columns).ifPresent(index -> {
                shown.put("column", index);
                Optional.of(problem.value())
                        .filter(value -> columns.get(index)
                                .field()
                                .filter(RECIPIENTS::contains)
                                .isPresent())
                        .flatMap(handles::suggest)
                        .ifPresent(suggestion -> shown.put("suggestion", suggestion));
            });
        }
        return shown;
    }

    private static Optional<Integer> indexOf(String title, List<CsvSheet.Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).title().strip().replaceAll("\\s+", " ").equals(title)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private ObjectNode estimate(SheetEstimate estimate) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("groups", estimate.groups());
        shown.put("people", estimate.people());
        shown.put("added_people", estimate.addedPeople());
        shown.put("messages", estimate.messages());
        ObjectNode commands = shown.putObject("commands");
        estimate.commands().forEach(commands::put);
        shown.put("seconds", estimate.time(workers, callTime.get()).toSeconds());
        estimate.advice().forEach(shown.putArray("advice")::add);
        return shown;
    }
}
