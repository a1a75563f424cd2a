package dev.linqroutes.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An HTTP request as raw bytes, to send malformed requests. */
public final class RawHttp {
    /** The server closed the connection without a response. */
    public static final int NO_ANSWER = 0;

    private static final int PATIENCE_MILLIS = 10_000;
    private static final List<String> STRANGE_HEADERS = List.of(
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: ;;;charset=",
            "Content-Encoding: gzip",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: many",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Expect: 100-continue",
            "Expect: the unexpected",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "Cookie: =;;=\u0001",
            "CamelHttpResponseCode: 200",
            "Host: ",
            "Host: a b",
            "Accept: */",
            "Authorization: Basic !!!",
            "webhook-id: other",
            "webhook-signature: v1,AAAA",
            ": nothing",
            "nothing",
            "X: " + "y".repeat(9_000));
    private static final List<String> STRANGE_PATHS = List.of(
            "/webhooks/linq?webhook-id=x",
            "/webhooks/linq?%zz=%",
            "/webhooks/linq/../linq",
            "/webhooks//linq",
            "/webhooks/linq%00",
            "/webhooks/other",
            "/",
            "*",
            "",
            "http://example.com/webhooks/linq",
            "/webhooks/linq?" + "q=1&".repeat(2_000));

    private String method;
    private String path;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = {};

    /** Headers by name, and a body. */
    public record Content(Map<String, String> headers, byte[] body) {}

    private RawHttp(String method, String path) {
        this.method = method;
        this.path = path;
        header("Host", "127.0.0.1");
    }

    public static RawHttp request(String method, String path) {
        return new RawHttp(method, path);
    }

    public RawHttp with(Content content) {
        content.headers().forEach(this::header);
        body = content.body();
        return this;
    }

    public RawHttp header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    /** With one random change. */
    public RawHttp mutated(Random random) {
        switch (random.nextInt(9)) {
            case 0 ->
                method = List.of("GET", "PUT", "post", "POST ", "", "\u0000", "CONNECT")
                        .get(random.nextInt(7));
            case 1 -> path = STRANGE_PATHS.get(random.nextInt(STRANGE_PATHS.size()));
            case 2 -> headers.add(random.nextInt(headers.size()), any(STRANGE_HEADERS, random));
            case 3 -> headers.remove(random.nextInt(headers.size()));
            case 4, 5 -> headers.set(random.nextInt(headers.size()), flipped(any(headers, random), random));
            case 6 -> body = random.nextInt(50) == 0 ? new byte[1_100_000] : new byte[random.nextInt(3_000)];
            default -> {
                body = body.clone();
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return this;
    }

    private static String any(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String flipped(String text, Random random) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
    }

    private boolean isChunked() {
        return headers.stream().anyMatch(header -> header.startsWith("Transfer-Encoding"));
    }

    private byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (headers.stream().noneMatch(header -> header.startsWith("Content-Length"))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** A connection to a server on this machine; reopened after a response that closes it. */
    public static final class Connection implements AutoCloseable {
        private final int port;
        private Socket socket;

        public Connection(int port) {
            this.port = port;
        }

        /** Returns the response status. */
        public int send(RawHttp request) throws IOException {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
            }
            int status = NO_ANSWER;
            try {
                socket.getOutputStream().write(request.bytes());
                if (request.isChunked()) {
                    // An invalid chunk has no end.
                    socket.shutdownOutput();
                }
                status = read(socket.getInputStream());
            } catch (IOException e) {
                // The server closed the connection.
            }
            if (status != 200 && status != 401) {
                close();
            }
            return status;
        }

        private int read(InputStream in) throws IOException {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String head = head(in);
            while (head.startsWith("HTTP/1.1 100")) {
                head = head(in);
            }
            return head.startsWith("HTTP/1.") ? Integer.parseInt(head.substring(9, 12)) : NO_ANSWER;
        }

        /** Reads the response head; responses on kept connections have no body. */
        private String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            int each;
            while (head.indexOf("\r\n\r\n") < 0 && (each = in.read()) >= 0) {
                head.append((char) each);
            }
            return head.toString();
        }

        @Override
        public void close() throws IOException {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }
    }
}
