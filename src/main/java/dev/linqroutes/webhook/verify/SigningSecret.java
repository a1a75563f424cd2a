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
 * A signing secret, which verifies signatures (reference 4.3). It computes one signature over the raw bytes and compares it with
 * each offered signature in constant time.
 */
final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final String VERSION = "v1";

    /** Linq separates signatures by a space, and version and value by a comma. A proxy that joins header lines adds others. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");

    /** Minimum of the Standard Webhooks specification. */
    private static final int MIN_BYTES = 24;

    private static final String LEGACY_PREFIX = "sha256=";

    private final SecretKeySpec key;
    private final SecretKeySpec legacyKey;

    /** @throws IllegalArgumentException when the text is not a signing secret; the message does not contain it */
    SigningSecret(String text) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException e) {
            decoded = new byte[0];
        }
        if (decoded.length == 0) {
            throw new IllegalArgumentException(
                    "setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) must be whsec_ followed by base64, as Linq returned it when the subscription was created; separate several by commas");
        }
        if (decoded.length < MIN_BYTES) {
            throw new IllegalArgumentException("setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) has a secret of "
                    + decoded.length + " bytes; the minimum is " + MIN_BYTES
                    + ". Use the complete secret that Linq returned; `subscribe` describes how to replace it");
        }
        key = new SecretKeySpec(decoded, HMAC);
        legacyKey = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** Whether one of the signatures was made with this secret. */
    boolean hasSigned(String id, String timestamp, byte[] body, String signatures) {
        String expected =
                Base64.getEncoder().withoutPadding().encodeToString(hmac(key, id + "." + timestamp + ".", body));
        String[] words = SEPARATORS.split(signatures);
        boolean isSigned = false;
        for (int i = 1; i < words.length; i++) {
            isSigned |= words[i - 1].equals(VERSION) && isEqual(expected, withoutPadding(words[i]));
        }
        return isSigned;
    }

    private static String withoutPadding(String base64) {
        int end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return base64.substring(0, end);
    }

    /** Whether the signature of the deprecated scheme was made with this secret. */
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
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static boolean isEqual(String expected, String signature) {
        return MessageDigest.isEqual(bytes(expected), bytes(signature));
    }

    /** Header values are decoded as ISO 8859-1. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
