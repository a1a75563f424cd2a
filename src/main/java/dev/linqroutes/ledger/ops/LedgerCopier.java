package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
     * @return rows by table
     * @throws IllegalStateException when the target has rows
     */
    public static Map<String, Long> copy(Database source, Database target) throws SQLException {
        return source.jdbi().inTransaction(from -> target.jdbi().inTransaction(to -> {
            Map<String, Long> copied = copy(from.getConnection(), to.getConnection());
            // They belong to programs that have stopped.
            to.createScript(Database.sql("db/release-all-leases")).execute();
            return copied;
        }));
    }

    private static Map<String, Long> copy(Connection from, Connection to) throws SQLException {
        List<String> tables = inOrderOfReferences(to);
        for (String table : tables) {
            requireEmpty(to, table);
        }
        Map<String, Long> copied = new LinkedHashMap<>();
        for (String table : tables) {
            copied.put(table, copyTable(from, to, table));
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

    private static void requireEmpty(Connection to, String table) throws SQLException {
        try (Statement statement = to.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
            if (row.next()) {
                throw new IllegalStateException("the ledger to copy into is not empty: table " + table
                        + " has rows; give an empty database in LEDGER_URL");
            }
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
    private static void continueNumbering(Connection from, Connection to, List<String> tables) throws SQLException {
        for (String table : tables) {
            for (String column : identityColumns(to, table)) {
                long next = number(to, "SELECT COALESCE(MAX(" + column + "), 0) + 1 FROM " + table);
                execute(to, "ALTER TABLE " + table + " ALTER COLUMN " + column + " RESTART WITH " + next);
            }
        }
        // One of the numbers is left out.
        execute(to, "ALTER SEQUENCE call_order RESTART WITH " + number(from, nextOfSequence(from)));
    }

    private static String nextOfSequence(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2")
                ? "SELECT NEXT VALUE FOR call_order"
                : "SELECT nextval('call_order')";
    }

    private static List<String> identityColumns(Connection connection, String table) throws SQLException {
        String query = "SELECT column_name FROM information_schema.columns"
                + " WHERE is_identity = 'YES' AND LOWER(table_schema) = LOWER(?) AND LOWER(table_name) = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, connection.getSchema());
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(rows.getString(1).toLowerCase(Locale.ROOT));
                }
                return Collections.unmodifiableList(columns);
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
