package dev.linqroutes.plan;

import dev.linqroutes.command.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Makes the key by which Linq recognises a repeated send (reference 1.3): the same for every try of a call, over
 * redelivery and restart, and different for every other call.
 */
public final class IdempotencyKey {
    private static final String HASHED = "sha256-";

    /** What V2 of the API allowed, and 255 characters less the longest position. */
    private static final Pattern READABLE = Pattern.compile("[A-Za-z0-9_-]{1,240}");

    private IdempotencyKey() {}

    /** @param position of the call in its command, from 1 */
    public static String of(String commandId, int position) {
        boolean readable = READABLE.matcher(commandId).matches() && !commandId.startsWith(HASHED);
        return (readable ? commandId : HASHED + sha256(commandId)) + "-" + position;
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
