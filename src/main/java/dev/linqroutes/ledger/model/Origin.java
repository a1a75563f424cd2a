package dev.linqroutes.ledger.model;

import java.util.Optional;

/**
 * Where a command was received.
 *
 * @param sourceId the position's identity; the same for every delivery of the same record or row
 * @param source the position as JSON object, as it stands in the outcome
 * @param place the position as a person names it
 * @param record what was received, where it came from a topic: a dead letter is made of it
 * @param row of a file, where it came with one
 */
public record Origin(String sourceId, String source, String place, Optional<ReceivedRecord> record, Optional<Row> row) {

    /**
     * A record as received, byte for byte.
     *
     * @param key empty for none; a key without a byte is one
     * @param headers packed, so that whoever sends records can unpack them; empty for none
     */
    public record ReceivedRecord(Optional<byte[]> key, byte[] value, Optional<String> headers) {}

    /**
     * A row of a batch.
     *
     * @param number as a spreadsheet shows it
     */
    public record Row(String batchId, long number) {}
}
