package dev.linqroutes.plan;

import dev.linqroutes.command.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Derives the idempotency key of a call (reference 1.3): the same key for every attempt of a call, also after a redelivery or
 * restart, and different keys for different calls.
 */
public final class IdempotencyKey {
    private static final String HASHED = "sha256-";

    /** Characters that V2 of the API allowed. The length is the limit of 255 characters without the longest position. */
    private static final Pattern READABLE = Pattern.compile("[A-Za-z0-9_-]{1,240}");

    private final String prefix;

    private IdempotencyKey(String prefix) {
        this.prefix = prefix;
    }

    /** The keys of a command. */
    public static IdempotencyKey ofCommand(String commandId) {
        boolean readable = READABLE.matcher(commandId).matches() && !commandId.startsWith(HASHED);
        return new IdempotencyKey(readable ? commandId : HASHED + sha256(commandId));
    }

    /** @param position of the call in its command, counted from 1 */
    public String ofCall(int position) {
        return prefix + "-" + position;
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
