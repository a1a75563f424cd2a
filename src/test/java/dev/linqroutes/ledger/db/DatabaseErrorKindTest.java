package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of errors that the drivers, the pool and JDBI really throw. */
class DatabaseErrorKindTest {
    private static final String LOCK =
            "INSERT INTO lease (name, owner, ends_at) VALUES ('relay', 'o', TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00')";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATA_REFUSED | INSERT INTO member_set (member_set, mailbox) VALUES ('a', 'b'), ('a', 'b')",
                "DATA_REFUSED | INSERT INTO member_set (member_set, mailbox) VALUES (REPEAT('a', 65), 'b')",
                "DATA_REFUSED | INSERT INTO member_set (member_set, mailbox) VALUES ('a', NULL)",
                "DATA_REFUSED | SELECT 1 / 0",
                "UNAVAILABLE | SELECT nothing FROM nowhere",
                "UNAVAILABLE | SELECT nothing FROM lease",
                "FAULT | SELECT FROM WHERE"
            })
    void errors_of_both_databases_have_the_same_meaning(DatabaseErrorKind expected, String statement) throws Exception {
        for (String url : new String[] {TestPostgres.freshDatabase(), h2()}) {
            try (Database database = Database.open(url, "", "", 1)) {
                assertThat(DatabaseErrorKind.of(error(database, statement))).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE",
        "40P01, UNAVAILABLE",
        "40001, UNAVAILABLE",
        "53100, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "57014, UNAVAILABLE",
        "58030, UNAVAILABLE",
        "55P03, UNAVAILABLE",
        "42501, UNAVAILABLE",
        "P0001, DATA_REFUSED",
        "22P02, DATA_REFUSED",
        "23514, DATA_REFUSED",
        "54000, DATA_REFUSED",
        "XX000, FAULT",
        "42703, UNAVAILABLE",
        "0A000, FAULT"
    })
    void sql_states_of_postgres_have_a_meaning(String state, DatabaseErrorKind expected) throws Exception {
        try (Database database = Database.open(TestPostgres.freshDatabase(), "", "", 1)) {
            Throwable error =
                    error(database, "DO $$ BEGIN RAISE EXCEPTION 'as tested' USING ERRCODE = '" + state + "'; END $$");

            assertThat(DatabaseErrorKind.of(error)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL statement_timeout = 50; SELECT pg_sleep(20)",
                "SET TRANSACTION READ ONLY; DELETE FROM lease",
                "SELECT pg_terminate_backend(pg_backend_pid())",
                "SET LOCAL idle_in_transaction_session_timeout = 50; SELECT 1"
            })
    void a_postgres_that_ends_a_statement_or_a_session_is_unavailable(String statements) throws Exception {
        String url = TestPostgres.freshDatabase();
        try (Database database = Database.open(url, "", "", 1);
                Handle other = Jdbi.open(url)) {
            Throwable error = catchThrowable(() -> database.jdbi().useTransaction(handle -> {
                int session = handle.select("SELECT pg_backend_pid()")
                        .mapTo(Integer.class)
                        .one();
                handle.execute(statements);
                // Ends the idle transaction; the other statements have failed by now.
                await().until(() -> !isThere(session, other));
                handle.execute("SELECT 1");
            }));

            assertThat(DatabaseErrorKind.of(error)).isEqualTo(DatabaseErrorKind.UNAVAILABLE);
        }
    }

    private static boolean isThere(int session, Handle handle) {
        return handle.select("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = ?", session)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    @Test
    void a_lock_timeout_means_unavailable() throws Exception {
        for (String url : new String[] {
            TestPostgres.freshDatabase() + "&options=-c%20lock_timeout=200", h2() + ";LOCK_TIMEOUT=200"
        }) {
            try (Database database = Database.open(url, "", "", 2);
                    Handle other = database.jdbi().open()) {
                other.begin();
                other.execute(LOCK);

                assertThat(DatabaseErrorKind.of(error(database, LOCK))).isEqualTo(DatabaseErrorKind.UNAVAILABLE);
                other.rollback();
            }
        }
    }

    @Test
    void an_exhausted_or_closed_pool_means_unavailable() throws Exception {
        for (String url : new String[] {TestPostgres.freshDatabase(), h2()}) {
            Database database = Database.open(url, "", "", 1);
            try (Handle only = database.jdbi().open()) {
                assertThat(only.createQuery("SELECT 1").mapTo(int.class).one()).isOne();
                assertThat(DatabaseErrorKind.of(error(database, "SELECT 1"))).isEqualTo(DatabaseErrorKind.UNAVAILABLE);
            }
            database.close();
            assertThat(DatabaseErrorKind.of(error(database, "SELECT 1"))).isEqualTo(DatabaseErrorKind.UNAVAILABLE);
        }
    }

    @Test
    void an_h2_that_was_shut_down_or_times_out_is_unavailable() {
        try (Database database = Database.open(h2() + ";QUERY_TIMEOUT=50", "", "", 1)) {
            assertThat(DatabaseErrorKind.of(
                            error(database, "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000), SYSTEM_RANGE(1, 100000)")))
                    .isEqualTo(DatabaseErrorKind.UNAVAILABLE);
            assertThat(DatabaseErrorKind.of(catchThrowable(() -> database.jdbi().useHandle(handle -> {
                        handle.execute("SHUTDOWN IMMEDIATELY");
                        handle.execute("SELECT 1");
                    }))))
                    .isEqualTo(DatabaseErrorKind.UNAVAILABLE);
        }
    }

    @Test
    void an_error_that_is_not_from_the_database_is_a_fault() {
        assertThat(DatabaseErrorKind.of(new NullPointerException())).isEqualTo(DatabaseErrorKind.FAULT);
        assertThat(DatabaseErrorKind.of(new AssertionError("ours"))).isEqualTo(DatabaseErrorKind.FAULT);
        assertThat(DatabaseErrorKind.of(catchThrowable(() -> LedgerJson.read("no JSON"))))
                .isEqualTo(DatabaseErrorKind.FAULT);
        assertThat(DatabaseErrorKind.of(new LedgerTransaction.Conflict())).isEqualTo(DatabaseErrorKind.UNAVAILABLE);
    }

    @Test
    void error_messages_contain_no_data() throws Exception {
        try (Database database = Database.open(TestPostgres.freshDatabase(), "", "", 1)) {
            Throwable error =
                    catchThrowable(() -> LedgerTransaction.run(database, 1, "test", handle -> handle.createUpdate(
                                    "INSERT INTO member_set (member_set, mailbox) VALUES (:set, :box)")
                            .bind("set", "what people wrote")
                            .bind("box", (String) null)
                            .execute()));

            assertThat(error).isInstanceOf(LedgerDataRefused.class);
            for (Throwable each = error; each != null; each = each.getCause()) {
                assertThat(each.getMessage()).doesNotContain("what people wrote");
            }
        }
    }

    private String h2() {
        return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
    }

    private static Throwable error(Database database, String statement) {
        Throwable error = catchThrowable(() -> database.jdbi().useTransaction(handle -> handle.execute(statement)));
        assertThat(error).isInstanceOfAny(RuntimeException.class, SQLException.class);
        return error;
    }
}
