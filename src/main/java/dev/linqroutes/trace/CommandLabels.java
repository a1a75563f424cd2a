package dev.linqroutes.trace;

import java.util.List;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Names the command that a log line or a span is about. In the log these are fields of their own: a query for a group then finds its
 * lines whatever their text.
 *
 * <p>Fields of the line and not of the thread (MDC): a call passes from a worker to the thread that stores the results of many, and
 * back to any worker. A field that a thread still has from another command would be worse than none. They cost nothing until a line
 * is logged.
 *
 * @param commandId empty for a line about a whole batch
 * @param group the producer's name of the group, or the id of its chat
 * @param batch id of the imported file that the command is a row of
 * @param traceContext of the command, or of what it was received with; empty without traces
 */
public record CommandLabels(
        Optional<String> commandId,
        Optional<String> group,
        Optional<String> batch,
        Optional<TraceContext> traceContext) {
    private static final String COMMAND_ID = "command_id";
    private static final String GROUP = "group";
    private static final String BATCH = "batch";
    private static final String TRACE_ID = "trace_id";

    /** The names of the fields, in the order in which they are shown. */
    public static final List<String> FIELDS = List.of(COMMAND_ID, GROUP, BATCH, TRACE_ID);

    /** For lines about a batch as a whole. */
    public static CommandLabels ofBatch(String batchId) {
        return new CommandLabels(Optional.empty(), Optional.empty(), Optional.of(batchId), Optional.empty());
    }

    /** For lines about all calls of a group. */
    public static CommandLabels ofGroup(String group) {
        return new CommandLabels(Optional.empty(), Optional.of(group), Optional.empty(), Optional.empty());
    }

    /** The same command, with another context. */
    public CommandLabels withTraceContext(Optional<TraceContext> other) {
        return new CommandLabels(commandId, group, batch, other);
    }

    /** Adds the fields to a log line: {@code labels.on(LOG.atInfo()).log("…")}. */
    public LoggingEventBuilder on(LoggingEventBuilder line) {
        commandId.ifPresent(value -> line.addKeyValue(COMMAND_ID, value));
        group.ifPresent(value -> line.addKeyValue(GROUP, value));
        batch.ifPresent(value -> line.addKeyValue(BATCH, value));
        traceContext.flatMap(TraceContext::traceId).ifPresent(value -> line.addKeyValue(TRACE_ID, value));
        return line;
    }
}
