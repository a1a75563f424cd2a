package dev.linqroutes.ledger.model;

import dev.linqroutes.trace.TraceContext;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command was received.
 *
 * @param sourceId identifies the position; the same for every delivery of the same record or row
 * @param source the position as a JSON object, for the outcome
 * @param place the position as text, for people
 * @param record the record as received, for a dead letter; empty for a row
 * @param row empty for a record
 */
public record Origin(String sourceId, String source, String place, Optional<ReceivedRecord> record, Optional<Row> row) {

    /**
     * A record as received.
     *
     * @param key empty for no key, which is different from a key of zero bytes
     * @param headers packed by the consumer, unpacked when the dead letter is sent; empty for none
     * @param traceContext of the producer; empty without traces
     */
    public record ReceivedRecord(
            Optional<byte[]> key, byte[] value, Optional<String> headers, Optional<TraceContext> traceContext) {}

    /**
     * A row of a batch.
     *
     * @param number as spreadsheet programs show it
     * @param columns of the values that the ledger may object to, as a problem names them, by JSON pointer; empty for a file without
     *     columns
     */
    public record Row(String batchId, long number, Map<String, String> columns) {
        public Row {
            columns = Map.copyOf(columns);
        }

        /** Of a file without columns. */
        public Row(String batchId, long number) {
            this(batchId, number, Map.of());
        }
    }

    /**
     * Where a value was written, as a problem says it: the column of a sheet, else the JSON pointer.
     *
     * @return empty for a sheet in which no column has it
     */
    public String describeField(String pointer) {
        return row.map(Row::columns)
                .filter(columns -> !columns.isEmpty())
                .map(columns -> columns.getOrDefault(pointer, ""))
                .orElse(pointer);
    }

    /** What the producer's trace context is. */
    public Optional<TraceContext> traceContext() {
        return record.flatMap(ReceivedRecord::traceContext);
    }

    /** The batch of a row. */
    public Optional<String> batchId() {
        return row.map(Row::batchId);
    }
}
