package dev.linqroutes.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on this machine as a firewall does that forgets connections: on command it drops what
 * comes from either side and closes nothing, so that nobody is told.
 *
 * <ul>
 *   <li>{@link #swallow} drops everything, on connections that are there and on new ones, which are accepted and stay
 *       silent.
 *   <li>{@link #forward} lets new connections through again. Those that were there meanwhile stay silent for ever: bytes of
 *       them are missing.
 *   <li>{@link #forget} is both at once: what is connected now is silent, what connects from now on is not.
 * </ul>
 *
 * <p>Thread-safe. For connections that are closed instead, see {@link Cable}.
 */
public final class SwallowingProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean swallowing;

    private static final class Connection {
        private final Socket client;
        private volatile boolean silent;

        private Connection(Socket client) {
            this.client = client;
        }
    }

    /** @param target port of the server */
    public SwallowingProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Port to connect to instead of the server's. */
    public int port() {
        return door.getLocalPort();
    }

    /** From now on nothing passes. */
    public void swallow() {
        swallowing = true;
        connections.forEach(connection -> connection.silent = true);
    }

    /** New connections are let through again. */
    public void forward() {
        swallowing = false;
    }

    /** The connections that are there now are silent from now on; new ones are let through. */
    public void forget() {
        swallow();
        forward();
    }

    /** How many connections are let through now. */
    public long alive() {
        return connections.stream().filter(connection -> !connection.silent).count();
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(door.accept());
                connections.add(connection);
                // After it is known to swallow(), so that none slips through.
                connection.silent = swallowing;
                connect(connection);
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
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
            // The server is not up: the client is told as if it had asked itself.
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
            // One end is closed. The other is told of that only where anything passes.
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
        Thread thread = new Thread(work, "swallowing proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        connections.forEach(connection -> closeQuietly(connection.client));
    }
}
