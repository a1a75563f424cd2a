package dev.linqroutes.command;

import dev.linqroutes.trace.TraceContext;
import java.util.Optional;

/**
 * Key and headers of a received record. They are kept for a dead letter; only the trace context is read.
 *
 * @param key empty if the record has none; a key of zero bytes is a key
 * @param headers packed by the receiver; empty if the record has none
 * @param traceContext of the producer; empty without traces
 */
public record RecordKeyAndHeaders(Optional<byte[]> key, Optional<String> headers, Optional<TraceContext> traceContext) {
    /** For rows and lines of a file, and records with only a value. */
    public static final RecordKeyAndHeaders NONE =
            new RecordKeyAndHeaders(Optional.empty(), Optional.empty(), Optional.empty());
}
