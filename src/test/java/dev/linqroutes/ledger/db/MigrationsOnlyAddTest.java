package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instances of the version before go on while a newer one starts: its migrations add tables, indexes and columns that those
 * instances need not know. Earlier migrations moved rows; before those every instance had to be stopped.
 */
class MigrationsOnlyAddTest {
    private static final int LAST_THAT_MOVED_ROWS = 11;
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*");
    private static final Pattern ADDS = Pattern.compile("(?is)CREATE (?:UNIQUE )?INDEX .*|CREATE TABLE .*"
            + "|ALTER TABLE \\w+ ADD COLUMN (?:(?!NOT NULL).)*|ALTER TABLE \\w+ ADD COLUMN .*\\bDEFAULT\\b.*");

    static Stream<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sql/migration"))) {
            return files.filter(file -> version(file) > LAST_THAT_MOVED_ROWS).toList().stream();
        }
    }

    private static int version(Path file) {
        Matcher version = VERSION.matcher(file.getFileName().toString());
        assertThat(version.matches()).as(file.toString()).isTrue();
        return Integer.parseInt(version.group(1));
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void a_migration_changes_nothing_that_an_older_version_uses(Path migration) throws IOException {
        assertThat(statements(Files.readString(migration))).isNotEmpty().allMatch(statement -> ADDS.matcher(statement)
                .matches());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE call ADD COLUMN size INTEGER NOT NULL",
                "ALTER TABLE call DROP COLUMN body",
                "DROP INDEX call_of_mailbox",
                "UPDATE call SET status = 'waiting'"
            })
    void a_statement_that_an_older_version_would_notice_is_recognised(String statement) {
        assertThat(ADDS.matcher(statement).matches()).isFalse();
    }

    @Test
    void the_rule_holds_for_the_newest_migration() throws IOException {
        assertThat(migrations()).isNotEmpty();
    }

    private static List<String> statements(String script) {
        return Stream.of(script.replaceAll("(?m)--.*$", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
