package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.CommandEnvelope;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.CreateGroup;
import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.command.LocalFile;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.ledger.model.GroupFacts;
import dev.linqroutes.ledger.model.GroupTemplate;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.model.RefusalStatus;
import dev.linqroutes.trace.CommandLabels;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps a planned or refused command to the ledger's form. */
public final class IntakeMapper {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeMapper.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every refused row of a file repeats the name of the column. */
    private static final int MAX_COLUMN_LENGTH = 200;

    /** @throws CommandRefused for the placeholder of a file that the command does not have: it would be sent another producer's file */
    public IntakeDecision mapPlanned(Plan plan) {
        CommandEnvelope envelope = plan.command().envelope();
        List<MediaFile> files =
                envelope.files().stream().map(IntakeMapper::mediaFile).toList();
        Set<String> own = files.stream().map(MediaFile::key).collect(Collectors.toSet());
        plan.calls().stream()
                .flatMap(call -> MediaFile.findPlaceholders(call.body()).stream())
                .filter(key -> !own.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new CommandRefused(
                            plan.command(),
                            Problem.of("has " + Quoting.quote(MediaFile.placeholder(key))
                                    + ", which only this program may write; give a file by its name"));
                });
        return new PlannedCommand(
                origin(envelope.received()),
                envelope.commandId(),
                envelope.type(),
                address(plan.command()),
                plan.warnings(),
                plan.calls(),
                envelope.notBefore(),
                envelope.expiresAt(),
                files,
                plan.open().map(open -> new OpenCommand(envelope.received(), open)));
    }

    /** The ledger's form of a local file. */
    static MediaFile mediaFile(LocalFile file) {
        return new MediaFile(file.name(), file.sha256(), file.contentType(), file.size());
    }

    /** Completes the plan as this route would have made it. */
    private final class OpenCommand implements GroupTemplate {
        private final ReceivedCommand received;
        private final Plan.OpenPlan plan;

        OpenCommand(ReceivedCommand received, Plan.OpenPlan plan) {
            this.received = received;
            this.plan = plan;
        }

        @Override
        public Set<GroupFact> facts() {
            return plan.facts();
        }

        @Override
        public IntakeDecision fill(GroupFacts known) {
            try {
                return mapPlanned(plan.complete().apply(known));
            } catch (CommandRefused refused) {
                return mapRefused(received, refused);
            } catch (RuntimeException fault) {
                return mapFailed(received, fault);
            }
        }
    }

    /** For a command that any step refused. */
    public IntakeDecision mapRefused(
            @Variable("received") ReceivedCommand received, @ExchangeException CommandRefused refused) {
        List<CommandRefusal.Reason> reasons = refused.problems().stream()
                .map(problem ->
                        new CommandRefusal.Reason(describeField(received, problem.pointer()), problem.message()))
                .toList();
        return new CommandRefusal(
                origin(received),
                RefusalStatus.REFUSED,
                refused.identity().commandId(),
                refused.identity().type(),
                refused.identity().groupRef(),
                refused.identity().chatId(),
                reasons,
                Optional.empty());
    }

    /** For a command that is not JSON. */
    public IntakeDecision mapUnreadable(
            @Variable("received") ReceivedCommand received, @ExchangeException IOException error) {
        return mapRefused(received, CommandJson.unreadable(received.body(), error));
    }

    /** For a command that causes an internal error. It is refused so that it does not block other commands. */
    public IntakeDecision mapFailed(
            @Variable("received") ReceivedCommand received, @ExchangeException Exception error) {
        // Shortened like other problems, because the exception may quote the whole command.
        String message =
                Problem.of("internal error while reading the command: " + error).message();
        Origin origin = origin(received);
        new CommandLabels(Optional.empty(), Optional.empty(), origin.batchId(), origin.traceContext())
                .on(LOG.atError().setCause(error))
                .log("{}: {}", origin.place(), message);
        return CommandRefusal.withoutContent(origin, message);
    }

    /** Returns the column if the value comes from one, otherwise the pointer. */
    public static String describeField(ReceivedCommand received, String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            ColumnPlace column = received.columns().get(at);
            if (column != null) {
                return describe(column);
            }
        }
        return pointer;
    }

    /** As a problem names the column. */
    public static String describe(ColumnPlace place) {
        String column = place.describe();
        return "column "
                + (column.length() <= MAX_COLUMN_LENGTH ? column : column.substring(0, MAX_COLUMN_LENGTH) + "…");
    }

    private static GroupAddress address(ChatCommand command) {
        if (command instanceof CreateGroup create) {
            return GroupAddress.NewGroup.of(
                    create.ref(),
                    create.from().orElse(GroupAddress.NewGroup.ANY_LINE),
                    // Their order is irrelevant for Linq (reference 2.2, rule 4).
                    create.to(),
                    create.displayName(),
                    spellings(create.envelope()));
        }
        CommandEnvelope envelope = command.envelope();
        return envelope.chatId()
                .<GroupAddress>map(GroupAddress.ByChat::new)
                .orElseGet(() -> new GroupAddress.ByRef(envelope.groupRef().orElseThrow(), spellings(envelope)));
    }

    /**
     * The spellings under which the ledger may have the group. Earlier versions stored names as written, so the exact spelling
     * is first.
     */
    private static List<String> spellings(CommandEnvelope envelope) {
        String ref = envelope.groupRef().orElseThrow();
        return Stream.of(envelope.groupRefAsWritten().orElse(ref), ref, GroupRefNormalizer.decompose(ref))
                .distinct()
                .toList();
    }

    /** Those of the values that identify the command and its group. */
    private static Map<String, String> namedColumns(ReceivedCommand received) {
        return Stream.of(CommandRefusal.COMMAND_ID, CommandRefusal.GROUP_REF)
                .filter(received.columns()::containsKey)
                .collect(Collectors.toMap(
                        pointer -> pointer,
                        pointer -> describe(received.columns().get(pointer))));
    }

    private static Origin origin(ReceivedCommand received) {
        CommandSource source = received.source();
        ObjectNode json = JSON.createObjectNode();
        json.put("place", source.describe());
        if (source instanceof CommandSource.Kafka kafka) {
            json.put("cluster_id", kafka.clusterId());
            json.put("topic", kafka.topic());
            json.put("topic_id", kafka.topicId());
            json.put("partition", kafka.partition());
            json.put("offset", kafka.offset());
        } else if (source instanceof CommandSource.File file) {
            json.put("file", file.fileName());
            json.put("sha256", file.sha256());
            json.put("batch_id", file.batchId());
            json.put("row", file.row());
        }
        Optional<Origin.ReceivedRecord> record = source instanceof CommandSource.Kafka
                ? Optional.of(new Origin.ReceivedRecord(
                        received.record().key(),
                        received.body(),
                        received.record().headers(),
                        received.record().traceContext()))
                : Optional.empty();
        Optional<Origin.Row> row = source instanceof CommandSource.File file
                ? Optional.of(new Origin.Row(file.batchId(), file.row(), namedColumns(received)))
                : Optional.empty();
        return new Origin(source.id(), json.toString(), source.describe(), record, row);
    }
}
