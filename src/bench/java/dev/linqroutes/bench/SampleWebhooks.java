package dev.linqroutes.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhooks as Linq sends them (reference 4.6), numbered: messages received and sent in turn, from one chat after another. */
final class SampleWebhooks {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String LINE = handle("aa000000-0000-4000-8000-000000000001", "+12025550100", true);
    private static final String MEMBER = handle("aa000000-0000-4000-8000-000000000002", "+12025550111", false);

    private final int chats;
    private final Mac mac;

    /** What is sent of one. */
    record Delivery(String id, String timestamp, String signature, byte[] body) {}

    SampleWebhooks(int chats) throws GeneralSecurityException {
        this.chats = chats;
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
    }

    Delivery delivery(int number) {
        byte[] body = body(number).getBytes(StandardCharsets.UTF_8);
        String id = id(number);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        return new Delivery(id, timestamp, "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)), body);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "5d0f3c52-7a1e-4f6d-9b7c-%012d", number);
    }

    /** The number of the delivery with this id. */
    static int number(String id) {
        return Integer.parseInt(id.substring(24));
    }

    private String body(int number) {
        boolean received = number % 2 == 0;
        return "{\"api_version\":\"v3\",\"webhook_version\":\"2026-02-03\",\"event_type\":\"message."
                + (received ? "received" : "sent") + "\",\"event_id\":\"" + id(number)
                + "\",\"created_at\":\"2026-08-21T09:14:07.218340115Z\",\"trace_id\":\"4f1c0a9be27d4f0c8d53a1e6b0c7d912\","
                + "\"partner_id\":\"acct-demo\",\"data\":{\"id\":\"b1a7c0de-1111-4a2b-8c3d-"
                + String.format(Locale.ROOT, "%012d", number) + "\",\"chat\":{\"id\":\""
                + SampleCommands.chat(number % chats)
                + "\",\"is_group\":true,\"owner_handle\":" + LINE
                + ",\"health_status\":{\"status\":\"HEALTHY\",\"doc_url\":"
                + "\"https://docs.linqapp.com/guides/chats/chat-health#healthy\",\"updated_at\":\"2026-08-20T08:00:00Z\"}},"
                + (received ? "\"direction\":\"inbound\"," : "\"direction\":\"outbound\",") + "\"sender_handle\":"
                + (received ? MEMBER : LINE)
                + ",\"parts\":[{\"type\":\"text\",\"value\":\"Can we meet at nine?\"}],\"effect\":null,\"reply_to\":null,"
                + "\"sent_at\":\"2026-08-21T09:14:06.900Z\",\"delivered_at\":null,\"read_at\":null,\"service\":\"iMessage\"}}";
    }

    private static String handle(String id, String number, boolean isMe) {
        return "{\"id\":\"" + id + "\",\"handle\":\"" + number + "\",\"service\":\"iMessage\","
                + "\"joined_at\":\"2026-08-20T08:00:00Z\",\"left_at\":null,\"status\":\"active\",\"is_me\":" + isMe
                + "}";
    }
}
