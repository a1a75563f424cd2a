package dev.linqroutes.ledger;

import static java.util.Map.entry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * The ledger's database: H2 in a file, or PostgreSQL. Nothing outside this class knows which.
 *
 * <p>Opening migrates the schema. Thread-safe.
 */
public final class Database implements AutoCloseable {

    /**
     * A commit has to be in the file when it returns: by default H2 keeps it in memory for up to half a second, and a
     * killed process would forget what it has acknowledged.
     */
    private static final String H2_SETTINGS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    /** {@code DATABASE_NOT_FOUND_WITH_IF_EXISTS_1}. */
    private static final int H2_HAS_NO_SUCH_FILE = 90146;

    /**
     * Every statement finds its rows by an index. Until PostgreSQL has statistics of tables that grow from nothing, it would
     * read them as a whole: measured 50 calls/s instead of 1,000 in the first minute of a new ledger with 100,000 commands.
     */
    private static final String POSTGRES_PLANS =
            "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

    /** Version of the newest migration. */
    private static final String NEWEST = "9";

    private static final ClasspathSqlLocator SQL = ClasspathSqlLocator.create();

    /** The locator makes a path of the name and looks for a class loader each time. */
    private static final Map<String, String> STATEMENTS = new ConcurrentHashMap<>();

    /** Longer than anybody who was refused waits before the next try. */
    private static final long REFUSAL_COUNTS_NANOS = Duration.ofSeconds(30).toNanos();

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;
    private volatile Optional<Refused> refused = Optional.empty();

    private record Refused(String what, String message, long atNanos) {}

    private Database(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource)
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint");
        for (Class<?> row : RowTypes.ALL) {
            jdbi.registerRowMapper(ConstructorMapper.factory(row));
        }
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @param url JDBC URL, {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
     * @throws LedgerException when it cannot be opened; the message says why
     */
    public static Database open(String url, String user, String password, int connections) {
        boolean h2 = isH2(url);
        HikariDataSource dataSource = null;
        try {
            dataSource = dataSource(url, user, password, connections);
            if (!isUpToDate(dataSource)) {
                migration(dataSource, h2).load().migrate();
            }
            Database database = new Database(dataSource);
            if (h2 && !url.contains("AUTO_SERVER") && !url.startsWith("jdbc:h2:tcp")) {
                database.endLeases();
            }
            return database;
        } catch (RuntimeException e) {
            throw notOpened(url, dataSource, e);
        }
    }

    /**
     * Opens a database that is there already, and changes nothing of its schema: for what only looks at the ledger, or works
     * beside the program.
     *
     * @throws LedgerException when it cannot be opened, or is of another version; the message says why
     */
    public static Database openExisting(String url, String user, String password, int connections) {
        HikariDataSource dataSource = null;
        try {
            dataSource = dataSource(isH2(url) ? url + ";IFEXISTS=TRUE" : url, user, password, connections);
            if (!isUpToDate(dataSource)) {
                throw new IllegalStateException("it has no tables of this version; start the program once");
            }
            return new Database(dataSource);
        } catch (RuntimeException e) {
            throw notOpened(url, dataSource, e);
        }
    }

    private static LedgerException notOpened(String url, HikariDataSource dataSource, RuntimeException cause) {
        if (dataSource != null) {
            dataSource.close();
        }
        if (root(cause) instanceof SQLException sql && sql.getErrorCode() == H2_HAS_NO_SUCH_FILE) {
            return new LedgerException(
                    "there is no ledger at " + shown(url) + " yet; LEDGER_URL names it, run makes it", cause);
        }
        // The driver may repeat the URL, or take its credentials for a part of the host.
        String reason = rootMessage(cause).replace(url, shown(url)).replaceAll("\\S+@", "…@");
        return new LedgerException("cannot open the ledger at " + shown(url) + ": " + reason, cause);
    }

    /** A ledger's URL for people to see: without its settings, which may hold a password, and without credentials. */
    public static String shown(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
    }

    private static boolean isH2(String url) {
        return url.startsWith("jdbc:h2:");
    }

    static HikariDataSource dataSource(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(isH2(url) ? url + H2_SETTINGS : url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(5_000);
        if (!isH2(url)) {
            config.setConnectionInitSql(POSTGRES_PLANS);
        }
        return new HikariDataSource(config);
    }

    /** Whether the last migration was the newest, and done. Flyway takes 0.3 s to find out that it has nothing to do. */
    static boolean isUpToDate(DataSource dataSource) {
        String last =
                "SELECT \"version\", \"success\" FROM \"flyway_schema_history\" ORDER BY \"installed_rank\" DESC LIMIT 1";
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(last)) {
            return row.next() && NEWEST.equals(row.getString("version")) && row.getBoolean("success");
        } catch (SQLException e) {
            // A new database has no history; what else it may be, Flyway meets too.
            return false;
        }
    }

    static FluentConfiguration migration(DataSource dataSource, boolean h2) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:sql/migration")
                .placeholders(Map.ofEntries(
                        entry("bytes", h2 ? "BINARY LARGE OBJECT" : "BYTEA"),
                        entry("only_delayed", only("status = 'delayed'", h2)),
                        entry("only_due", only("due_at IS NOT NULL", h2)),
                        entry("only_waiting", only("status = 'waiting'", h2)),
                        entry("only_awaited", only("confirm_at IS NOT NULL", h2)),
                        entry("only_to_look_at", only("look_at IS NOT NULL", h2)),
                        entry("only_of_batch", only("batch_id IS NOT NULL", h2)),
                        entry(
                                "only_open_of_batch",
                                only("batch_id IS NOT NULL AND status IN ('delayed', 'waiting', 'confirming')", h2)),
                        entry("only_open_part", only("status IN ('waiting', 'released')", h2)),
                        entry(
                                "only_finished",
                                only(
                                        "batch_id IS NULL AND status IN ('accepted', 'confirmed', 'unconfirmed', 'failed', 'expired',"
                                                + " 'cancelled')",
                                        h2)),
                        entry("only_of_no_batch", only("batch_id IS NULL", h2)),
                        entry("only_done", only("status = 'done'", h2)),
                        entry("only_left", only("left_at IS NOT NULL", h2))));
    }

    /** H2 has no partial indexes. */
    private static String only(String condition, boolean h2) {
        return h2 ? "" : "WHERE " + condition;
    }

    /** An H2 file is open in one process: whoever held a lease is dead, and nobody has to wait for it to run out. */
    private void endLeases() {
        jdbi.useTransaction(handle -> handle.createScript(sql("end-leases")).execute());
    }

    /** What the database itself said, without the statements that libraries add. */
    static String rootMessage(Throwable e) {
        Throwable root = root(e);
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** The database answers but does not do what it should: its disk is full, or it takes no writes. */
    void refuses(String what, String message) {
        refused = Optional.of(new Refused(what, message, System.nanoTime()));
    }

    /** The same was done. */
    void does(String what) {
        if (refused.isPresent() && refused.get().what.equals(what)) {
            refused = Optional.empty();
        }
    }

    /** What the database said when it last refused something that it has not done since; empty when that is long ago. */
    Optional<String> refusal() {
        return refused.filter(each -> System.nanoTime() - each.atNanos < REFUSAL_COUNTS_NANOS)
                .map(Refused::message);
    }

    /** The statement in {@code sql/NAME.sql}. */
    static String sql(String name) {
        return STATEMENTS.computeIfAbsent(name, each -> SQL.locate("sql/" + each));
    }

    /** Whether the database answers now; never throws. */
    public boolean answers() {
        try {
            return jdbi.withHandle(handle -> handle.getConnection().isValid(2));
        } catch (Exception e) {
            return false;
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
