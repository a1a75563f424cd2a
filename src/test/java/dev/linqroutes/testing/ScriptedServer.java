package dev.linqroutes.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server on this machine whose answers are bytes, so that they can be wrong in every way, as those of other programs'
 * servers and gateways are.
 *
 * <p>Thread-safe.
 */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket door;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /** What it does with a request. */
    public interface Script {
        void answer(Request request, Connection connection) throws IOException, InterruptedException;
    }

    /**
     * A request as it came.
     *
     * @param headers by names in lower case
     */
    public record Request(String method, String path, Map<String, String> headers, String body) {}

    /** The way back to who has asked. */
    public static final class Connection {
        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        public Connection write(String ascii) throws IOException {
            return write(ascii.getBytes(StandardCharsets.ISO_8859_1));
        }

        public Connection write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** An answer with its length, as it should be. */
        public Connection answer(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return write(head(status, List.of("Content-Length: " + bytes.length)))
                    .write(bytes);
        }

        /** Hangs up, as after an answer. */
        public void close() throws IOException {
            socket.close();
        }

        /** Hangs up without a word: who has asked reads nothing that may still be on its way. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** @param script runs in a thread for each connection */
    public ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
    }

    /** @param door where it listens */
    public ScriptedServer(ServerSocket door, Script script) {
        this.script = script;
        this.door = door;
        start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many connections were made to it. */
    public int connections() {
        return connections.get();
    }

    /** Status line and headers, and the empty line behind them. */
    public static String head(int status, List<String> headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            Connection connection = new Connection(socket);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                script.answer(request(line, in), connection);
            }
        } catch (IOException e) {
            // Who asked has hung up, or the script has.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    private static Request request(String line, InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        String[] words = line.split(" ");
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(words[0], words[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Empty at the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int each;
        while ((each = in.read()) >= 0 && each != '\n') {
            if (each != '\r') {
                line.write(each);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "odd server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Closeable socket : sockets) {
            socket.close();
        }
    }
}
