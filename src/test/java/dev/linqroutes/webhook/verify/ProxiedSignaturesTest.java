package dev.linqroutes.webhook.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.webhook.server.WebhookServerRig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One event as it arrives through proxies, load balancers and gateways: a signed event is stored as Linq wrote it, an unverifiable
 * one gets 503, and only one without a valid signature gets a 4xx.
 */
class ProxiedSignaturesTest extends WebhookServerRig {
    private static final String PATH = "/webhooks/linq";
    private static final String OTHER = "v1," + Base64.getEncoder().encodeToString(new byte[32]);
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int RANDOM_REQUESTS = 400;

    // Requests

    /** An event that Linq signs and sends. */
    private record Event(String id, String stamp, String text, String secret) {
        byte[] body() {
            return bytes(text);
        }

        /** The standard signature of these bytes. */
        String signature(byte[] body) {
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(hmac(
                                    Base64.getDecoder().decode(secret.substring("whsec_".length())),
                                    body,
                                    id + "." + stamp + "."));
        }

        String signature() {
            return signature(body());
        }

        String legacySignature() {
            return HexFormat.of().formatHex(hmac(bytes(secret), body(), stamp + "."));
        }

        private static byte[] hmac(byte[] key, byte[] body, String head) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                mac.update(bytes(head));
                return mac.doFinal(body);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A request as bytes, line by line. */
    private static final class Wire {
        private String method = "POST";
        private String path = PATH;
        private String version = "HTTP/1.1";
        private String host = "Host: 127.0.0.1\r\n";
        private final List<String> lines = new ArrayList<>();
        private byte[] body;
        private boolean hasContentLength = true;

        /** As Linq sends it. */
        static Wire of(Event event) {
            return signed(event, event.signature(), event.body());
        }

        static Wire signed(Event event, String signature, byte[] body) {
            Wire wire = new Wire();
            wire.body = body;
            return wire.with(
                            "webhook-id: " + event.id,
                            "webhook-timestamp: " + event.stamp,
                            "webhook-signature: " + signature)
                    .with("Content-Type: application/json");
        }

        static Wire unsigned(Event event) {
            Wire wire = new Wire();
            wire.body = event.body();
            return wire;
        }

        Wire with(String... more) {
            lines.addAll(List.of(more));
            return this;
        }

        Wire to(String other) {
            path = other;
            return this;
        }

        Wire by(String otherMethod) {
            method = otherMethod;
            return this;
        }

        /** @param line empty for none */
        Wire host(String line) {
            host = line;
            return this;
        }

        Wire version(String other) {
            version = other;
            return this;
        }

        /** Replaces a header. */
        Wire replacing(String name, String... others) {
            lines.removeIf(line -> line.startsWith(name + ":"));
            return with(others);
        }

        Wire chunked(int size, String extension, String trailer) {
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            for (int at = 0; at < body.length; at += size) {
                int length = Math.min(size, body.length - at);
                chunks.writeBytes(bytes(Integer.toHexString(length) + extension + "\r\n"));
                chunks.write(body, at, length);
                chunks.writeBytes(bytes("\r\n"));
            }
            chunks.writeBytes(bytes("0\r\n" + trailer + "\r\n"));
            body = chunks.toByteArray();
            hasContentLength = false;
            return lines.stream().anyMatch(line -> line.startsWith("Transfer-Encoding"))
                    ? this
                    : with("Transfer-Encoding: chunked");
        }

        byte[] bytes() {
            StringBuilder head = new StringBuilder(method + " " + path + " " + version + "\r\n" + host);
            lines.forEach(line -> head.append(line).append("\r\n"));
            if (hasContentLength && lines.stream().noneMatch(line -> line.startsWith("Content-Length"))) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            head.append("\r\n");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(body);
            return all.toByteArray();
        }

        private static byte[] bytes(String text) {
            return WebhookServerRig.bytes(text);
        }
    }

    private int status(Wire wire) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(wire.bytes());
            String head = head(socket.getInputStream());
            while (head.startsWith("HTTP/1.1 100")) {
                head = head(socket.getInputStream());
            }
            assertThat(head).startsWith("HTTP/1.");
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int each;
        while (head.indexOf("\r\n\r\n") < 0 && (each = in.read()) >= 0) {
            head.append((char) each);
        }
        return head.toString();
    }

    private Event event(String secret) {
        String text = "{\"event_id\": \"e-" + System.nanoTime()
                + "\", \"event_type\": \"message.received\",  \"data\": {\"parts\":"
                + " [{\"type\": \"text\", \"value\": \"Um neun?  Grüße 🚧\"}]}}\n";
        return new Event("msg_1", Long.toString(clock.instant().getEpochSecond()), text, secret);
    }

    private record Shape(String name, int status, Function<Event, Wire> build) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Shape stored(String name, Function<Event, Wire> build) {
        return new Shape(name, 200, build);
    }

    private static Shape deferred(String name, Function<Event, Wire> build) {
        return new Shape(name, 503, build);
    }

    private static Shape refused(String name, int status, Function<Event, Wire> build) {
        return new Shape(name, status, build);
    }

    static List<Shape> shapes() {
        return Stream.of(headers(), bodies(), proxies(), unverifiable(), finallyRejected())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Shape> headers() {
        return List.of(
                stored("plain", Wire::of),
                stored("upper case", event -> upperCase(Wire.of(event))),
                stored("v1a before v1", event -> listed(event, "v1a," + OTHER.substring(3) + " " + event.signature())),
                stored("two, ours last", event -> listed(event, OTHER + " " + event.signature())),
                stored("two spaces", event -> listed(event, OTHER + "  " + event.signature())),
                stored("a tab", event -> listed(event, OTHER + "\t" + event.signature())),
                stored("a space behind", event -> listed(event, event.signature() + " ")),
                stored("a tab before", event -> listed(event, "\t" + event.signature())),
                stored("no space behind the colon", event -> Wire.of(event)
                        .replacing("webhook-id", "webhook-id:" + event.id)),
                stored("comma and space, ours last", event -> listed(event, OTHER + ", " + event.signature())),
                stored("comma and space, ours first", event -> listed(event, event.signature() + ", " + OTHER)),
                stored("comma, ours last", event -> listed(event, OTHER + "," + event.signature())),
                stored("comma, ours first", event -> listed(event, event.signature() + "," + OTHER)),
                stored("comma at the end", event -> listed(event, event.signature() + ",")),
                stored("spaces and commas", event -> listed(event, OTHER + " " + event.signature() + " , " + OTHER)),
                stored(
                        "without padding",
                        event -> listed(event, event.signature().replace("=", ""))),
                stored("two lines, ours last", event -> Wire.of(event)
                        .replacing(
                                "webhook-signature",
                                "webhook-signature: " + OTHER,
                                "webhook-signature: " + event.signature())),
                stored("two lines, ours first", event -> Wire.of(event).with("webhook-signature: " + OTHER)),
                stored("two lines, both ours", event -> Wire.of(event).with("Webhook-Signature: " + event.signature())),
                stored("three lines", event -> Wire.of(event)
                        .with("webhook-signature: " + OTHER, "webhook-signature: " + OTHER)),
                stored("folded", event -> listed(event, OTHER + "\r\n " + event.signature())),
                stored("folded with a tab", event -> listed(event, event.signature() + "\r\n\t" + OTHER)),
                stored("every header twice", event -> Wire.of(event)
                        .with("webhook-id: " + event.id, "webhook-timestamp: " + event.stamp)
                        .with("webhook-signature: " + event.signature())),
                stored("every header twice by commas", event -> Wire.unsigned(event)
                        .with("webhook-id: " + event.id + ", " + event.id)
                        .with("webhook-timestamp: " + event.stamp + "," + event.stamp)
                        .with("webhook-signature: " + event.signature() + ", " + event.signature())),
                stored("with the older ones", event -> Wire.of(event)
                        .with(
                                "X-Webhook-Timestamp: " + event.stamp,
                                "X-Webhook-Signature: " + event.legacySignature())));
    }

    private static List<Shape> bodies() {
        return List.of(
                stored("gzip over the plain text", event -> coded(event, "gzip", gzip(event.body()))),
                stored("gzip, signed as sent", event -> codedAsSent(event, "gzip", gzip(event.body()))),
                stored("x-gzip", event -> coded(event, "x-gzip", gzip(event.body()))),
                stored("GZIP", event -> coded(event, "GZIP", gzip(event.body()))),
                stored(
                        "gzip whose header was lost",
                        event -> Wire.signed(event, event.signature(), gzip(event.body()))),
                stored("gzip that was taken off", event -> coded(event, "gzip", event.body())),
                stored("deflate", event -> coded(event, "deflate", deflate(event.body(), false))),
                stored("deflate, signed as sent", event -> codedAsSent(event, "deflate", deflate(event.body(), false))),
                stored("bare deflate", event -> coded(event, "deflate", deflate(event.body(), true))),
                stored("identity", event -> coded(event, "identity", event.body())),
                stored("identity and gzip", event -> coded(event, "identity, gzip", gzip(event.body()))),
                stored("gzip in chunks", event -> coded(event, "gzip", gzip(event.body()))
                        .chunked(5, "", "")),
                stored("gzip as a transfer coding", event -> Wire.signed(event, event.signature(), gzip(event.body()))
                        .with("Transfer-Encoding: gzip, chunked")
                        .chunked(50, "", "")),
                stored("chunks of 7", event -> Wire.of(event).chunked(7, "", "")),
                stored("chunks with extensions and trailers", event -> Wire.of(event)
                        .chunked(9, ";a=b", "X-Checksum: 1\r\n")),
                stored("a form by its type", event -> Wire.of(event)
                        .replacing("Content-Type", "Content-Type: application/x-www-form-urlencoded")),
                stored("a form of parts by its type", event -> Wire.of(event)
                        .replacing("Content-Type", "Content-Type: multipart/form-data; boundary=x")),
                stored("two types", event -> Wire.of(event).with("Content-Type: text/plain; charset=utf-16")),
                stored(
                        "Base64",
                        event -> Wire.signed(
                                event, event.signature(), Base64.getEncoder().encode(event.body()))),
                stored("Base64 in chunks", event -> Wire.signed(
                                event, event.signature(), Base64.getEncoder().encode(event.body()))
                        .chunked(11, "", "")),
                stored("a byte order mark that is signed", event -> {
                    byte[] marked = bytes("\uFEFF" + event.text);
                    return Wire.signed(event, event.signature(marked), marked);
                }));
    }

    private static List<Shape> proxies() {
        String forwarded = "X-Forwarded-For: 203.0.113.7, 198.51.100.2";
        return List.of(
                stored("nginx", event -> Wire.of(event)
                        .version("HTTP/1.0")
                        .with(forwarded, "X-Real-IP: 203.0.113.7", "X-Forwarded-Proto: https", "Connection: close")),
                stored("AWS ALB", event -> lowerCase(Wire.of(event))
                        .with(
                                forwarded,
                                "x-amzn-trace-id: Root=1-67891233-abcdef012345678912345678",
                                "x-forwarded-port: 443")),
                stored("AWS API Gateway", event -> titleCase(Wire.of(event))
                        .with(
                                "X-Amzn-Remapped-Host: a.execute-api.us-east-1.amazonaws.com",
                                "Via: 1.1 a.cloudfront.net")
                        .to(PATH + "?version=2026-02-03")),
                stored("Cloudflare", event -> Wire.of(event)
                        .with("CF-Ray: 8f0a-FRA", "CF-Visitor: {\"scheme\":\"https\"}", "CDN-Loop: cloudflare; loops=1")
                        .with("Accept-Encoding: gzip, br", "CF-Connecting-IP: 203.0.113.7", forwarded)),
                stored("ngrok", event -> Wire.of(event)
                        .with(
                                "X-Forwarded-Host: a.ngrok.app",
                                "Ngrok-Auth-User-Id: u",
                                "ngrok-skip-browser-warning: 1")),
                stored("Envoy with certificates", event -> lowerCase(Wire.of(event))
                        .with("x-request-id: 9c1", "x-envoy-expected-rq-timeout-ms: 15000")
                        .with("x-forwarded-client-cert: Hash=" + "a".repeat(3_000))),
                stored("Traefik", event -> titleCase(Wire.of(event))
                        .with("X-Forwarded-Server: traefik", "X-Real-Ip: 203.0.113.7", "Te: trailers")),
                stored("HAProxy", event -> lowerCase(Wire.of(event)).with("x-unique-id: 1:2_3:4_5", forwarded)),
                stored("Azure Front Door", event -> Wire.of(event)
                        .with("X-Azure-Ref: 0abc", "X-Azure-FDID: 7", "X-FD-HealthProbe: 0", "Via: HTTP/2.0 Azure")),
                stored("Google's balancer", event -> Wire.of(event)
                        .with("X-Cloud-Trace-Context: 1/2;o=1", "Via: 1.1 google", forwarded)),
                stored("Apache, keeping 100-continue", event -> Wire.of(event).with("Expect: 100-continue")),
                stored("HTTP/1.0", event -> Wire.of(event).version("HTTP/1.0")),
                stored("an absolute target", event -> Wire.of(event).to("http://127.0.0.1" + PATH)),
                stored("a query", event -> Wire.of(event).to(PATH + "?version=2026-02-03&tenant=a%2Fb")),
                stored("a slash behind", event -> Wire.of(event).to(PATH + "/")),
                stored("two slashes before", event -> Wire.of(event).to("/" + PATH)),
                stored("a letter encoded", event -> Wire.of(event).to("/webhooks/l%69nq")),
                stored("cookies", event -> Wire.of(event).with("Cookie: a=" + "b".repeat(3_000))));
    }

    /** Possibly Linq's: 503. */
    private static List<Shape> unverifiable() {
        return List.of(
                deferred("Brotli", event -> coded(event, "br", gzip(event.body()))),
                deferred("Zstandard", event -> coded(event, "zstd", bytes("(zstd"))),
                deferred("gzip in gzip", event -> coded(event, "gzip, gzip", gzip(gzip(event.body())))),
                deferred("half of gzip", event -> {
                    byte[] whole = gzip(event.body());
                    return coded(event, "gzip", Arrays.copyOf(whole, whole.length / 2));
                }),
                deferred("deflate that is none", event -> coded(event, "deflate", bytes("\uFFFF\uFFFF"))),
                deferred("gzip that never ends", event -> coded(event, "gzip", gzip(new byte[5_000_000]))),
                deferred("a time in milliseconds", event -> {
                    Event inMillis = new Event(event.id, event.stamp + "000", event.text, event.secret);
                    return Wire.of(inMillis);
                }),
                deferred("the older signature alone", event -> Wire.unsigned(event)
                        .with(
                                "X-Webhook-Timestamp: " + event.stamp,
                                "X-Webhook-Signature: " + event.legacySignature())),
                deferred("more than a megabyte", event -> {
                    Event large = new Event(event.id, event.stamp, event.text + " ".repeat(1_000_000), event.secret);
                    return Wire.of(large);
                }),
                deferred("its id left out", event -> Wire.of(event).replacing("webhook-id")),
                deferred("its time left out", event -> Wire.of(event).replacing("webhook-timestamp")),
                deferred("its time under the older name only", event -> Wire.of(event)
                        .replacing("webhook-timestamp", "X-Webhook-Timestamp: " + event.stamp)),
                deferred("its signature left out", event -> Wire.of(event).replacing("webhook-signature")),
                deferred("its body left out", event -> Wire.signed(event, event.signature(), new byte[0])),
                deferred("a redirect that makes it GET", event -> Wire.signed(event, event.signature(), new byte[0])
                        .by("GET")),
                deferred("the same with its body", event -> Wire.of(event).by("GET")),
                deferred("HEAD", event -> Wire.signed(event, event.signature(), new byte[0])
                        .by("HEAD")),
                deferred("PUT", event -> Wire.of(event).by("PUT")),
                deferred("a method in small letters", event -> Wire.of(event).by("post")),
                deferred("a host that is none", event -> Wire.of(event).host("Host: a b:c\r\n")),
                deferred("no host", event -> Wire.of(event).host("")),
                deferred("a stage before the path", event -> Wire.of(event).to("/prod" + PATH)),
                deferred("the path cut off", event -> Wire.of(event).to("/")),
                deferred("another path below", event -> Wire.of(event).to("/webhooks/linq/v2")),
                deferred("two lengths", event -> Wire.of(event)
                        .with("Content-Length: " + event.body().length, "Content-Length: " + event.body().length)),
                deferred("a length that is none", event -> Wire.of(event).with("Content-Length: many")),
                deferred("headers of 10 kB", event -> Wire.of(event)
                        .with("X-A: " + "a".repeat(4_000), "X-B: " + "b".repeat(6_000))));
    }

    /** Without a valid signature, or not a webhook: 4xx. */
    private static List<Shape> finallyRejected() {
        return List.of(
                refused(
                        "a body that Express wrote anew",
                        401,
                        event -> Wire.signed(
                                event,
                                event.signature(),
                                bytes(event.text.replace(" ", "").strip()))),
                refused("the same in gzip", 401, event -> coded(event, "gzip", gzip(bytes(event.text.strip())))),
                refused("nobody's signature", 401, event -> listed(event, OTHER)),
                refused("no signature", 401, Wire::unsigned),
                refused(
                        "signatures without versions",
                        401,
                        event -> listed(event, event.signature().substring(3))),
                refused(
                        "another version",
                        401,
                        event -> listed(event, "v2" + event.signature().substring(2))),
                refused("two ids", 401, event -> Wire.of(event).with("webhook-id: msg_2")),
                refused("an unsigned request elsewhere", 404, event -> Wire.unsigned(event)
                        .to("/login")),
                refused("a health check", 405, event -> Wire.unsigned(event).by("GET")),
                refused("one by HEAD", 405, event -> Wire.unsigned(event).by("HEAD")),
                refused("a validation by OPTIONS", 405, event -> Wire.unsigned(event)
                        .by("OPTIONS")),
                refused("an unsigned PUT", 405, event -> Wire.unsigned(event).by("PUT")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void a_signed_event_is_stored_unchanged_and_an_unverifiable_one_gets_503(Shape shape) throws Exception {
        Event event = event(SECRET);

        assertThat(status(shape.build.apply(event))).isEqualTo(shape.status);

        if (shape.status == 200) {
            assertThat(stored).singleElement().satisfies(each -> assertThat(plain(each))
                    .isEqualTo(event.text));
            assertThat(stored.element().eventType()).isEqualTo("message.received");
        } else {
            assertThat(stored).isEmpty();
        }
    }

    private static String plain(VerifiedEvent event) {
        return new String(event.body(), StandardCharsets.UTF_8).replace("\uFEFF", "");
    }

    @Test
    void signed_bytes_are_stored_even_if_they_cannot_be_decoded() throws Exception {
        byte[] bomb = gzip(new byte[5_000_000]);

        assertThat(status(codedAsSent(event(SECRET), "gzip", bomb))).isEqualTo(200);
        assertThat(stored).singleElement().satisfies(each -> assertThat(each.body())
                .isEqualTo(bomb));
    }

    @Test
    void an_unverifiable_webhook_is_counted_and_the_log_names_the_remedy() throws Exception {
        status(coded(event(SECRET), "br", bytes("x")));

        assertThat(responses.count(WebhookResult.UNVERIFIABLE)).isOne();
        assertThat(loggedReasons())
                .singleElement()
                .asString()
                .contains("content encoding br")
                .contains("pass them on unchanged");
    }

    // Combinations

    /** Changes outside the signed content have no effect, whoever signed it. */
    @Test
    void any_combination_of_proxy_changes_is_accepted_and_none_helps_a_forger() throws Exception {
        Random random = new Random(20_261_127);
        for (int i = 0; i < RANDOM_REQUESTS; i++) {
            boolean isSignedByLinq = i % 4 != 0;
            Event event = event(isSignedByLinq ? SECRET : "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCEh");
            Wire wire = mixed(event, random);
            stored.clear();

            int status = status(wire);

            String request = new String(wire.bytes(), StandardCharsets.ISO_8859_1);
            if (isSignedByLinq) {
                assertThat(status).as(request).isEqualTo(200);
                assertThat(stored).singleElement().satisfies(each -> assertThat(plain(each))
                        .isEqualTo(event.text));
            } else {
                assertThat(status).as(request).isEqualTo(401);
                assertThat(stored).isEmpty();
            }
        }
    }

    private static Wire mixed(Event event, Random random) {
        byte[] sent =
                switch (random.nextInt(4)) {
                    case 0 -> gzip(event.body());
                    case 1 -> deflate(event.body(), random.nextBoolean());
                    default -> event.body();
                };
        boolean isGzip = sent[0] == 0x1F;
        boolean isCoded = isGzip || sent.length != event.body().length;
        List<String> signatures = new ArrayList<>();
        signatures.add(event.signature(isCoded && random.nextBoolean() ? sent : event.body()));
        for (int others = random.nextInt(4); others > 0; others--) {
            signatures.add(random.nextBoolean() ? OTHER : "v1a,AAAA");
        }
        Collections.shuffle(signatures, random);
        Wire wire = new Wire();
        wire.body = sent;
        String separator = List.of(" ", "  ", "\t", ", ", ",", "\r\n ", "\r\nWebhook-Signature: ")
                .get(random.nextInt(7));
        wire.with("webhook-signature: " + String.join(separator, signatures));
        for (String each : List.of("webhook-id: " + event.id, "webhook-timestamp: " + event.stamp)) {
            wire.with(each);
            if (random.nextInt(4) == 0) {
                wire.with(each);
            }
        }
        if (isCoded && !(isGzip && random.nextBoolean())) {
            wire.with("Content-Encoding: " + (isGzip ? "gzip" : "deflate"));
        }
        for (int more = random.nextInt(5); more > 0; more--) {
            wire.with(List.of(
                            "X-Forwarded-For: 203.0.113.7",
                            "Via: 1.1 a",
                            "Cookie: a=b",
                            "Accept-Encoding: br",
                            "Content-Type: text/plain",
                            "X-Request-Id: 1")
                    .get(random.nextInt(6)));
        }
        if (random.nextBoolean()) {
            titleCase(wire);
        }
        Collections.shuffle(wire.lines, random);
        if (random.nextBoolean()) {
            wire.chunked(1 + random.nextInt(100), random.nextBoolean() ? "" : ";x=1", "");
        }
        return wire.to(List.of(PATH, PATH + "/", PATH + "?a=b", "http://127.0.0.1" + PATH)
                .get(random.nextInt(4)));
    }

    private static Wire listed(Event event, String signatures) {
        return Wire.signed(event, signatures, event.body());
    }

    /** Signed before it was encoded. */
    private static Wire coded(Event event, String coding, byte[] body) {
        return Wire.signed(event, event.signature(), body).with("Content-Encoding: " + coding);
    }

    private static Wire codedAsSent(Event event, String coding, byte[] body) {
        return Wire.signed(event, event.signature(body), body).with("Content-Encoding: " + coding);
    }

    private static Wire upperCase(Wire wire) {
        return renamed(wire, name -> name.toUpperCase(Locale.ROOT));
    }

    private static Wire lowerCase(Wire wire) {
        return renamed(wire, name -> name.toLowerCase(Locale.ROOT));
    }

    private static Wire titleCase(Wire wire) {
        return renamed(wire, name -> Stream.of(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .reduce((one, other) -> one + "-" + other)
                .orElseThrow());
    }

    private static Wire renamed(Wire wire, Function<String, String> change) {
        wire.lines.replaceAll(
                line -> change.apply(line.substring(0, line.indexOf(':'))) + line.substring(line.indexOf(':')));
        return wire;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] body, boolean isBare) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, isBare))) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
