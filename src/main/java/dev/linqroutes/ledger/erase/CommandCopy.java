package dev.linqroutes.ledger.erase;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Copies a command under another id, with the values of all other columns: calls refer to the id, which cannot be changed. */
final class CommandCopy {
    private CommandCopy() {}

    static void insert(Handle handle, String commandId, String newId) {
        List<String> others = handle.createQuery("SELECT * FROM command WHERE 1 = 0")
                .scanResultSet((rows, context) -> names(rows.get().getMetaData()));
        others.remove("command_id");
        String columns = String.join(", ", others);
        handle.createUpdate("INSERT INTO command (command_id, " + columns + ") OVERRIDING SYSTEM VALUE SELECT :newId, "
                        + columns + " FROM command WHERE command_id = :commandId")
                .bind("newId", newId)
                .bind("commandId", commandId)
                .execute();
    }

    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
