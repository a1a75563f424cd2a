package dev.linqroutes.ledger.outbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.outbox.OutboxRowTypes.OutcomeCall;
import dev.linqroutes.ledger.outbox.OutboxRowTypes.OutcomeCommand;
import dev.linqroutes.trace.CommandLabels;
import dev.linqroutes.trace.CommandTracer;
import dev.linqroutes.trace.OpenSpan;
import dev.linqroutes.trace.TraceContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Makes outcomes: JSON by {@code schemas/outcome.schema.json}, absent values omitted. Counts those that are committed. */
public final class OutcomeMapper {
    /** Metric label of a refused record whose type is none of the program's. */
    public static final String UNKNOWN_TYPE = "unknown";

    public static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final String topic;
    private final MeterProvider<Counter> committed;
    private final CommandTracer tracer;

    /**
     * @param topic of outcomes
     * @param metrics counts what is committed
     * @param tracer traces what is committed
     */
    public OutcomeMapper(String topic, MeterRegistry metrics, CommandTracer tracer) {
        this.topic = topic;
        this.tracer = tracer;
        this.committed = Counter.builder("linq.outcomes")
                .description("Outcomes of commands")
                .withRegistry(metrics);
    }

    private void countAfterCommit(Handle handle, Optional<String> type, String status) {
        handle.afterCommit(() -> committed
                .withTags("type", type.orElse(UNKNOWN_TYPE), "status", status)
                .increment());
    }

    /**
     * The headers of an outcome, with its trace context if there are traces.
     *
     * @param intake the context of the command; of use where this process sends no traces, as on the command line
     */
    private Map<String, String> headers(
            Handle handle, Supplier<CommandLabels> command, Optional<TraceContext> intake, String status, Instant at) {
        if (!tracer.isOn()) {
            return headers(intake);
        }
        OpenSpan span = tracer.startOutcome(command.get(), topic, status, at);
        handle.afterCommit(() -> span.end(at));
        return headers(span.context());
    }

    private static Map<String, String> headers(Optional<TraceContext> traceContext) {
        if (traceContext.isEmpty()) {
            return HEADERS;
        }
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.putAll(traceContext.get().headers());
        return headers;
    }

    /** @param traceContext of its intake; empty without traces */
    public OutboxRecord ofRefusal(
            Handle handle, CommandRefusal refusal, Optional<TraceContext> traceContext, Instant now) {
        String status = refusal.status().word();
        countAfterCommit(handle, refusal.type(), status);
        ObjectNode outcome = LedgerJson.MAPPER.createObjectNode();
        outcome.put("outcome_id", refusal.origin().sourceId() + ":" + status);
        outcome.put("status", status);
        refusal.commandId().ifPresent(id -> outcome.put("command_id", id));
        refusal.type().ifPresent(type -> outcome.put("type", type));
        refusal.groupRef().ifPresent(ref -> outcome.put("group_ref", ref));
        refusal.chatId().ifPresent(id -> outcome.put("chat_id", id));
        refusal.duplicateOf().ifPresent(first -> outcome.put("duplicate_of", first));
        ArrayNode problems = outcome.putArray("problems");
        for (CommandRefusal.Reason reason : refusal.problems()) {
            ObjectNode problem = problems.addObject();
            if (!reason.where().isEmpty()) {
                problem.put("where", reason.where());
            }
            problem.put("message", reason.message());
        }
        outcome.set("source", LedgerJson.read(refusal.origin().source()));
        outcome.put("finished_at", now.toString());
        String key = refusal.groupRef()
                .or(refusal::chatId)
                .or(refusal::commandId)
                .orElse(refusal.origin().sourceId());
        return OutboxRecord.withKey(
                topic,
                key,
                OutcomeTrimmer.trimmedBytes(outcome),
                headers(handle, () -> refusal.labels().withTraceContext(traceContext), traceContext, status, now));
    }

    public List<OutboxRecord> ofCommands(Handle handle, List<String> commandIds) {
        Map<String, ArrayNode> calls = new HashMap<>();
        handle.createQuery(Database.sql("outbox/outcome-calls"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(OutcomeCall.class)
                .forEach(call -> calls.computeIfAbsent(call.commandId(), id -> LedgerJson.MAPPER.createArrayNode())
                        .add(json(call)));
        List<OutcomeCommand> commands = handle.createQuery(Database.sql("outbox/outcome-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(OutcomeCommand.class)
                .list();
        commands.forEach(each -> countAfterCommit(handle, Optional.of(each.type()), each.outcomeStatus()));
        return commands.stream()
                .map(command -> OutboxRecord.withKey(
                        topic,
                        key(command),
                        OutcomeTrimmer.trimmedBytes(json(command, calls.get(command.commandId()))),
                        headers(
                                handle,
                                command::labels,
                                command.traceContext().map(TraceContext::new),
                                command.outcomeStatus(),
                                command.finishedAt().orElse(command.acceptedAt()))))
                .toList();
    }

    private static String key(OutcomeCommand command) {
        return command.groupRef().or(command::chatId).orElse(command.commandId());
    }

    private static ObjectNode json(OutcomeCommand command, ArrayNode calls) {
        ObjectNode outcome = LedgerJson.MAPPER.createObjectNode();
        outcome.put("outcome_id", command.outcomeId());
        outcome.put("status", command.outcomeStatus());
        outcome.put("command_id", command.commandId());
        outcome.put("type", command.type());
        put(outcome, "group_ref", command.groupRef());
        put(outcome, "chat_id", command.chatId());
        outcome.set("warnings", LedgerJson.read(command.warnings()));
        outcome.set("calls", calls);
        outcome.set("source", LedgerJson.read(command.source()));
        outcome.put("accepted_at", command.acceptedAt().toString());
        put(outcome, "first_call_at", command.firstCallAt());
        put(outcome, "finished_at", command.finishedAt());
        return outcome;
    }

    private static ObjectNode json(OutcomeCall call) {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        json.put("position", call.position());
        json.put("method", call.method());
        json.put("path", call.path());
        json.put("status", call.status());
        json.put("attempts", call.attempts());
        call.httpStatus().ifPresent(status -> json.put("http_status", status));
        put(json, "message_id", call.messageId());
        put(json, "trace_id", call.traceId());
        call.errorCode().ifPresent(code -> json.put("error_code", code));
        put(json, "error_message", call.errorMessage());
        put(json, "doc_url", call.docUrl());
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<?> value) {
        value.ifPresent(present -> json.put(name, present.toString()));
    }
}
