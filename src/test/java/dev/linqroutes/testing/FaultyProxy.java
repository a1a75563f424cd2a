package dev.linqroutes.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy to a server on this machine, which can interrupt the connections.
 *
 * <ul>
 *   <li>{@link #disconnect} closes all connections, and new ones at once, until {@link #restore}.
 *   <li>{@link #dropPackets} drops all packets without closing connections, like a firewall that lost its state; new
 *       connections are accepted and stay silent, until {@link #restore}. Connections of that time stay silent forever, since
 *       bytes are missing.
 *   <li>{@link #silenceConnections} silences the current connections; new ones work.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {
    private enum State {
        CONNECTED,
        DISCONNECTED,
        DROPPING
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile State state = State.CONNECTED;

    private static final class Connection {
        private final Socket client;
        private volatile boolean silent;

        private Connection(Socket client) {
            this.client = client;
        }
    }

    /** @param target port of the server */
    public FaultyProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** To the server of this URL, which may be a JDBC URL. */
    public static FaultyProxy to(String url) throws IOException {
        return new FaultyProxy(URI.create(url.replaceFirst("^jdbc:", "")).getPort());
    }

    /** The URL of the server with the port of the proxy. */
    public String through(String url) {
        return url.replace(":" + target + "/", ":" + port() + "/");
    }

    /** The port of the proxy. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Closes all connections; new ones are closed at once. */
    public void disconnect() {
        state = State.DISCONNECTED;
        connections.forEach(connection -> closeQuietly(connection.client));
        connections.clear();
    }

    /** Drops all packets from now on. */
    public void dropPackets() {
        state = State.DROPPING;
        connections.forEach(connection -> connection.silent = true);
    }

    /** New connections work again. */
    public void restore() {
        state = State.CONNECTED;
    }

    /** Silences the current connections; new ones work. */
    public void silenceConnections() {
        dropPackets();
        restore();
    }

    /** Number of working connections. */
    public long countConnections() {
        return connections.stream().filter(connection -> !connection.silent).count();
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(listener.accept());
                connections.add(connection);
                // Checked after the connection is registered, so that none is missed.
                State now = state;
                connection.silent = now == State.DROPPING;
                if (now == State.DISCONNECTED) {
                    connections.remove(connection);
                    closeQuietly(connection.client);
                } else {
                    connect(connection);
                }
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Connection connection) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            start(() -> copy(connection, connection.client, server));
            start(() -> copy(connection, server, connection.client));
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            connections.remove(connection);
            closeQuietly(connection.client);
        }
    }

    private void copy(Connection connection, Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!connection.silent) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One end is closed. The other is closed only unless packets are dropped.
        } finally {
            closeQuietly(from);
            if (!connection.silent) {
                closeQuietly(to);
                connections.remove(connection);
            }
        }
    }

    private static void closeQuietly(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        disconnect();
    }
}
