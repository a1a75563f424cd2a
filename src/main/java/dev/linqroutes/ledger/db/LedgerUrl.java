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
 * A ledger's JDBC URL, with what the ledger relies on: options that would lose something, or stop it, do not count, and
 * every wait for the database has a limit.
 *
 * @param url for the driver
 * @param properties for the driver, beside the URL
 * @param ignoredOptions options of the URL that do not count, for a person
 * @param h2 whether it is H2
 * @param exclusive whether no other process can have it open
 */
record LedgerUrl(String url, Properties properties, List<String> ignoredOptions, boolean h2, boolean exclusive) {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRES = "jdbc:postgresql:";

    /**
     * A commit has to be in the file when it returns: by default H2 keeps it in memory for up to half a second, and a
     * killed process would forget what it has acknowledged. And H2 (2.3.232 to 2.5.252) answers a statement wrongly, when
     * it is executed again, that looks for {@code column IN (…)} by an index in a subquery of each row.
     */
    private static final Map<String, String> H2_REQUIRED = Map.of(
            "MODE", "PostgreSQL",
            "DATABASE_TO_LOWER", "TRUE",
            "WRITE_DELAY", "0",
            "DB_CLOSE_ON_EXIT", "FALSE",
            "OPTIMIZE_IN_LIST", "FALSE");

    /**
     * Tables without locks, texts that are equal in another case, a file that two processes write, or that nobody writes.
     * H2's defaults are what the ledger needs.
     */
    private static final List<String> H2_FORBIDDEN =
            List.of("LOCK_MODE", "IGNORECASE", "FILE_LOCK", "ACCESS_MODE_DATA", "DATABASE_TO_UPPER");

    /** Milliseconds. As {@link PostgresSessionSql#STATEMENT_TIMEOUT}; H2 has a limit for locks by itself. */
    private static final Map<String, String> H2_TIMEOUTS = Map.of("QUERY_TIMEOUT", "15000");

    /**
     * Joined inserts do not say how many rows they made, and the ledger decides by that what is new; savepoints by
     * themselves, and a connection that only reads, or that only speaks of replication, break transactions; in simple mode,
     * and with texts of no type, statements mean something else. Each with the driver's default, which is what the ledger
     * needs.
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
     * In seconds. To connect takes no longer than a caller waits for a connection. An answer is waited for somewhat longer
     * than PostgreSQL works on a statement, so that only a connection which is dead is given up; and for less than a lease
     * ({@code linq.lease}, 30 s) with the time from one renewal to the next, so that what was in hand stays in hand.
     */
    private static final Map<PGProperty, String> POSTGRES_TIMEOUTS =
            Map.of(PGProperty.CONNECT_TIMEOUT, "5", PGProperty.SOCKET_TIMEOUT, "20");

    /** @throws IllegalArgumentException when it is not a URL of one of the two */
    static LedgerUrl parse(String url) {
        if (url.startsWith(H2)) {
            return parseH2(url);
        }
        if (url.startsWith(POSTGRES)) {
            return parsePostgres(url);
        }
        throw new IllegalArgumentException("ledger.url has to begin with " + POSTGRES + " or " + H2);
    }

    /** The same for the migrations, which may take long: they have an hour. */
    LedgerUrl withMigrationTimeouts() {
        if (h2) {
            return new LedgerUrl(
                    url.replaceFirst(";QUERY_TIMEOUT=[^;]*", ""), properties, ignoredOptions, true, exclusive);
        }
        Properties patient = new Properties();
        patient.putAll(properties);
        PGProperty.SOCKET_TIMEOUT.set(patient, "3600");
        return new LedgerUrl(url, patient, ignoredOptions, false, exclusive);
    }

    /** The same for a database that is there already. */
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
            throw new IllegalArgumentException("ledger.url is no URL that PostgreSQL's driver understands;" + " it is "
                    + POSTGRES + "//HOST:PORT/DATABASE, with user and password as settings of their own");
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
            // Of several servers, the one that writes; a copy would only refuse.
            PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
        }
        // They hold whole rows, and so what people wrote.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, "false");
        POSTGRES_TIMEOUTS.forEach((option, value) -> {
            String wanted = option.getOrNull(given);
            if (wanted == null || wanted.equals("0")) {
                option.set(properties, value);
            }
        });
        // A peer that has gone for good is found out also where nobody waits for its answer.
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        return new LedgerUrl(url.replaceFirst("\\?.*", ""), properties, sorted(ignored), false, false);
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }
}
