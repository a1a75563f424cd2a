package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.LedgerCopier;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies a ledger into the one of the settings, such as an H2 file into PostgreSQL. */
@Command(
        name = "copy-ledger",
        description =
                "Copy a ledger, such as an H2 file, into the empty one that the environment names (LEDGER_URL, LEDGER_USER, LEDGER_PASSWORD). No program may use either of them meanwhile.",
        mixinStandardHelpOptions = true)
public final class CopyLedgerCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 2;

    private final Map<String, String> overrides;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "URL",
            required = true,
            description =
                    "JDBC URL of the ledger to copy, such as jdbc:h2:file:./data/ledger; with user and password, if it needs them")
    private String from;

    CopyLedgerCommand() {
        this(Map.of());
    }

    /** @param overrides settings by name; they override environment and defaults */
    CopyLedgerCommand(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.startWithoutRoutes(overrides)) {
            Settings settings = new Settings(application.context());
            try (Database source = Database.openExisting(from, "", "", CONNECTIONS);
                    Database target = settings.openLedger(CONNECTIONS)) {
                PrintWriter out = spec.commandLine().getOut();
                String result = "copied to " + Database.redactedUrl(settings.text("ledger.url"));
                Action action = CommandLineAudit.action(ActionType.COPY_LEDGER, Database.redactedUrl(from), "");
                AuditLog audit = CommandLineAudit.log(target, settings);
                Map<String, Long> copied =
                        LedgerCopier.copy(source, target, rows -> audit.entry(action, sum(rows.values()), result));
                copied.forEach((table, rows) -> out.println(table + ": " + rows));
                out.println(
                        result
                                + "; start the program with the same LEDGER_URL, and keep the old ledger until you have seen it work");
                out.flush();
            }
        }
        return 0;
    }

    private static long sum(Collection<Long> rows) {
        return rows.stream().mapToLong(Long::longValue).sum();
    }
}
