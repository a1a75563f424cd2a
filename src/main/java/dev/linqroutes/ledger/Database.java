package dev.linqroutes.ledger;

import static java.util.Map.entry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's database: H2 in a file, or PostgreSQL. Nothing outside this class knows which.
 *
 * <p>Opening migrates the schema. Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** Where the records lie that statements return: beside those who read them. */
    private static final String LEDGER = "dev.linqroutes.ledger.";

    /** H2 repeats the statement. */
    private static final Pattern H2_STATEMENT = Pattern.compile("(?s); SQL statement:.*");

    private static final Pattern IN_MEMORY = Pattern.compile("^jdbc:h2:(mem|memFS|memLZF|nioMemFS|nioMemLZF):");

    /** {@code DATABASE_NOT_FOUND_WITH_IF_EXISTS_1}. */
    private static final int H2_HAS_NO_SUCH_FILE = 90146;

    /** {@code DATABASE_ALREADY_OPEN_1}. */
    private static final int H2_HAS_IT_OPEN_ELSEWHERE = 90020;

    /** Version of the newest migration. */
    private static final String NEWEST = "10";

    private static final ClasspathSqlLocator SQL = ClasspathSqlLocator.create();

    /** The locator makes a path of the name and looks for a class loader each time. */
    private static final Map<String, String> STATEMENTS = new ConcurrentHashMap<>();

    /** How long anybody waits for a connection; below what Linq waits for the answer to a webhook. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** A connection that says nothing for so long is replaced; two of them fit into the wait for one. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

    /** Networks forget connections on which nothing is sent, some after five minutes. */
    private static final Duration KEPT_ALIVE = Duration.ofMinutes(1);

    /** Longer than anybody who was refused waits before the next try. */
    private static final Duration REFUSAL_COUNTS = Duration.ofSeconds(30);

    /** Long enough for whoever looks once a minute to see it. */
    private static final Duration FAULT_COUNTS = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;
    private final Optional<ReentrantLock> alone;
    private final List<Runnable> closings = new CopyOnWriteArrayList<>();
    private volatile Optional<Refused> refused = Optional.empty();
    private volatile Optional<Refused> fault = Optional.empty();

    private record Refused(String what, String message, long atNanos) {
        static Refused now(String what, String message) {
            return new Refused(what, message, System.nanoTime());
        }

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - atNanos < age.toNanos();
        }
    }

    /**
     * @param oneAtATime for H2: killed while one transaction is writing and another is being stored, it may keep rows of the
     *     one locked for ever, over restarts (measured, 2.3.232 to 2.5.252: 4 times in 340 kills; not once in 180 with
     *     transactions that come one after another). The lock is fair, so that nobody is left waiting
     */
    private Database(HikariDataSource dataSource, boolean oneAtATime) {
        this.dataSource = dataSource;
        this.alone = oneAtATime ? Optional.of(new ReentrantLock(true)) : Optional.empty();
        this.jdbi = Jdbi.create(dataSource)
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint");
        // Its messages would hold what is bound: numbers of people, and what they wrote.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.registerRowMapper(Database::rowMapper);
    }

    private static Optional<RowMapper<?>> rowMapper(Type type, ConfigRegistry config) {
        return type instanceof Class<?> row && row.isRecord() && row.getName().startsWith(LEDGER)
                ? Optional.of(ConstructorMapper.of(row))
                : Optional.empty();
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @param url JDBC URL, {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
     * @throws LedgerException when it cannot be opened; the message says why
     */
    public static Database open(String url, String user, String password, int connections) {
        HikariDataSource dataSource = null;
        try {
            LedgerUrl ledger = LedgerUrl.of(url);
            ledger.ignored()
                    .forEach(option ->
                            LOG.warn("ignoring {} in ledger.url: incompatible with the ledger; remove it", option));
            if (IN_MEMORY.matcher(url).find()) {
                LOG.warn("the ledger at {} is in memory only: all of it is gone when the program ends", shown(url));
            }
            dataSource = dataSource(ledger, user, password, connections);
            if (!isUpToDate(dataSource)) {
                migrate(ledger.patient(), user, password);
            }
            Database database = new Database(dataSource, ledger.h2());
            if (ledger.ofThisProcess()) {
                endLeases(ledger.patient(), user, password);
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
            LedgerUrl ledger = LedgerUrl.of(url).existing();
            dataSource = dataSource(ledger, user, password, connections);
            if (!isUpToDate(dataSource)) {
                throw new IllegalStateException("it has no tables of this version; start the program once");
            }
            return new Database(dataSource, ledger.h2());
        } catch (RuntimeException e) {
            throw notOpened(url, dataSource, e);
        }
    }

    private static LedgerException notOpened(String url, HikariDataSource dataSource, RuntimeException cause) {
        if (dataSource != null) {
            dataSource.close();
        }
        if (hasCode(cause, H2_HAS_NO_SUCH_FILE)) {
            return new LedgerUnavailable(
                    "there is no ledger at " + shown(url) + " yet; LEDGER_URL names it, run makes it", cause);
        }
        if (hasCode(cause, H2_HAS_IT_OPEN_ELSEWHERE)) {
            return new LedgerUnavailable(
                    "the ledger at " + shown(url)
                            + " is open in another process, and an H2 file can be in one only: stop run first, or use PostgreSQL",
                    cause);
        }
        // The driver may repeat the URL, or take its credentials for a part of the host.
        String reason = Optional.ofNullable(root(cause).getMessage())
                .orElseGet(cause::toString)
                .replace(url, shown(url))
                .replaceAll("\\S+@", "…@");
        return new LedgerUnavailable("cannot open the ledger at " + shown(url) + ": " + reason, cause);
    }

    /** A ledger's URL for people to see: without its settings, which may hold a password, and without credentials. */
    public static String shown(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
    }

    static HikariDataSource dataSource(String url, String user, String password, int connections) {
        return dataSource(LedgerUrl.of(url), user, password, connections);
    }

    private static HikariDataSource dataSource(LedgerUrl ledger, String user, String password, int connections) {
        return pool("ledger", ledger, user, password, connections, PostgresSession.WORKING);
    }

    private static void migrate(LedgerUrl ledger, String user, String password) {
        // Flyway has one to hold its lock, one to look and one to change; these begin when they are asked for.
        try (HikariDataSource dataSource = pool("migration", ledger, user, password, 3, PostgresSession.MIGRATING)) {
            migration(dataSource, ledger.h2()).load().migrate();
        }
    }

    private static HikariDataSource pool(
            String name, LedgerUrl ledger, String user, String password, int connections, String session) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(ledger.url());
        config.setDataSourceProperties(ledger.properties());
        // Those of the URL count, where it names some.
        config.setUsername(ledger.properties().getProperty("user", user));
        config.setPassword(ledger.properties().getProperty("password", password));
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setValidationTimeout(LONGEST_SILENCE.toMillis());
        config.setKeepaliveTime(KEPT_ALIVE.toMillis());
        // Where the database has another default, rows would be overtaken that nobody looks at twice.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (!ledger.h2()) {
            config.setConnectionInitSql(session);
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
    private static void endLeases(LedgerUrl ledger, String user, String password) {
        try (HikariDataSource dataSource = pool("start", ledger, user, password, 1, PostgresSession.MIGRATING)) {
            Jdbi.create(dataSource).useTransaction(handle -> handle.createScript(sql("end-leases"))
                    .execute());
        }
    }

    /** What the database itself said, without the statements that libraries add. */
    static String rootMessage(Throwable e) {
        Throwable root = root(e);
        // Of what is no error of a database the kind says more than the message.
        return root instanceof SQLException && root.getMessage() != null
                ? H2_STATEMENT.matcher(root.getMessage()).replaceFirst("")
                : root.toString();
    }

    private static boolean hasCode(Throwable e, int code) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && sql.getErrorCode() == code);
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

    /**
     * Does the work in a transaction, alone if the database wants that.
     *
     * @throws SQLTransientConnectionException when it has to wait for the others for too long
     */
    <T> T inTransaction(Function<Handle, T> work) throws SQLTransientConnectionException {
        if (alone.isEmpty()) {
            return jdbi.inTransaction(work::apply);
        }
        ReentrantLock lock = alone.get();
        try {
            if (!lock.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("other transactions took " + LONGEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
        try {
            return jdbi.inTransaction(work::apply);
        } finally {
            lock.unlock();
        }
    }

    /** The database answers but does not do what it should: its disk is full, or it takes no writes. */
    void refuses(String what, String message) {
        refused = Optional.of(Refused.now(what, message));
    }

    /** Something went wrong that nobody thought of. */
    void fails(String message) {
        fault = Optional.of(Refused.now("", message));
    }

    /** What went wrong last that nobody thought of; empty when that is long ago. */
    Optional<String> fault() {
        return fault.filter(each -> each.isYoungerThan(FAULT_COUNTS)).map(Refused::message);
    }

    /** The same was done. */
    void does(String what) {
        if (refused.isPresent() && refused.get().what.equals(what)) {
            refused = Optional.empty();
        }
    }

    /** What the database said when it last refused something that it has not done since; empty when that is long ago. */
    Optional<String> refusal() {
        return refused.filter(each -> each.isYoungerThan(REFUSAL_COUNTS)).map(Refused::message);
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

    /** What has to end before the connections do. */
    void beforeClose(Runnable closing) {
        closings.add(closing);
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
        dataSource.close();
    }
}
