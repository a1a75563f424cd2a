package dev.linqroutes.ledger.db;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A JDBC URL with the options that the ledger requires. Options that would break a guarantee are ignored, and every wait
 * for the database has a timeout.
 *
 * @param url for the driver
 * @param properties for the driver, in addition to the URL
 * @param ignoredOptions names of options that are ignored, for the log
 * @param exclusive whether no other process can open the database at the same time
 */
record LedgerUrl(String url, Properties properties, List<String> ignoredOptions, boolean h2, boolean exclusive) {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRES = "jdbc:postgresql:";

    /**
     * {@code WRITE_DELAY}: by default H2 writes a commit up to half a second later, and a killed process would lose what it
     * has acknowledged. {@code OPTIMIZE_IN_LIST}: H2 (2.3.232 to 2.5.252) returns wrong rows when a statement with a
     * correlated {@code column IN (…)} on an index is executed again.
     */
    private static final Map<String, String> H2_REQUIRED = Map.of(
            "MODE", "PostgreSQL",
            "DATABASE_TO_LOWER", "TRUE",
            "WRITE_DELAY", "0",
            "DB_CLOSE_ON_EXIT", "FALSE",
            "OPTIMIZE_IN_LIST", "FALSE");

    /**
     * No row locks, case-insensitive texts, a file written by two processes, a read-only file. The ledger needs H2's
     * defaults.
     */
    private static final List<String> H2_FORBIDDEN =
            List.of("LOCK_MODE", "IGNORECASE", "FILE_LOCK", "ACCESS_MODE_DATA", "DATABASE_TO_UPPER");

    /** In milliseconds, as {@link PostgresSessionSql#STATEMENT_TIMEOUT}. H2 limits waits for locks by default. */
    private static final Map<String, String> H2_TIMEOUTS = Map.of("QUERY_TIMEOUT", "15000");

    /**
     * Rewritten inserts do not report row counts, by which the ledger decides what is new. Automatic savepoints, read-only
     * and replication connections break transactions. Simple query mode and untyped strings change the meaning of
     * statements. The values are the driver's defaults, which the ledger needs.
     */
    private static final Map<PGProperty, String> POSTGRES_FORBIDDEN = Map.of(
            PGProperty.REWRITE_BATCHED_INSERTS, "false",
            PGProperty.AUTOSAVE, "never",
            PGProperty.READ_ONLY, "false",
            PGProperty.PREFER_QUERY_MODE, "extended",
            PGProperty.STRING_TYPE, "varchar",
            PGProperty.ALLOW_ENCODING_CHANGES, "false",
            PGProperty.REPLICATION, "false");

    /**
     * In seconds. The connect timeout equals the longest wait for a pooled connection. The socket timeout is longer than the
     * statement timeout, so that it ends only dead connections; and shorter than a lease ({@code linq.lease}, 30 s) minus
     * the interval of its renewals, so that leases survive.
     */
    private static final Map<PGProperty, String> POSTGRES_TIMEOUTS =
            Map.of(PGProperty.CONNECT_TIMEOUT, "5", PGProperty.SOCKET_TIMEOUT, "20");

    /** @throws IllegalArgumentException when it is no URL for H2 or PostgreSQL */
    static LedgerUrl parse(String url) {
        if (url.startsWith(H2)) {
            return parseH2(url);
        }
        if (url.startsWith(POSTGRES)) {
            return parsePostgres(url);
        }
        throw new IllegalArgumentException("ledger.url must start with " + POSTGRES + " or " + H2);
    }

    /** For migrations, which may take up to an hour. */
    LedgerUrl withMigrationTimeouts() {
        if (h2) {
            return new LedgerUrl(
                    url.replaceFirst(";QUERY_TIMEOUT=[^;]*", ""), properties, ignoredOptions, true, exclusive);
        }
        Properties withLongTimeout = new Properties();
        withLongTimeout.putAll(properties);
        PGProperty.SOCKET_TIMEOUT.set(withLongTimeout, "3600");
        return new LedgerUrl(url, withLongTimeout, ignoredOptions, false, exclusive);
    }

    /** Fails instead of creating a database. PostgreSQL never creates one. */
    LedgerUrl onlyIfExists() {
        return h2 ? new LedgerUrl(url + ";IFEXISTS=TRUE", properties, ignoredOptions, true, exclusive) : this;
    }

    private static LedgerUrl parseH2(String url) {
        String[] parts = url.split(";");
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] option = parts[i].split("=", 2);
            options.put(option[0].toUpperCase(Locale.ROOT), option.length > 1 ? option[1] : "");
        }
        List<String> ignored = new ArrayList<>();
        H2_REQUIRED.forEach((name, value) -> {
            if (options.containsKey(name) && !value.equalsIgnoreCase(options.get(name))) {
                ignored.add(name);
            }
        });
        H2_FORBIDDEN.stream().filter(options::containsKey).forEach(ignored::add);
        options.keySet().removeAll(H2_FORBIDDEN);
        options.putAll(H2_REQUIRED);
        H2_TIMEOUTS.forEach(options::putIfAbsent);
        StringBuilder complete = new StringBuilder(parts[0]);
        options.forEach(
                (name, value) -> complete.append(';').append(name).append('=').append(value));
        boolean remote = parts[0].startsWith(H2 + "tcp:") || parts[0].startsWith(H2 + "ssl:");
        boolean shared = Boolean.parseBoolean(options.getOrDefault("AUTO_SERVER", "FALSE"));
        return new LedgerUrl(complete.toString(), new Properties(), sorted(ignored), true, !remote && !shared);
    }

    private static LedgerUrl parsePostgres(String url) {
        Properties given = Driver.parseURL(url, null);
        if (given == null) {
            throw new IllegalArgumentException("ledger.url is no valid PostgreSQL URL; the form is " + POSTGRES
                    + "//HOST:PORT/DATABASE, with user and password in ledger.user and ledger.password");
        }
        Properties properties = new Properties();
        given.stringPropertyNames().forEach(name -> properties.setProperty(name, given.getProperty(name)));
        List<String> ignored = new ArrayList<>();
        POSTGRES_FORBIDDEN.forEach((option, harmless) -> {
            if (!harmless.equalsIgnoreCase(option.getOrDefault(given)) && option.getOrNull(given) != null) {
                ignored.add(option.getName());
                properties.remove(option.getName());
            }
        });
        String server = PGProperty.TARGET_SERVER_TYPE.getOrDefault(given);
        if (!List.of("any", "primary").contains(server)) {
            ignored.add(PGProperty.TARGET_SERVER_TYPE.getName());
        }
        if (!server.equals("any") || PGProperty.PG_HOST.getOrDefault(given).contains(",")) {
            // Of several servers, connect to the primary; a replica rejects writes.
            PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
        }
        // Error details contain whole rows, and so message texts.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, "false");
        POSTGRES_TIMEOUTS.forEach((option, value) -> {
            String wanted = option.getOrNull(given);
            if (wanted == null || wanted.equals("0")) {
                option.set(properties, value);
            }
        });
        // Detects dead peers also on connections that wait for no answer.
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        return new LedgerUrl(url.replaceFirst("\\?.*", ""), properties, sorted(ignored), false, false);
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }
}
