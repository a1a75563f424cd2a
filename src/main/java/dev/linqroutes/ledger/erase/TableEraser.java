package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import dev.linqroutes.ledger.erase.ErasureReport.Obstacle;
import dev.linqroutes.ledger.erase.TableRule.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Erases the rows of tables by their {@link TableRule}. */
final class TableEraser implements ErasureStep {
    private static final String ROW_KEY = "row_key";

    private final TableRule rule;

    TableEraser(TableRule rule) {
        this.rule = rule;
    }

    @Override
    public Page erasePage(Handle handle, Optional<Object> after, boolean write) {
        List<Map<String, Object>> rows = read(bindKey(
                        handle.createQuery(select(after.map(key -> "WHERE " + rule.key() + " > :after")
                                        .orElse(""))
                                + " LIMIT :limit"),
                        after)
                .bind("limit", rule.pageSize()));
        List<Map<String, Object>> affected =
                rows.stream().filter(row -> !isUnchanged(decide(row))).toList();
        if (write && !affected.isEmpty()) {
            affected = lock(handle, affected);
            affected.forEach(row -> execute(handle, row));
        }
        ErasureReport report = new ErasureReport();
        affected.forEach(row -> report(row, report));
        return new Page(
                rows.size() < rule.pageSize()
                        ? Optional.empty()
                        : Optional.of(rows.get(rows.size() - 1).get(ROW_KEY)),
                report);
    }

    private String select(String condition) {
        return "SELECT " + rule.key() + " AS " + ROW_KEY + ", " + String.join(", ", rule.columns()) + " FROM "
                + rule.table() + " " + condition + " ORDER BY " + ROW_KEY;
    }

    private static Query bindKey(Query query, Optional<Object> after) {
        after.ifPresent(key -> query.bind("after", key));
        return query;
    }

    private Decision decide(Map<String, Object> row) {
        return rule.decider().decide(row);
    }

    private static boolean isUnchanged(Decision decision) {
        return decision instanceof Decision.Mask mask && mask.values().isEmpty();
    }

    /** The rows as they are now; others may have changed or deleted them since they were read. */
    private List<Map<String, Object>> lock(Handle handle, List<Map<String, Object>> rows) {
        Query query = handle.createQuery(select("WHERE " + rule.key() + " = ANY(:keys)") + " FOR UPDATE");
        List<Object> keys = rows.stream().map(row -> row.get(ROW_KEY)).toList();
        query.bindArray("keys", rule.numericKey() ? Long.class : String.class, keys);
        return read(query).stream().filter(row -> !isUnchanged(decide(row))).toList();
    }

    private void execute(Handle handle, Map<String, Object> row) {
        String condition = " WHERE " + rule.key() + " = :key";
        Decision decision = decide(row);
        if (decision instanceof Decision.Delete) {
            handle.createUpdate("DELETE FROM " + rule.table() + condition)
                    .bind("key", row.get(ROW_KEY))
                    .execute();
        } else if (decision instanceof Decision.Mask mask) {
            Update update = handle.createUpdate("UPDATE " + rule.table() + " SET "
                    + mask.values().keySet().stream()
                            .map(column -> column + " = :" + column)
                            .collect(Collectors.joining(", "))
                    + rule.alsoSet() + condition);
            mask.values().forEach(update::bind);
            update.bind("key", row.get(ROW_KEY)).execute();
        }
    }

    private void report(Map<String, Object> row, ErasureReport report) {
        Decision decision = decide(row);
        if (decision instanceof Decision.Block block) {
            report.addObstacle(new Obstacle(block.what(), Optional.empty(), block.reason()));
        } else {
            report.addBatch((String) row.get("batch_id"));
            report.count(
                    rule.table(),
                    decision instanceof Decision.Delete
                            ? Effect.DELETED
                            : decision instanceof Decision.Leave ? Effect.LEAVES_BY_ITSELF : Effect.MASKED);
        }
    }

    private static List<Map<String, Object>> read(Query query) {
        return query.map((row, context) -> values(row)).list();
    }

    private static Map<String, Object> values(ResultSet row) throws SQLException {
        Map<String, Object> values = new HashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.put(
                    row.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT),
                    switch (row.getMetaData().getColumnType(i)) {
                        case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> row.getBytes(i);
                        case Types.BIGINT -> row.getLong(i);
                        default -> row.getString(i);
                    });
        }
        return values;
    }
}
