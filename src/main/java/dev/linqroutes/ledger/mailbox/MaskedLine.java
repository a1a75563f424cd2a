package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.Sha256Hex;

/**
 * Identifies a line in metrics and logs without its number: the last four digits of the number, and the first four hex digits
 * of its SHA-256, because two numbers may end alike. The same in every instance and after a restart; compute it by
 * {@code printf %s +12223334444 | sha256sum}.
 */
public final class MaskedLine {
    private static final int DIGITS = 4;

    private MaskedLine() {}

    public static String of(String line) {
        return "…" + line.substring(Math.max(0, line.length() - DIGITS)) + "-"
                + Sha256Hex.of(line).substring(0, DIGITS);
    }
}
