package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.KafkaBeans;
import dev.linqroutes.app.Settings;
import dev.linqroutes.kafka.DeadLetterReader;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.replay.DeadLetterReplay;
import dev.linqroutes.replay.DeadLetterRequest;
import dev.linqroutes.replay.FailedCommandReplay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays failed commands and dead letters, after the cause was fixed. */
@Command(
        name = "replay",
        description =
                "Replay failed commands or dead letters. Lists them only, unless --do is given. Settings come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand {
    @Spec
    private CommandSpec spec;

    /** The time of the failure or refusal. */
    static final class Period {
        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "At or after this time, such as 2026-11-23T09:00:00Z")
        private Optional<Instant> since = Optional.empty();

        @Option(names = "--until", paramLabel = "TIME", description = "Before this time")
        private Optional<Instant> until = Optional.empty();
    }

    @Command(
            name = "failed",
            description = "Replay commands with a failed outcome. Calls that Linq has accepted are not repeated.",
            mixinStandardHelpOptions = true)
    int replayFailed(
            @Option(names = "--id", paramLabel = "COMMAND_ID", description = "Only this command; repeatable")
                    List<String> ids,
            @Option(names = "--batch", paramLabel = "FILE", description = "Only rows of this file")
                    Optional<String> batch,
            @Option(names = "--code", description = "Only with this Linq error code or HTTP status")
                    Optional<Integer> code,
            @Mixin Period period,
            @Option(names = "--do", description = "Replay the commands instead of listing them") boolean doIt,
            @Mixin ReasonOption reason)
            throws Exception {
        try (LedgerSession ledger = LedgerSession.open()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    "in the ledger at " + Database.redactedUrl(ledger.settings().text("ledger.url")) + ":");
            FailedCommands.Filter filter = new FailedCommands.Filter(
                    ids == null ? List.of() : ids, batch, code, Optional.empty(), period.since, period.until);
            FailedCommands failed = new FailedCommands(ledger.database(), Clock.systemUTC());
            FailedCommandReplay replay = new FailedCommandReplay(failed, out);
            if (!doIt) {
                return replay.run(filter, false).isComplete() ? 0 : 1;
            }
            AuditLog audit = ledger.audit();
            AuditLog.Entry begun =
                    audit.begin(CommandLineAudit.action(ActionType.REPLAY_COMMANDS, filter.describe(), reason.text()));
            FailedCommandReplay.Counts counts = replay.run(filter, true);
            audit.complete(begun, counts.replayed(), counts.found() - counts.replayed() + " not replayed");
            return counts.isComplete() ? 0 : 1;
        }
    }

    @Command(
            name = "dead",
            description = "Replay dead letters. Commands that were executed since are not executed twice.",
            mixinStandardHelpOptions = true)
    int replayDeadLetters(
            @Option(names = "--id", paramLabel = "COMMAND_ID", description = "Only this command; repeatable")
                    List<String> ids,
            @Option(names = "--error", paramLabel = "TEXT", description = "Only with a reason that contains this text")
                    Optional<String> error,
            @Mixin Period period,
            @Option(
                            names = "--export",
                            paramLabel = "FILE",
                            description = "Write the commands to a new JSONL file, to be corrected and imported")
                    Optional<Path> export,
            @Option(names = "--do", description = "Produce the commands to the command topic instead of listing them")
                    boolean doIt)
            throws Exception {
        DeadLetterRequest request =
                new DeadLetterRequest(ids == null ? List.of() : ids, error, period.since, period.until);
        try (Application application = Application.startWithoutRoutes()) {
            Settings settings = new Settings(application.context());
            DeadLetterReplay replay = new DeadLetterReplay(
                    new DeadLetterReader(
                            KafkaBeans.clientProperties(application.context()), settings.text("topics.dead")),
                    spec.commandLine().getOut());
            boolean complete = export.isPresent()
                    ? request.export(replay, export.get())
                    : doIt
                            ? request.produce(replay, application.context(), settings.text("topics.commands"))
                            : request.list(replay);
            return complete ? 0 : 1;
        }
    }
}
