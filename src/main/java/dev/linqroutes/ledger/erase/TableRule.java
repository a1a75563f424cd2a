package dev.linqroutes.ledger.erase;

import java.util.List;
import java.util.Map;

/**
 * How the rows of one table are erased that stand on their own.
 *
 * @param key column, or expression, that identifies a row
 * @param numericKey whether the key is a number
 * @param columns that may name a person, and those that the decision needs
 * @param pageSize rows read at a time
 * @param alsoSet assignments for each masked row
 */
record TableRule(
        String table,
        String key,
        boolean numericKey,
        List<String> columns,
        int pageSize,
        String alsoSet,
        Decider decider) {

    /** Decides on one row. */
    @FunctionalInterface
    interface Decider {
        Decision decide(Map<String, Object> row);
    }

    /** What is to be done with a row. */
    sealed interface Decision {
        /** @param values of the columns that change; empty for a row that does not name the person */
        record Mask(Map<String, Object> values) implements Decision {}

        record Delete() implements Decision {}

        /** Leaves the ledger by itself. */
        record Leave() implements Decision {}

        /** Cannot be erased yet. */
        record Block(String what, String reason) implements Decision {}
    }
}
