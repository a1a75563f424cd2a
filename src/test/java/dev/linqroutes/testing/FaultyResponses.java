package dev.linqroutes.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Draws responses of gateways, proxies and load balancers instead of Linq's, or changed from Linq's. */
public final class FaultyResponses {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;
    private static final List<String> NOT_OF_LINQ = List.of(
            "",
            "no backend for this host\n",
            "<html><head><title>404 Not Found</title></head></html>",
            "<!DOCTYPE html><p>Request blocked",
            "error code: 1020",
            "{\"message\": \"no Route matched with those values\"}",
            "{\"error\": {\"code\": 404, \"message\": \"not found\", \"status\": \"NOT_FOUND\"}}",
            "{\"error\": {\"code\": \"Forbidden\", \"message\": \"no\"}}",
            "{\"status\": 404, \"error\": \"Not Found\", \"path\": \"/v3/chats\"}",
            "{\"error\": \"unauthorized_client\"}",
            "{\"error\": [\"no\"]}",
            "{\"errors\": [{\"code\": 1005}]}",
            "[]",
            "null",
            "\u0000\u0001\u0002");
    private static final List<String> PAGES = List.of(
            "<html>Please log in</html>",
            "\r\n  <!doctype html><title>Welcome to our guest network</title>",
            "\uFEFF<html></html>",
            "<?xml version=\"1.0\"?><Error/>");
    private static final List<Integer> REFUSALS = List.of(
            301, 307, 308, 400, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 420,
            421, 422, 423, 424, 425, 426, 428, 430, 431, 440, 444, 450, 451, 463, 464, 494, 495, 496, 497, 498, 511,
            521, 523, 525, 526, 530);
    private static final List<Integer> TROUBLE = List.of(
            408, 460, 499, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 520, 522, 524, 527, 529, 561, 598,
            599, 600, 999);

    private final Random random;
    private final Clock clock;

    /** Whether Linq has executed the call that gets this response. */
    public enum Done {
        YES,
        NO
    }

    /**
     * @param name description for people
     * @param isDoubtful whether the response leaves open if the call was executed
     * @param retryAfter the minimum delay that the response requests
     */
    public record FaultyResponse(String name, Done done, boolean isDoubtful, Optional<Duration> retryAfter, Way way) {}

    /** Writes the response. */
    public interface Way {
        /** @param good Linq's regular response */
        void answer(ScriptedServer.Connection connection, int status, String good)
                throws IOException, InterruptedException;
    }

    public FaultyResponses(Random random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    public FaultyResponse next() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> wellDone();
            case 3, 4, 5 -> refusedOnTheWay();
            case 6 -> limited();
            case 7 -> inTrouble();
            case 8 -> hungUp();
            default -> page();
        };
    }

    /** Linq has executed the call, and a proxy has changed its response. */
    private FaultyResponse wellDone() {
        String packing = any(List.of(
                "as it is",
                "gzip",
                "unsaid gzip",
                "empty gzip",
                "cut gzip",
                "so-called gzip",
                "deflate",
                "bare deflate",
                "so-called brotli"));
        String body = any(List.of(
                "as it is", "empty", "BOM", "UTF-16", "ISO-8859-1", "array", "cut", "doubled keys", "text", "numbers"));
        String frame = any(List.of(
                "length",
                "chunks",
                "odd chunks",
                "end",
                "too long",
                "cut chunks",
                "too short",
                "lengths",
                "no length",
                "early hints",
                "large head",
                "odd head"));
        boolean closes = random.nextInt(3) == 0;
        return new FaultyResponse(
                "done, %s, %s, %s%s".formatted(body, packing, frame, closes ? ", hangs up" : ""),
                Done.YES,
                false,
                Optional.empty(),
                (connection, status, good) -> {
                    List<String> headers = new ArrayList<>(List.of("Content-Type: "
                            + any(List.of(
                                    "application/json",
                                    "text/plain",
                                    "text/html",
                                    "application/json; charset=nonsense",
                                    ";;;"))));
                    frame(
                            connection,
                            any(List.of(status, 200, 203)),
                            headers,
                            packed(body(good, body), packing, headers),
                            frame);
                    if (closes) {
                        connection.close();
                    }
                });
    }

    private static byte[] body(String good, String kind) {
        return switch (kind) {
            case "empty" -> new byte[0];
            case "BOM" -> ("\uFEFF" + good).getBytes(StandardCharsets.UTF_8);
            case "UTF-16", "ISO-8859-1" -> good.getBytes(Charset.forName(kind));
            case "array" -> ("[" + good + "]").getBytes(StandardCharsets.UTF_8);
            case "cut" -> good.substring(0, good.length() / 2).getBytes(StandardCharsets.UTF_8);
            case "doubled keys" ->
                ("{\"chat\": null, \"chat_id\": 1, " + good.strip().substring(1)).getBytes(StandardCharsets.UTF_8);
            case "text" -> "Accepted".getBytes(StandardCharsets.UTF_8);
            case "numbers" ->
                ("{\"error\": {\"code\": \"0\"}, " + good.strip().substring(1)).getBytes(StandardCharsets.UTF_8);
            default -> good.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] packed(byte[] body, String packing, List<String> headers) throws IOException {
        switch (packing) {
            case "gzip" -> {
                headers.add("Content-Encoding: gzip");
                return gzip(body);
            }
            case "unsaid gzip" -> {
                return gzip(body);
            }
            case "so-called brotli" -> {
                headers.add("Content-Encoding: br");
                return body;
            }
            case "empty gzip" -> {
                headers.add("Content-Encoding: gzip");
                return new byte[0];
            }
            case "cut gzip" -> {
                headers.add("content-encoding: x-gzip");
                byte[] whole = gzip(body);
                return Arrays.copyOf(whole, whole.length / 2);
            }
            case "so-called gzip" -> {
                headers.add("Content-Encoding: gzip");
                return body;
            }
            case "deflate", "bare deflate" -> {
                headers.add("Content-Encoding: deflate");
                return deflate(body, packing.startsWith("bare"));
            }
            default -> {
                return body;
            }
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(byte[] body, boolean bare) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED, bare))) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    private void frame(
            ScriptedServer.Connection connection, int status, List<String> headers, byte[] body, String frame)
            throws IOException {
        switch (frame) {
            case "chunks" -> {
                headers.add("Transfer-Encoding: chunked");
                connection.write(ScriptedServer.head(status, headers));
                for (byte each : body) {
                    connection.write("1\r\n").write(new byte[] {each}).write("\r\n");
                }
                connection.write("0\r\n\r\n");
            }
            case "odd chunks" -> {
                headers.add("Transfer-Encoding: gzip, Chunked");
                headers.add("Transfer-Encoding: chunked");
                headers.add("Content-Length: 3");
                connection
                        .write(ScriptedServer.head(status, headers)
                                + "000%X ; name=\"value\"\r\n".formatted(body.length))
                        .write(body)
                        .write(body.length == 0 ? "\r\n" : "\r\n0;last\r\nNo-Colon\r\nX-Sum: 1\r\n\r\n");
            }
            case "cut chunks" -> {
                headers.add("Transfer-Encoding: chunked");
                connection
                        .write(ScriptedServer.head(status, headers) + "ffff\r\n")
                        .write(body);
                connection.close();
            }
            case "end" -> {
                connection.write(ScriptedServer.head(status, headers)).write(body);
                connection.close();
            }
            case "too long" -> {
                headers.add("Content-Length: " + (body.length + 100));
                connection.write(ScriptedServer.head(status, headers)).write(body);
                connection.close();
            }
            case "too short" -> {
                headers.add("Content-Length: " + body.length / 2);
                connection.write(ScriptedServer.head(status, headers)).write(body);
            }
            case "lengths" -> {
                headers.add("Content-Length: %1$d, %1$d".formatted(body.length));
                headers.add("content-length:" + body.length);
                headers.add("Transfer-Encoding: identity");
                connection.write(ScriptedServer.head(status, headers)).write(body);
            }
            case "no length" -> {
                headers.add("Content-Length: " + any(List.of("", "-1", "undefined", "12abc", "99999999999999999999")));
                headers.add("Content-Length: 1e3");
                connection.write(ScriptedServer.head(status, headers)).write(body);
                connection.close();
            }
            case "odd head" -> {
                headers.addAll(List.of(
                        "X-Cache HIT from gw-3",
                        "X-Served-By : gw-3",
                        ": nameless",
                        "X-Folded: one",
                        "\ttwo",
                        "X-é: é"));
                headers.add("Content-Length: " + body.length);
                connection
                        .write(ScriptedServer.head(status, headers).replace("\r\n", any(List.of("\r\n", "\n"))))
                        .write(body);
            }
            case "early hints" -> {
                connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                headers.add("Content-Length: " + body.length);
                connection.write(ScriptedServer.head(status, headers)).write(body);
            }
            case "large head" -> {
                headers.add("Content-Length: " + body.length);
                headers.add("X-Large: " + "x".repeat(random.nextInt(60_000)));
                Stream.generate(() -> "Set-Cookie: a=b")
                        .limit(random.nextInt(200))
                        .forEach(headers::add);
                connection.write(ScriptedServer.head(status, headers)).write(body);
            }
            default -> {
                headers.add("Content-Length: " + body.length);
                connection.write(ScriptedServer.head(status, headers)).write(body);
            }
        }
    }

    /** The call did not reach Linq. */
    private FaultyResponse refusedOnTheWay() {
        int status = any(REFUSALS);
        Told told = told(random.nextInt(3) == 0);
        String body = any(NOT_OF_LINQ);
        return new FaultyResponse(
                "refused on the way with %d %s %s".formatted(status, told.least, body),
                Done.NO,
                false,
                told.least,
                (connection, good, answer) -> plain(connection, status, told.headers.get(), body));
    }

    private FaultyResponse limited() {
        Told told = told(random.nextInt(5) != 0);
        boolean linqs = random.nextBoolean();
        return new FaultyResponse(
                "limited " + told.least,
                Done.NO,
                false,
                told.least,
                (connection, status, good) -> plain(
                        connection,
                        429,
                        told.headers.get(),
                        linqs
                                ? "{\"error\": {\"status\": 429, \"code\": 1007, \"message\": \"slow down\"}}"
                                : any(NOT_OF_LINQ)));
    }

    private FaultyResponse inTrouble() {
        int status = any(TROUBLE);
        Told told = told(random.nextBoolean());
        Done done = any(List.of(Done.values()));
        return new FaultyResponse(
                "in trouble with %d %s, done: %s".formatted(status, told.least, done),
                done,
                true,
                told.least,
                (connection, good, answer) -> plain(
                        connection,
                        status,
                        told.headers.get(),
                        random.nextBoolean()
                                ? any(NOT_OF_LINQ)
                                : "{\"error\": {\"code\": 3006, \"message\": \"oh\"}}"));
    }

    private FaultyResponse hungUp() {
        Done done = any(List.of(Done.values()));
        String before =
                any(List.of("", "HTTP/1.1 2", "HTTP/1.1 202 Accepted\r\nContent-", "HTTP/1.1 102 Processing\r\n\r\n"));
        boolean resets = random.nextBoolean();
        return new FaultyResponse(
                "hung up after '%s', done: %s".formatted(before, done),
                done,
                true,
                Optional.empty(),
                (connection, status, good) -> {
                    connection.write(before);
                    if (resets) {
                        connection.reset();
                    } else {
                        connection.close();
                    }
                });
    }

    /** A login page or the like, instead of Linq's response. */
    private FaultyResponse page() {
        Done done = any(List.of(Done.values()));
        String page = any(PAGES);
        int status = any(List.of(200, 200, 302, 303));
        return new FaultyResponse(
                "page with %d, done: %s".formatted(status, done),
                done,
                true,
                Optional.empty(),
                (connection, good, answer) ->
                        plain(connection, status, List.of("Location: http://127.0.0.1:1/login"), page));
    }

    private record Told(Supplier<List<String>> headers, Optional<Duration> least) {}

    private Told told(boolean tells) {
        if (!tells) {
            return new Told(List::of, Optional.empty());
        }
        int seconds = 2 + random.nextInt(3000);
        int way = random.nextInt(8);
        Duration skew = Duration.ofMinutes(random.nextInt(200) - 100);
        // The date is relative to the time of the response.
        return new Told(
                () -> headers(seconds, way, Clock.offset(clock, skew)), Optional.of(Duration.ofSeconds(seconds)));
    }

    private List<String> headers(int seconds, int way, Clock skewed) {
        return switch (way) {
            case 0 -> List.of("Retry-After: " + seconds + ".0");
            case 1 -> List.of("retry-after:" + seconds + "s");
            case 2 -> List.of("Retry-After: " + seconds, "Retry-After: 1");
            case 3 -> List.of("Retry-After: 1, " + seconds);
            case 4 -> List.of("Retry-After: " + date(clock, seconds));
            case 5 -> List.of("Date: " + date(skewed, 0), "Retry-After: " + date(skewed, seconds));
            case 6 -> List.of("Retry-After: " + seconds * 1000L + "ms");
            default -> List.of("Retry-After: " + seconds);
        };
    }

    private static String date(Clock clock, int seconds) {
        return HTTP_DATE.format(clock.instant().plusSeconds(seconds).atOffset(ZoneOffset.UTC));
    }

    private static void plain(ScriptedServer.Connection connection, int status, List<String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(headers);
        all.add("Content-Length: " + bytes.length);
        connection.write(ScriptedServer.head(status, all)).write(bytes);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
