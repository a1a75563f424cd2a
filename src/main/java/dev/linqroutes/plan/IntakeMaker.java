package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatCommand.CreateGroup;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Envelope;
import dev.linqroutes.command.GroupRef;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import dev.linqroutes.ledger.GroupAddress;
import dev.linqroutes.ledger.Intake;
import dev.linqroutes.ledger.NewCommand;
import dev.linqroutes.ledger.Origin;
import dev.linqroutes.ledger.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what became of a received command into the ledger's form. */
public final class IntakeMaker {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeMaker.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody reads a longer name; every refused row of a file repeats it. */
    private static final int LONGEST_COLUMN = 200;

    /** A command with its calls. */
    public Intake planned(Plan plan) {
        Envelope envelope = plan.command().envelope();
        return new NewCommand(
                origin(envelope.received()),
                envelope.commandId(),
                envelope.type(),
                address(plan.command()),
                plan.warnings(),
                plan.calls(),
                envelope.notBefore(),
                envelope.expiresAt());
    }

    /** A command that was refused, whichever step refused it. */
    public Intake refused(@Variable("received") Received received, @ExchangeException CommandRefused refused) {
        List<Refusal.Reason> reasons = refused.problems().stream()
                .map(problem -> new Refusal.Reason(where(received, problem.pointer()), problem.message()))
                .toList();
        return new Refusal(
                origin(received),
                "refused",
                refused.identity().commandId(),
                refused.identity().type(),
                refused.identity().groupRef(),
                refused.identity().chatId(),
                reasons,
                Optional.empty());
    }

    /** A command that is no JSON. */
    public Intake unreadable(@Variable("received") Received received, @ExchangeException IOException error) {
        return refused(received, CommandJson.unreadable(received.body(), error));
    }

    /** A command that this program fails at: it is a fault of the program, and no reason to stop at the next one. */
    public Intake failed(@Variable("received") Received received, @ExchangeException Exception error) {
        // Cut as any other problem: what is thrown may quote all of the command.
        String message = Problem.of("this program cannot read it: " + error).message();
        LOG.error("{}: {}", received.source().place(), message, error);
        return new Refusal(
                origin(received),
                "refused",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Refusal.Reason("", message)),
                Optional.empty());
    }

    /** The column where there is one, else the pointer: what the producer can find. */
    public static String where(Received received, String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            String column = received.columns().get(at);
            if (column != null) {
                return "column "
                        + (column.length() <= LONGEST_COLUMN ? column : column.substring(0, LONGEST_COLUMN) + "…");
            }
        }
        return pointer;
    }

    private static GroupAddress address(ChatCommand command) {
        if (command instanceof CreateGroup create) {
            return new GroupAddress.New(
                    create.ref(),
                    create.from().orElseThrow(),
                    memberSet(create),
                    create.displayName(),
                    spellings(create.envelope()));
        }
        Envelope envelope = command.envelope();
        return envelope.chatId()
                .<GroupAddress>map(GroupAddress.ByChat::new)
                .orElseGet(() -> new GroupAddress.ByRef(envelope.groupRef().orElseThrow(), spellings(envelope)));
    }

    /** An earlier version has entered groups as they were written, so that of this very spelling is the one that is meant. */
    private static List<String> spellings(Envelope envelope) {
        String ref = envelope.groupRef().orElseThrow();
        return Stream.of(envelope.writtenRef().orElse(ref), ref, GroupRef.decomposed(ref))
                .distinct()
                .toList();
    }

    /** The order of the recipients does not matter to Linq (reference 2.2, rule 4). */
    private static String memberSet(CreateGroup create) {
        return IdempotencyKey.sha256(create.from().orElseThrow() + "\n"
                + String.join("\n", create.to().stream().sorted().toList()));
    }

    private static Origin origin(Received received) {
        Source source = received.source();
        ObjectNode json = JSON.createObjectNode();
        json.put("place", source.place());
        if (source instanceof Source.Kafka kafka) {
            json.put("cluster_id", kafka.clusterId());
            json.put("topic", kafka.topic());
            json.put("topic_id", kafka.topicId());
            json.put("partition", kafka.partition());
            json.put("offset", kafka.offset());
        } else if (source instanceof Source.File file) {
            json.put("file", file.file());
            json.put("sha256", file.sha256());
            json.put("batch_id", file.batchId());
            json.put("row", file.row());
        }
        Optional<Origin.Record> record = source instanceof Source.Kafka
                ? Optional.of(new Origin.Record(
                        received.record().key(),
                        received.body(),
                        received.record().headers()))
                : Optional.empty();
        Optional<Origin.Row> row = source instanceof Source.File file
                ? Optional.of(new Origin.Row(file.batchId(), file.row()))
                : Optional.empty();
        return new Origin(source.id(), json.toString(), source.place(), record, row);
    }
}
