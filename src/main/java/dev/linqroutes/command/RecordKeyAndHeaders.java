package dev.linqroutes.command;

import java.util.Optional;

/**
 * Key and headers of a received record. They are kept for a dead letter and not interpreted.
 *
 * @param key empty if the record has none; a key of zero bytes is a key
 * @param headers packed by the receiver; empty if the record has none
 */
public record RecordKeyAndHeaders(Optional<byte[]> key, Optional<String> headers) {
    /** For rows and lines of a file, and records with only a value. */
    public static final RecordKeyAndHeaders NONE = new RecordKeyAndHeaders(Optional.empty(), Optional.empty());
}
