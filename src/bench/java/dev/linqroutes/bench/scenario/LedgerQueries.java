package dev.linqroutes.bench.scenario;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks the product's database what the product does not tell otherwise. */
final class LedgerQueries {
    private static final long POLL_MILLIS = 100;

    private final Run run;

    LedgerQueries(Run run) {
        this.run = run;
    }

    long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(run.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Waits until the answer is this number, for as long as the product lives. */
    void await(String query, long wanted) throws SQLException, IOException, InterruptedException {
        while (number(query) != wanted) {
            run.running().process().requireAlive();
            Thread.sleep(POLL_MILLIS);
        }
    }
}
