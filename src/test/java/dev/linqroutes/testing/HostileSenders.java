package dev.linqroutes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many connections that each send the same incomplete request and wait. A closed connection is reopened at once, so their
 * number is constant; while the server is down, reopening is retried a few times a second.
 */
public final class HostileSenders implements AutoCloseable {
    private static final int WAIT_MILLIS = 100;

    private final InetSocketAddress server;
    private final byte[] bytes;
    private final Selector selector;
    private final Thread thread = new Thread(this::attack, "hostile-senders");
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    private HostileSenders(int port, byte[] bytes) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.bytes = bytes;
        selector = Selector.open();
    }

    public static HostileSenders start(int connections, int port, byte[] bytes) throws IOException {
        HostileSenders senders = new HostileSenders(port, bytes);
        for (int i = 0; i < connections; i++) {
            senders.open();
        }
        senders.thread.start();
        return senders;
    }

    /** Number of connections opened so far. */
    public long opened() {
        return opened.get();
    }

    /** Number of bytes sent so far. */
    public long sent() {
        return sent.get();
    }

    private void open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_CONNECT, ByteBuffer.wrap(bytes));
        opened.incrementAndGet();
    }

    private void attack() {
        try {
            while (!stopped.get()) {
                selector.select(WAIT_MILLIS);
                int refused = 0;
                for (SelectionKey key : selector.selectedKeys()) {
                    boolean connected = !key.isConnectable();
                    if (!goesOn(key)) {
                        key.channel().close();
                        if (connected) {
                            open();
                        } else {
                            refused++;
                        }
                    }
                }
                selector.selectedKeys().clear();
                if (refused > 0) {
                    TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
                }
                for (int i = 0; i < refused; i++) {
                    open();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the server still listens. */
    private boolean goesOn(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer rest = (ByteBuffer) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
            } else if (key.isWritable()) {
                sent.addAndGet(channel.write(rest));
                key.interestOps(
                        rest.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ);
            }
            return !key.isReadable() || channel.read(ByteBuffer.allocate(1_024)) >= 0;
        } catch (IOException e) {
            // The server closed the connection.
            return false;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopped.set(true);
        selector.wakeup();
        thread.join();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
