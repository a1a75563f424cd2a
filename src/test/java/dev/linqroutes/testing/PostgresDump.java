package dev.linqroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** PostgreSQL's own {@code pg_dump} and {@code pg_restore}, with the arguments that {@code docs/operations.md} gives them. */
public final class PostgresDump {
    private static final Path DOCUMENT = Path.of("docs/operations.md");
    private static final Pattern MAJOR_VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final long SECONDS = 120;

    private PostgresDump() {}

    /** Skips the test where the tools are missing, or older than the server, which they refuse. */
    public static void requireInstalled() throws IOException, InterruptedException {
        int server = TestPostgres.localMajorVersion();
        for (String tool : List.of("pg_dump", "pg_restore")) {
            Assumptions.assumeTrue(
                    PrometheusServer.isOnPath(tool),
                    "no " + tool
                            + " on the PATH (Debian: apt-get install postgresql-client): backup and restore are not tested");
            Matcher version = MAJOR_VERSION.matcher(run(List.of(tool, "--version")));
            assertThat(version.find()).isTrue();
            Assumptions.assumeTrue(
                    Integer.parseInt(version.group(1)) >= server,
                    tool + " " + version.group(1) + " is older than the PostgreSQL of the tests, " + server
                            + ": backup and restore are not tested");
        }
    }

    /** Dumps the database of this JDBC URL, as documented, into this folder. */
    public static void dump(String database, Path folder) throws IOException, InterruptedException {
        runDocumented("pg_dump", database, folder);
    }

    /** Restores the dump of the folder, as documented, into an empty database. */
    public static void restore(String database, Path folder) throws IOException, InterruptedException {
        runDocumented("pg_restore", database, folder);
    }

    private static void runDocumented(String tool, String database, Path folder)
            throws IOException, InterruptedException {
        String documented = Files.readAllLines(DOCUMENT).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(tool + " "))
                .findFirst()
                .orElseThrow();
        assertThat(documented).contains("postgresql://linq@db/linq", "ledger.dump");
        run(List.of(documented
                .replace("postgresql://linq@db/linq", address(database))
                .replace("ledger.dump", folder.resolve("ledger.dump").toString())
                .split(" ")));
    }

    private static String address(String database) {
        URI url = URI.create(database.substring("jdbc:".length()));
        return "postgresql://postgres:postgres@" + url.getAuthority() + url.getPath();
    }

    /** Runs a tool, which has to succeed, and returns what it prints. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("postgres", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            assertThat(process.waitFor())
                    .as("%s: %s", command, Files.readString(output))
                    .isZero();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }
}
