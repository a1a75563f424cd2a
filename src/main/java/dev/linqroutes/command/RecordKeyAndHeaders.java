package dev.linqroutes.command;

import java.util.Optional;

/**
 * What a record has beside its value, as received. Nobody reads it: it is kept for a dead letter.
 *
 * @param key empty for none; a key without a byte is one
 * @param headers as whoever has received them packs them; empty for none
 */
public record RecordKeyAndHeaders(Optional<byte[]> key, Optional<String> headers) {
    /** Of a row or line of a file, and of a record that is nothing but a value. */
    public static final RecordKeyAndHeaders NONE = new RecordKeyAndHeaders(Optional.empty(), Optional.empty());
}
