package dev.linqroutes.ledger.mailbox;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The first waiting calls of a mailbox: a row of {@code find-waiting-call-ids.sql}.
 *
 * @param callIds in order
 * @param bodyBytes of each of them
 */
record FirstCalls(List<Long> callIds, List<Long> bodyBytes) {

    static FirstCalls read(ResultSet row) throws SQLException {
        return new FirstCalls(numbers(row.getArray("call_ids")), numbers(row.getArray("body_bytes")));
    }

    private static List<Long> numbers(Array column) throws SQLException {
        return Stream.of((Object[]) column.getArray())
                .map(number -> ((Number) number).longValue())
                .toList();
    }

    /** Those whose bodies have at most {@code maxBytes} together, and always the first; at most {@code maxCalls}. */
    List<Long> fitting(int maxCalls, long maxBytes) {
        int count = 0;
        long bytes = 0;
        while (count < Math.min(maxCalls, callIds.size())) {
            bytes += bodyBytes.get(count);
            if (count > 0 && bytes > maxBytes) {
                break;
            }
            count++;
        }
        return callIds.subList(0, count);
    }
}
