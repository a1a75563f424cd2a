package dev.linqroutes.ledger.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.Type;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * The ledger's database: H2 in a file, or PostgreSQL. No class outside this package knows which.
 *
 * <p>Opening migrates the schema. Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** Records of these packages are mapped from rows by their constructor. */
    private static final String LEDGER = "dev.linqroutes.ledger.";

    /** H2 appends the statement to its messages. */
    private static final Pattern H2_STATEMENT = Pattern.compile("(?s); SQL statement:.*");

    private static final Pattern IN_MEMORY = Pattern.compile("^jdbc:h2:(mem|memFS|memLZF|nioMemFS|nioMemLZF):");

    /** {@code DATABASE_NOT_FOUND_WITH_IF_EXISTS_1}. */
    private static final int H2_FILE_NOT_FOUND = 90146;

    /** {@code DATABASE_ALREADY_OPEN_1}. */
    private static final int H2_FILE_IN_USE = 90020;

    private static final ClasspathSqlLocator SQL = ClasspathSqlLocator.create();

    /** The locator finds a resource anew for each call. */
    private static final Map<String, String> STATEMENTS = new ConcurrentHashMap<>();

    /** Longest wait for a connection; shorter than Linq waits for the answer to a webhook. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    /** A connection that does not answer for this long is replaced; two checks fit into the wait for a connection. */
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);

    /** For a program that stops. */
    private static final Duration QUICK_CHECK_TIMEOUT = Duration.ofSeconds(1);

    /** Networks drop idle connections, some after five minutes. */
    private static final Duration KEEPALIVE_INTERVAL = Duration.ofMinutes(1);

    /** Longer than any retry delay after a refusal. */
    private static final Duration REFUSAL_MAX_AGE = Duration.ofSeconds(30);

    /** Long enough for monitoring that polls once a minute. */
    private static final Duration FAULT_MAX_AGE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;
    private final Optional<ReentrantLock> transactionLock;
    private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
    private volatile Optional<Incident> lastRefusal = Optional.empty();
    private volatile Optional<Incident> lastFault = Optional.empty();
    private volatile boolean lastTransactionFailed;

    private record Incident(String operation, String message, long atNanos) {
        static Incident now(String operation, String message) {
            return new Incident(operation, message, System.nanoTime());
        }

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - atNanos < age.toNanos();
        }
    }

    /**
     * @param serializeTransactions for H2: killed while one transaction writes and another commits, it may keep rows of the
     *     first one locked for ever, across restarts (measured, 2.3.232 to 2.5.252: 4 times in 340 kills; never in 180 with
     *     serialized transactions). The lock is fair, so that no thread starves
     */
    private Database(HikariDataSource dataSource, boolean serializeTransactions) {
        this.dataSource = dataSource;
        this.transactionLock = serializeTransactions ? Optional.of(new ReentrantLock(true)) : Optional.empty();
        this.jdbi = Jdbi.create(dataSource)
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(Instant.class, "timestamptz");
        // Otherwise its messages would contain the bound values: phone numbers and message texts.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.registerRowMapper(Database::rowMapper);
    }

    private static Optional<RowMapper<?>> rowMapper(Type type, ConfigRegistry config) {
        return type instanceof Class<?> row && row.isRecord() && row.getName().startsWith(LEDGER)
                ? Optional.of(ConstructorMapper.of(row))
                : Optional.empty();
    }

    /**
     * Opens the database and migrates its schema.
     *
     * @param url JDBC URL, {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
     * @param connections size of the connection pool
     * @throws LedgerException when it cannot be opened; the message states the reason
     */
    public static Database open(String url, String user, String password, int connections) {
        HikariDataSource dataSource = null;
        try {
            LedgerUrl ledger = LedgerUrl.parse(url);
            ledger.ignoredOptions()
                    .forEach(option ->
                            LOG.warn("ignoring {} in ledger.url: incompatible with the ledger; remove it", option));
            if (IN_MEMORY.matcher(url).find()) {
                LOG.warn(
                        "the ledger at {} is in memory only: its data is lost when the program ends", redactedUrl(url));
            }
            dataSource = dataSource(ledger, user, password, connections);
            if (!LedgerSchema.isUpToDate(dataSource)) {
                migrate(ledger.withMigrationTimeouts(), user, password);
            }
            Database database = new Database(dataSource, ledger.h2());
            if (ledger.exclusive()) {
                releaseAllLeases(ledger.withMigrationTimeouts(), user, password);
            }
            return database;
        } catch (RuntimeException e) {
            throw openFailure(url, dataSource, e);
        }
    }

    /**
     * Opens an existing database without migrating its schema: for commands that only read, or that work beside a running
     * program.
     *
     * @throws LedgerException when it cannot be opened, or has the schema of another version; the message states the reason
     */
    public static Database openExisting(String url, String user, String password, int connections) {
        HikariDataSource dataSource = null;
        try {
            LedgerUrl ledger = LedgerUrl.parse(url).onlyIfExists();
            dataSource = dataSource(ledger, user, password, connections);
            if (!LedgerSchema.isUpToDate(dataSource)) {
                throw new IllegalStateException("its schema is not of this version; start `run` once to migrate it");
            }
            return new Database(dataSource, ledger.h2());
        } catch (RuntimeException e) {
            throw openFailure(url, dataSource, e);
        }
    }

    private static LedgerException openFailure(String url, HikariDataSource dataSource, RuntimeException cause) {
        if (dataSource != null) {
            dataSource.close();
        }
        if (hasErrorCode(cause, H2_FILE_NOT_FOUND)) {
            return new LedgerNotCreated(
                    "there is no ledger at " + redactedUrl(url)
                            + " yet; check LEDGER_URL, or start `run` once to create it",
                    cause);
        }
        if (hasErrorCode(cause, H2_FILE_IN_USE)) {
            return new LedgerInUse(
                    "the ledger at " + redactedUrl(url)
                            + " is open in another process, and an H2 file can be open in only one: stop `run` first, or use"
                            + " PostgreSQL",
                    cause);
        }
        // The driver's message may contain the URL, or its credentials as part of the host name.
        String reason = Optional.ofNullable(rootCause(cause).getMessage())
                .orElseGet(cause::toString)
                .replace(url, redactedUrl(url))
                .replaceAll("\\S+@", "…@");
        return new LedgerUnavailable("cannot open the ledger at " + redactedUrl(url) + ": " + reason, cause);
    }

    /** The URL without credentials and without options, which may contain a password. */
    public static String redactedUrl(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
    }

    public static HikariDataSource dataSource(String url, String user, String password, int connections) {
        return dataSource(LedgerUrl.parse(url), user, password, connections);
    }

    private static HikariDataSource dataSource(LedgerUrl ledger, String user, String password, int connections) {
        return pool("ledger", ledger, user, password, connections, PostgresSessionSql.FOR_WORK);
    }

    private static void migrate(LedgerUrl ledger, String user, String password) {
        // Flyway uses one for its lock, one to read and one to migrate.
        try (HikariDataSource dataSource =
                pool("migration", ledger, user, password, 3, PostgresSessionSql.FOR_MIGRATION)) {
            LedgerSchema.migrationConfig(dataSource, ledger.h2()).load().migrate();
        }
    }

    private static HikariDataSource pool(
            String name, LedgerUrl ledger, String user, String password, int connections, String session) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(ledger.url());
        config.setDataSourceProperties(ledger.properties());
        // User and password in the URL take precedence.
        config.setUsername(ledger.properties().getProperty("user", user));
        config.setPassword(ledger.properties().getProperty("password", password));
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        config.setKeepaliveTime(KEEPALIVE_INTERVAL.toMillis());
        // Statements rely on seeing what other transactions committed before; the database's default may be another
        // level.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (!ledger.h2()) {
            config.setConnectionInitSql(session);
        }
        return new HikariDataSource(config);
    }

    /** An H2 file is open in one process only: all leases belong to dead processes, and need not expire first. */
    private static void releaseAllLeases(LedgerUrl ledger, String user, String password) {
        try (HikariDataSource dataSource = pool("start", ledger, user, password, 1, PostgresSessionSql.FOR_MIGRATION)) {
            Jdbi.create(dataSource).useTransaction(handle -> handle.createScript(sql("db/release-all-leases"))
                    .execute());
        }
    }

    /** The database's own message, without the statements that libraries append. */
    public static String rootMessage(Throwable e) {
        Throwable root = rootCause(e);
        // For other exceptions the class is more informative than the message.
        return root instanceof SQLException && root.getMessage() != null
                ? H2_STATEMENT.matcher(root.getMessage()).replaceFirst("")
                : root.toString();
    }

    private static boolean hasErrorCode(Throwable e, int code) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && sql.getErrorCode() == code);
    }

    private static Throwable rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Publishes what the pool of connections does. */
    public void publishMetrics(MeterRegistry metrics) {
        dataSource.setMetricRegistry(metrics);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Runs the work in a transaction; on H2, one transaction at a time.
     *
     * @throws SQLTransientConnectionException when other transactions took longer than the connection timeout
     */
    <T> T inTransaction(Function<Handle, T> work) throws SQLTransientConnectionException {
        if (transactionLock.isEmpty()) {
            return jdbi.inTransaction(work::apply);
        }
        ReentrantLock lock = transactionLock.get();
        try {
            if (!lock.tryLock(CONNECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("other transactions took " + CONNECTION_TIMEOUT);
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

    /** The database is reachable but rejects an operation that an operator must make possible: disk full, read-only. */
    void recordRefusal(String operation, String message) {
        lastRefusal = Optional.of(Incident.now(operation, message));
    }

    /** Records an error that the program did not expect. */
    void recordFault(String message) {
        lastFault = Optional.of(Incident.now("", message));
    }

    /** The last unexpected error, for two minutes. */
    public Optional<String> recentFault() {
        return lastFault.filter(each -> each.isYoungerThan(FAULT_MAX_AGE)).map(Incident::message);
    }

    void recordUnavailable() {
        lastTransactionFailed = true;
    }

    void recordSuccess(String operation) {
        lastTransactionFailed = false;
        if (lastRefusal.isPresent() && lastRefusal.get().operation.equals(operation)) {
            lastRefusal = Optional.empty();
        }
    }

    /** The database's message when it last rejected an operation, for 30 s or until the same operation succeeds. */
    public Optional<String> recentRefusal() {
        return lastRefusal.filter(each -> each.isYoungerThan(REFUSAL_MAX_AGE)).map(Incident::message);
    }

    /** The statement in {@code sql/NAME.sql}. */
    public static String sql(String name) {
        return STATEMENTS.computeIfAbsent(name, each -> SQL.locate("sql/" + each));
    }

    /** Whether the database answers; waits for a connection for up to 5 s, and never throws. */
    public boolean isReachable() {
        try {
            return jdbi.withHandle(handle -> handle.getConnection().isValid(2));
        } catch (Exception e) {
            return false;
        }
    }

    /**
     * Whether a transaction is unlikely to wait for a connection. Checks the database only if the last transaction failed
     * because it was unavailable, for up to a second.
     */
    public boolean isLikelyAvailable() {
        return !lastTransactionFailed
                || CompletableFuture.supplyAsync(this::isReachable)
                        .completeOnTimeout(false, QUICK_CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
    }

    /** Registers an action that has to end before the connections are closed. */
    void beforeClose(Runnable action) {
        closeActions.add(action);
    }

    @Override
    public void close() {
        // In parallel: while the database is unavailable, each of them waits for its time limit.
        CompletableFuture.allOf(
                        closeActions.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new))
                .join();
        dataSource.close();
    }
}
