package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.KafkaBeans;
import dev.linqroutes.app.Settings;
import dev.linqroutes.kafka.DeadLetterReader;
import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.replay.DeadLetterReplay;
import dev.linqroutes.replay.FailedCommandReplay;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts back what failed or was refused, once a person has seen to the reason. */
@Command(
        name = "replay",
        description = "Put failed commands or dead letters back. Shows what it would do; with --do it does it. Settings"
                + " come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand {
    @Spec
    private CommandSpec spec;

    /** When something failed or was refused. */
    static final class Period {
        @Option(names = "--since", paramLabel = "TIME", description = "Then or later, such as 2026-11-23T09:00:00Z")
        private Optional<Instant> since = Optional.empty();

        @Option(names = "--until", paramLabel = "TIME", description = "Before then")
        private Optional<Instant> until = Optional.empty();

        boolean contains(Instant time) {
            return since.map(from -> !time.isBefore(from)).orElse(true)
                    && until.map(time::isBefore).orElse(true);
        }
    }

    @Command(
            name = "failed",
            description = "Commands with a failed outcome. What Linq took already is not sent again.",
            mixinStandardHelpOptions = true)
    int replayFailed(
            @Option(names = "--id", paramLabel = "COMMAND_ID", description = "Only this; may be repeated")
                    List<String> ids,
            @Option(names = "--batch", paramLabel = "FILE", description = "Only rows of this file")
                    Optional<String> batch,
            @Option(names = "--code", description = "Only with this error code of Linq, or this HTTP status")
                    Optional<Integer> code,
            @Mixin Period period,
            @Option(names = "--do", description = "Do it") boolean doIt)
            throws Exception {
        try (Application application = Application.startWithoutRoutes()) {
            Settings settings = new Settings(application.context());
            spec.commandLine()
                    .getOut()
                    .println("in the ledger at " + Database.redactedUrl(settings.text("ledger.url")) + ":");
            try (Database database = settings.openExistingLedger()) {
                FailedCommands.Filter filter = new FailedCommands.Filter(
                        ids == null ? List.of() : ids, batch, code, period.since, period.until);
                FailedCommands failed = new FailedCommands(database, Clock.systemUTC());
                return new FailedCommandReplay(failed, spec.commandLine().getOut()).run(filter, doIt) ? 0 : 1;
            }
        }
    }

    @Command(
            name = "dead",
            description = "Dead letters. A command that has been worked since is not worked twice.",
            mixinStandardHelpOptions = true)
    int replayDeadLetters(
            @Option(names = "--id", paramLabel = "COMMAND_ID", description = "Only this; may be repeated")
                    List<String> ids,
            @Option(names = "--error", paramLabel = "TEXT", description = "Only where the reason holds this text")
                    Optional<String> error,
            @Mixin Period period,
            @Option(
                            names = "--export",
                            paramLabel = "FILE",
                            description = "Write them to a new JSONL file, to be corrected and dropped into the inbox")
                    Optional<Path> export,
            @Option(names = "--do", description = "Produce them to the topic of commands") boolean doIt)
            throws Exception {
        try (Application application = Application.startWithoutRoutes()) {
            Settings settings = new Settings(application.context());
            DeadLetterReplay replay = new DeadLetterReplay(
                    new DeadLetterReader(
                            KafkaBeans.clientProperties(application.context()), settings.text("topics.dead")),
                    spec.commandLine().getOut());
            Predicate<DeadLetter> matches = letter -> period.contains(letter.time())
                    && error.map(letter.error()::contains).orElse(true)
                    && (ids == null || letter.commandId().map(ids::contains).orElse(false));
            if (export.isPresent()) {
                try (OutputStream file = Files.newOutputStream(export.get(), StandardOpenOption.CREATE_NEW)) {
                    DeadLetterReplay.Target lines =
                            new DeadLetterReplay.Target("in " + export.get(), (key, command) -> {
                                file.write(command);
                                file.write('\n');
                            });
                    return replay.run(matches, Optional.of(lines)) ? 0 : 1;
                }
            }
            Optional<DeadLetterReplay.Target> target =
                    doIt ? Optional.of(commandsTopic(application.context(), settings)) : Optional.empty();
            return replay.run(matches, target) ? 0 : 1;
        }
    }

    private static DeadLetterReplay.Target commandsTopic(CamelContext context, Settings settings) {
        ProducerTemplate producer = context.createProducerTemplate();
        String endpoint = "kafka:" + settings.text("topics.commands")
                + "?keySerializer=org.apache.kafka.common.serialization.ByteArraySerializer"
                + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer";
        return new DeadLetterReplay.Target("on " + settings.text("topics.commands"), (key, command) -> {
            Map<String, Object> headers = key.<Map<String, Object>>map(bytes -> Map.of(KafkaConstants.KEY, bytes))
                    .orElse(Map.of());
            producer.sendBodyAndHeaders(endpoint, command, headers);
        });
    }
}
