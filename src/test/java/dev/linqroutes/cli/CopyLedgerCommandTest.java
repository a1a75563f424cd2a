package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.LinqRoutes;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.testing.FreshLedger;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command prints, and that it says what to do when it cannot copy. */
class CopyLedgerCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_rows_of_each_table_are_printed_and_what_comes_next() {
        assertThat(copy(FreshLedger.h2(folder), FreshLedger.h2(folder))).isZero();

        assertThat(out.toString())
                .contains("command: 0", "outbox: 0", "chat_group: 0")
                .contains("start the program with the same LEDGER_URL")
                .doesNotContain("flyway");
    }

    @Test
    void who_has_copied_is_in_the_list_of_actions_of_the_copy() {
        String target = FreshLedger.h2(folder);

        assertThat(copy(FreshLedger.h2(folder), target)).isZero();

        try (Database copied = Database.openExisting(target, "", "", 1)) {
            AuditLog actions =
                    new AuditLog(copied, new OutboxTopics("", "", "", "", "", "linq.audit"), Clock.systemUTC());
            assertThat(actions.findNewest(Long.MAX_VALUE, 10)).singleElement().satisfies(action -> {
                assertThat(action.action()).isEqualTo("copy-ledger");
                assertThat(action.doneBy()).isEqualTo(System.getProperty("user.name") + " (command line)");
                assertThat(action.result()).isEqualTo("copied to " + target);
            });
        }
    }

    @Test
    void a_ledger_that_is_not_there_is_named() {
        String missing = "jdbc:h2:file:" + folder.resolve("missing");

        assertThat(copy(missing, FreshLedger.h2(folder))).isEqualTo(1);

        assertThat(err.toString()).contains("there is no ledger at " + missing);
    }

    @Test
    void without_a_source_the_usage_is_printed() {
        assertThat(execute(Map.of(), "copy-ledger")).isEqualTo(2);

        assertThat(err.toString()).contains("Missing required option: '--from=URL'");
    }

    private int copy(String from, String to) {
        return execute(Map.of("ledger.url", to), "copy-ledger", "--from", from);
    }

    private int execute(Map<String, String> settings, String... arguments) {
        return LinqRoutes.commandLine("run")
                .addSubcommand(new CopyLedgerCommand(settings))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
