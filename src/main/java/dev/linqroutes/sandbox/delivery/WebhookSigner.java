package dev.linqroutes.sandbox.delivery;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Both signatures of a subscription's webhooks (reference 4.3). */
final class WebhookSigner {
    private static final String HMAC = "HmacSHA256";
    private final Webhook standard;
    private final SecretKeySpec legacyKey;

    WebhookSigner(String secret) {
        standard = new Webhook(secret);
        // The key of the deprecated scheme is the whole secret, including its prefix.
        legacyKey = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** {@code v1,<base64>}, over id, time and body. */
    String signStandard(String id, long seconds, String body) {
        try {
            return standard.sign(id, seconds, body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("cannot sign a webhook", e);
        }
    }

    /** Lower-case hex, over time and body. */
    String signLegacy(long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(legacyKey);
            return HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a webhook", e);
        }
    }
}
