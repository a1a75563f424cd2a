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

/** A TCP connection to a server on this machine that can be pulled out and plugged in again. */
public final class Cable implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Closeable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean plugged = true;

    /** @param target port of the server */
    public Cable(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Port to connect to instead of the server's. */
    public int port() {
        return door.getLocalPort();
    }

    /** Breaks all connections; new ones break at once. */
    public void pull() {
        plugged = false;
        ends.forEach(Cable::closeQuietly);
        ends.clear();
    }

    public void plug() {
        plugged = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                if (plugged) {
                    connect(client);
                } else {
                    client.close();
                }
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        ends.add(client);
        ends.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One end is closed, which closes the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
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
        door.close();
        pull();
    }
}
