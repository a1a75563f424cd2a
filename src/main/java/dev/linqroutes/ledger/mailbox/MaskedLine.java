package dev.linqroutes.ledger.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
                + hash(line).substring(0, DIGITS);
    }

    private static String hash(String line) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
