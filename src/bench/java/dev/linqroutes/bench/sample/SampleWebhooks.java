package dev.linqroutes.bench.sample;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed webhooks of messages, as Linq sends them. Not for concurrent use. */
public final class SampleWebhooks {
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String LINE = handle("aa000000-0000-4000-8000-000000000001", "+12025550100", true);
    private static final String MEMBER = handle("aa000000-0000-4000-8000-000000000002", "+12025550111", false);

    private final Mac mac;

    /** What is sent of one. */
    public record Delivery(String id, String timestamp, String signature, byte[] body) {}

    public SampleWebhooks() {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message of a member in a chat, or one that was sent to it, in turn. */
    public Delivery numbered(int number, int chat) {
        boolean received = number % 2 == 0;
        return sign(
                eventId(number),
                body(
                        received,
                        eventId(number),
                        SampleCommands.chat(chat),
                        String.format(Locale.ROOT, "b1a7c0de-2222-4a2b-8c3d-%012d", number),
                        ""));
    }

    /** That a message was sent. */
    public Delivery sent(int number, int chat, String messageId, String key) {
        String id = eventId(number);
        return sign(id, body(false, id, SampleCommands.chat(chat), messageId, ",\"idempotency_key\":\"" + key + "\""));
    }

    private Delivery sign(String id, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        return new Delivery(id, timestamp, "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)), body);
    }

    private static String eventId(int number) {
        return String.format(Locale.ROOT, "5d0f3c52-7a1e-4f6d-9b7c-%012d", number);
    }

    /** The number of the event with this id. */
    public static int number(String id) {
        return Integer.parseInt(id.substring(24));
    }

    private static String body(boolean received, String id, String chat, String messageId, String more) {
        return "{\"api_version\":\"v3\",\"webhook_version\":\"2026-02-03\",\"event_type\":\"message."
                + (received ? "received" : "sent") + "\",\"event_id\":\"" + id
                + "\",\"created_at\":\"2026-08-21T09:14:07.218340115Z\",\"trace_id\":\"4f1c0a9be27d4f0c8d53a1e6b0c7d912\","
                + "\"partner_id\":\"acct-demo\",\"data\":{\"id\":\"" + messageId + "\",\"chat\":{\"id\":\"" + chat
                + "\",\"is_group\":true,\"owner_handle\":" + LINE
                + ",\"health_status\":{\"status\":\"HEALTHY\",\"doc_url\":"
                + "\"https://docs.linqapp.com/guides/chats/chat-health#healthy\",\"updated_at\":\"2026-08-20T08:00:00Z\"}},"
                + (received ? "\"direction\":\"inbound\"," : "\"direction\":\"outbound\",") + "\"sender_handle\":"
                + (received ? MEMBER : LINE)
                + ",\"parts\":[{\"type\":\"text\",\"value\":\"Can we meet at nine?\"}],\"effect\":null,\"reply_to\":null,"
                + "\"sent_at\":\"2026-08-21T09:14:06.900Z\",\"delivered_at\":null,\"read_at\":null,\"service\":\"iMessage\""
                + more + "}}";
    }

    private static String handle(String id, String number, boolean isMe) {
        return "{\"id\":\"" + id + "\",\"handle\":\"" + number + "\",\"service\":\"iMessage\","
                + "\"joined_at\":\"2026-08-20T08:00:00Z\",\"left_at\":null,\"status\":\"active\",\"is_me\":" + isMe
                + "}";
    }
}
