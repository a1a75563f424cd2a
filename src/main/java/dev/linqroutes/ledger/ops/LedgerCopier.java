package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.TransactionStep;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Copies a whole ledger into an empty one, of H2 or PostgreSQL: all rows of all tables, and where the numbering of new rows goes on. In
 * one transaction: a copy that is interrupted leaves the target empty.
 *
 * <p>No program may use either of them meanwhile: what it changes would be missing in the copy.
 */
public final class LedgerCopier {
    private static final String HISTORY = "flyway_schema_history";

    /** Rows in one round trip, and read ahead from the source. */
    private static final int BATCH_SIZE = 500;

    private LedgerCopier() {}

    /**
     * Copies from one ledger to the other; both have the schema of this version.
     *
     * @param record of the rows by table; written to the target with them
     * @return rows by table
     * @throws IllegalStateException when the target has rows
     */
    public static Map<String, Long> copy(
            Database source, Database target, Function<Map<String, Long>, TransactionStep> record) throws SQLException {
        return source.jdbi().inTransaction(from -> target.jdbi().inTransaction(to -> {
            Map<String, Long> copied = copy(from, to);
            // They belong to programs that have stopped.
            to.createScript(Database.sql("db/release-all-leases")).execute();
            record.apply(copied).write(to);
            return copied;
        }));
    }

    private static Map<String, Long> copy(Handle from, Handle to) throws SQLException {
        List<String> tables = inOrderOfReferences(to.getConnection());
        tables.forEach(table -> requireEmpty(to, table));
        Map<String, Long> copied = new LinkedHashMap<>();
        for (String table : tables) {
            copied.put(table, copyTable(from.getConnection(), to.getConnection(), table));
        }
        continueNumbering(from, to, tables);
        return copied;
    }

    /** A table after those that it refers to. */
    private static List<String> inOrderOfReferences(Connection connection) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        Map<String, Set<String>> references = new LinkedHashMap<>();
        try (ResultSet tables = meta.getTables(
                connection.getCatalog(), connection.getSchema(), null, new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                references.put(tables.getString("TABLE_NAME"), new LinkedHashSet<>());
            }
        }
        references.keySet().removeIf(HISTORY::equalsIgnoreCase);
        for (Map.Entry<String, Set<String>> each : references.entrySet()) {
            try (ResultSet keys =
                    meta.getImportedKeys(connection.getCatalog(), connection.getSchema(), each.getKey())) {
                while (keys.next()) {
                    each.getValue().add(keys.getString("PKTABLE_NAME"));
                }
            }
        }
        List<String> ordered = new ArrayList<>();
        while (!references.isEmpty()) {
            List<String> next = references.entrySet().stream()
                    .filter(each -> ordered.containsAll(each.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("tables refer to each other: " + references);
            }
            ordered.addAll(next);
            next.forEach(references::remove);
        }
        return ordered.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static void requireEmpty(Handle to, String table) {
        if (to.createQuery("SELECT 1 FROM " + table + " LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent()) {
            throw new IllegalStateException("the ledger to copy into is not empty: table " + table
                    + " has rows; give an empty database in LEDGER_URL");
        }
    }

    private static long copyTable(Connection from, Connection to, String table) throws SQLException {
        try (Statement select = from.createStatement()) {
            select.setFetchSize(BATCH_SIZE);
            try (ResultSet rows = select.executeQuery("SELECT * FROM " + table)) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> names = new ArrayList<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    names.add(columns.getColumnName(column).toLowerCase(Locale.ROOT));
                }
                String insert = "INSERT INTO " + table + " (" + String.join(", ", names)
                        // Ids that the database would otherwise give.
                        + ") OVERRIDING SYSTEM VALUE VALUES ("
                        + names.stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
                try (PreparedStatement statement = to.prepareStatement(insert)) {
                    return copyRows(rows, columns, statement);
                }
            }
        }
    }

    private static long copyRows(ResultSet rows, ResultSetMetaData columns, PreparedStatement insert)
            throws SQLException {
        long copied = 0;
        while (rows.next()) {
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                copyValue(rows, columns.getColumnType(column), insert, column);
            }
            insert.addBatch();
            copied++;
            if (copied % BATCH_SIZE == 0) {
                insert.executeBatch();
            }
        }
        insert.executeBatch();
        return copied;
    }

    private static void copyValue(ResultSet rows, int type, PreparedStatement insert, int column) throws SQLException {
        switch (type) {
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
                insert.setBytes(column, rows.getBytes(column));
            case Types.TIMESTAMP_WITH_TIMEZONE, Types.TIMESTAMP ->
                insert.setObject(column, rows.getObject(column, OffsetDateTime.class));
            case Types.ARRAY -> {
                java.sql.Array array = rows.getArray(column);
                insert.setArray(
                        column,
                        array == null
                                ? null
                                : insert.getConnection().createArrayOf("bigint", (Object[]) array.getArray()));
            }
            case Types.BOOLEAN, Types.BIT -> insert.setObject(column, rows.getObject(column), Types.BOOLEAN);
            case Types.VARCHAR, Types.CLOB, Types.LONGVARCHAR, Types.CHAR ->
                insert.setString(column, rows.getString(column));
            default -> insert.setObject(column, rows.getObject(column), type);
        }
    }

    /** New rows get higher numbers than the copied ones. */
    private static void continueNumbering(Handle from, Handle to, List<String> tables) throws SQLException {
        for (String table : tables) {
            for (String column : identityColumns(to, table)) {
                long next = number(to, "SELECT COALESCE(MAX(" + column + "), 0) + 1 FROM " + table);
                to.execute("ALTER TABLE " + table + " ALTER COLUMN " + column + " RESTART WITH " + next);
            }
        }
        // One of the numbers is left out.
        to.execute("ALTER SEQUENCE call_order RESTART WITH " + number(from, nextOfSequence(from)));
    }

    private static String nextOfSequence(Handle handle) throws SQLException {
        return handle.getConnection().getMetaData().getDatabaseProductName().equals("H2")
                ? "SELECT NEXT VALUE FOR call_order"
                : "SELECT nextval('call_order')";
    }

    private static List<String> identityColumns(Handle handle, String table) throws SQLException {
        return handle.createQuery("SELECT LOWER(column_name) FROM information_schema.columns"
                        + " WHERE is_identity = 'YES' AND LOWER(table_schema) = LOWER(:schema)"
                        + " AND LOWER(table_name) = :table")
                .bind("schema", handle.getConnection().getSchema())
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }

    private static long number(Handle handle, String query) {
        return handle.createQuery(query).mapTo(Long.class).one();
    }
}
