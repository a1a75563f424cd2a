package dev.linqroutes.webhook.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Randomly changed signed requests: exactly those with unchanged signed content are accepted, and none causes another error. */
class WebhookVerifierFuzzTest {
    private static final int REQUESTS = 100_000;
    private static final int MEGABYTE = 1 << 20;
    private static final List<String> SECRETS =
            List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_bmV4dCBzZWNyZXQgZm9yIHJvdGF0aW9u");
    private static final List<String> STRANGE_TEXTS = List.of(
            "", " ", ",", ".", "0", "-1", "+1", "v1", "v1,", "v1,=", "v1a,", "sha256=", "\u0000", "\u00FF", "null",
            "1e9");

    private final TestClock clock = new TestClock();
    private final Random random = new Random(20_260_821);

    @Test
    void of_a_hundred_thousand_mutated_requests_only_signed_ones_are_accepted() throws Exception {
        WebhookVerifier standard = new WebhookVerifier(SECRETS, false, clock);
        WebhookVerifier legacy = new WebhookVerifier(SECRETS, true, clock);
        int accepted = 0;
        SignedRequest previous = signed(0);
        for (int i = 0; i < REQUESTS; i++) {
            SignedRequest signed = signed(i);
            SignedRequest request = mutated(signed, previous);
            boolean good = isGood(request, signed) || isGood(request, previous);
            for (WebhookVerifier webhooks : List.of(standard, legacy)) {
                assertThat(isAccepted(webhooks, request))
                        .as("request %d: %s of %s", i, request, signed)
                        .isEqualTo(good);
            }
            accepted += good ? 1 : 0;
            previous = signed;
        }

        assertThat(accepted).isBetween(REQUESTS / 100, REQUESTS / 2);
    }

    private static boolean isAccepted(WebhookVerifier webhooks, SignedRequest request) {
        try {
            webhooks.verify(request);
            return true;
        } catch (WebhookNotAccepted e) {
            return false;
        }
    }

    private SignedRequest signed(int number) throws Exception {
        String body = "{\"event_id\":\"e-" + number + "\",\"text\":\"" + "x".repeat(random.nextInt(600)) + "\"}";
        long time = clock.instant().getEpochSecond() + random.nextInt(601) - 300;
        String id = "msg_" + number;
        return request(
                body.getBytes(StandardCharsets.UTF_8),
                Optional.of(id),
                Optional.of(Long.toString(time)),
                Optional.of(new Webhook(SECRETS.get(random.nextInt(2))).sign(id, time, body)));
    }

    private static SignedRequest request(
            byte[] body, Optional<String> id, Optional<String> timestamp, Optional<String> signature) {
        return new SignedRequest(body, id, timestamp, signature, timestamp, signature);
    }

    /** The signed bytes with their signature among those offered, with any separators and padding. */
    private static boolean isGood(SignedRequest request, SignedRequest signed) {
        return Arrays.equals(request.body(), signed.body())
                && request.id().equals(signed.id())
                && request.timestamp().equals(signed.timestamp())
                && Pattern.compile("(^|[\\s,])v1[\\s,]+"
                                + Pattern.quote(signed.signature().orElseThrow().replaceAll("^v1,|=", ""))
                                + "=*($|[\\s,])")
                        .matcher(request.signature().orElse(""))
                        .find();
    }

    private SignedRequest mutated(SignedRequest signed, SignedRequest other) {
        SignedRequest request = signed;
        for (int mutations = 1 + random.nextInt(2); mutations > 0; mutations--) {
            byte[] body = request.body();
            Optional<String> id = request.id();
            Optional<String> timestamp = request.timestamp();
            Optional<String> signature = request.signature();
            switch (random.nextInt(8)) {
                case 0, 1 -> body = mutated(body);
                case 2 -> id = mutated(id);
                case 3 -> timestamp = mutated(timestamp);
                case 4 -> signature = mutated(signature);
                case 5 -> signature = Optional.of(among(signature.orElse("")));
                case 6 -> body = random.nextBoolean() ? body : other.body();
                default -> signature = random.nextBoolean() ? signature : other.signature();
            }
            request = request(body, id, timestamp, signature);
        }
        return request;
    }

    private byte[] mutated(byte[] body) {
        int at = random.nextInt(body.length + 1);
        return switch (random.nextInt(100)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(body, random.nextInt(20) == 0 ? MEGABYTE : 2 * body.length);
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> Arrays.copyOf(body, at);
                    case 1 -> Arrays.copyOf(body, body.length + 1 + random.nextInt(20));
                    case 2 -> (new String(body, StandardCharsets.ISO_8859_1) + " ").getBytes(StandardCharsets.UTF_8);
                    default -> {
                        byte[] flipped = body.clone();
                        if (at < flipped.length) {
                            flipped[at] ^= (byte) (1 << random.nextInt(8));
                        }
                        yield flipped;
                    }
                };
        };
    }

    private Optional<String> mutated(Optional<String> header) {
        String text = header.orElse("");
        int at = random.nextInt(text.length() + 1);
        return switch (random.nextInt(9)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(STRANGE_TEXTS.get(random.nextInt(STRANGE_TEXTS.size())));
            case 2 -> Optional.of(text.substring(0, at));
            case 3 -> Optional.of(text.substring(0, at) + (char) random.nextInt(256) + text.substring(at));
            case 4 -> Optional.of(text.toUpperCase());
            case 5 -> Optional.of(STRANGE_TEXTS.get(random.nextInt(STRANGE_TEXTS.size())) + text);
            case 6 -> Optional.of(text + STRANGE_TEXTS.get(random.nextInt(STRANGE_TEXTS.size())));
            case 7 -> Optional.of(text.replace('=', ' '));
            default ->
                at == text.length()
                        ? header
                        : Optional.of(text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1));
        };
    }

    /** A list of signatures that contains the given one. */
    private String among(String signature) {
        StringBuilder list = new StringBuilder();
        int before = random.nextInt(5);
        for (int i = 0; i < before + random.nextInt(5); i++) {
            list.append(i == before ? signature : "v1,c29tZWJvZHkgZWxzZQ==").append(' ');
        }
        return list.toString();
    }
}
