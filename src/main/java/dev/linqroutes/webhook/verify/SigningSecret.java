package dev.linqroutes.webhook.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signing secret, which knows what it has signed (reference 4.3). A signature is made over the bytes as received, once
 * however many are offered, and compared in a time that tells nothing of it.
 */
final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final String VERSION = "v1";

    /** Linq separates by a space, and by a comma within each; a proxy that joins two lines, or unfolds one, writes others. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");

    /** What the specification asks for: fewer could be guessed. */
    private static final int MIN_BYTES = 24;

    private static final String LEGACY_PREFIX = "sha256=";

    private final SecretKeySpec key;
    private final SecretKeySpec legacyKey;

    /** @throws IllegalArgumentException when it is none; the message does not hold it */
    SigningSecret(String text) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException e) {
            decoded = new byte[0];
        }
        if (decoded.length == 0) {
            throw new IllegalArgumentException(
                    "setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) must be whsec_ and"
                            + " base64 behind it, as Linq gave it when the subscription was made; several are separated by commas");
        }
        if (decoded.length < MIN_BYTES) {
            throw new IllegalArgumentException("setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) has a secret of "
                    + decoded.length + " bytes; it takes at least " + MIN_BYTES
                    + ", so that nobody guesses it. Use the whole secret that Linq gave; subscribe says how to change"
                    + " it");
        }
        key = new SecretKeySpec(decoded, HMAC);
        legacyKey = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** Whether one of the signatures is this secret's. */
    boolean hasSigned(String id, String timestamp, byte[] body, String signatures) {
        String expected =
                Base64.getEncoder().withoutPadding().encodeToString(hmac(key, id + "." + timestamp + ".", body));
        String[] words = SEPARATORS.split(signatures);
        boolean isOne = false;
        for (int i = 1; i < words.length; i++) {
            isOne |= words[i - 1].equals(VERSION) && isEqual(expected, withoutPadding(words[i]));
        }
        return isOne;
    }

    private static String withoutPadding(String base64) {
        int end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return base64.substring(0, end);
    }

    /** Whether the signature of the deprecated scheme is this secret's. */
    boolean hasSignedLegacy(String timestamp, byte[] body, String signature) {
        String expected = HexFormat.of().formatHex(hmac(legacyKey, timestamp + ".", body));
        return isEqual(
                expected,
                signature.startsWith(LEGACY_PREFIX) ? signature.substring(LEGACY_PREFIX.length()) : signature);
    }

    private static byte[] hmac(SecretKeySpec key, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(bytes(head));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java knows " + HMAC, e);
        }
    }

    private static boolean isEqual(String expected, String signature) {
        return MessageDigest.isEqual(bytes(expected), bytes(signature));
    }

    /** As headers arrive: a character for each byte. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
