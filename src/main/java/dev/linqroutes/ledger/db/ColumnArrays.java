package dev.linqroutes.ledger.db;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Binds rows as one array per column, for a statement that reads them with {@code UNNEST}. One statement for many rows costs
 * this process and PostgreSQL a fraction of a statement for each. A function may return null.
 */
public final class ColumnArrays<T> {
    private final SqlStatement<?> statement;
    private final List<T> rows;

    public ColumnArrays(SqlStatement<?> statement, List<T> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    public ColumnArrays<T> texts(String name, Function<T, String> value) {
        return column(name, String.class, value);
    }

    public ColumnArrays<T> numbers(String name, Function<T, Long> value) {
        return column(name, Long.class, value);
    }

    public ColumnArrays<T> times(String name, Function<T, Instant> value) {
        return column(name, Instant.class, value);
    }

    private <V> ColumnArrays<T> column(String name, Class<V> type, Function<T, V> value) {
        statement.bindArray(name, type, rows.stream().map(value).toArray());
        return this;
    }
}
