package dev.linqroutes.chaos;

import dev.linqroutes.ledger.model.RepeatedKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the ledger says of the calls of each command, in the end. */
final class LedgerCalls {
    /** Whether a call was executed, by the ledger's word. */
    enum Done {
        YES,
        NO,
        /** It had no key, or its answer or event was lost. */
        UNKNOWN
    }

    private record Call(Done done, boolean resent) {}

    private final Map<String, Call> calls = new HashMap<>();

    static LedgerCalls read(String database) throws SQLException {
        LedgerCalls read = new LedgerCalls();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT command_id, position, status, maybe_done OR begun AS in_doubt, idempotency_key FROM call")) {
            while (row.next()) {
                boolean resent = Optional.ofNullable(row.getString("idempotency_key"))
                        .filter(RepeatedKey::isResent)
                        .isPresent();
                read.calls.put(
                        key(row.getString("command_id"), row.getInt("position")),
                        new Call(done(row.getString("status"), row.getBoolean("in_doubt")), resent));
            }
        }
        return read;
    }

    private static Done done(String status, boolean inDoubt) {
        return switch (status) {
            case "confirmed" -> Done.YES;
            case "refused", "cancelled" -> Done.NO;
            case "failed" -> inDoubt ? Done.UNKNOWN : Done.NO;
            default -> Done.UNKNOWN;
        };
    }

    /** Of a command that was never accepted, because its group was not made, nothing was done. */
    Done done(String commandId, int position) {
        return Optional.ofNullable(calls.get(key(commandId, position)))
                .map(Call::done)
                .orElse(Done.NO);
    }

    /** Whether Linq failed it after it had accepted it, and it was sent once more. */
    boolean isResent(String commandId, int position) {
        return Optional.ofNullable(calls.get(key(commandId, position)))
                .filter(Call::resent)
                .isPresent();
    }

    private static String key(String commandId, int position) {
        return commandId + " " + position;
    }
}
