package dev.linqroutes.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Chooses ports for the demo. */
public final class PortChooser {
    private static final int MAX_PORT = 65_535;

    private PortChooser() {}

    /**
     * The requested port, else the default if it is free, else any free port.
     *
     * @throws IllegalArgumentException when the requested port is out of range
     * @throws IllegalStateException when the requested port is in use
     */
    public static int choose(String option, Optional<Integer> requested, int defaultPort) throws IOException {
        if (requested.isPresent()) {
            if (requested.get() < 1 || requested.get() > MAX_PORT) {
                throw new IllegalArgumentException(
                        option + " must be a port from 1 to " + MAX_PORT + ", is " + requested.get());
            }
            if (!isFree(requested.get())) {
                throw new IllegalStateException("port " + requested.get() + " is in use; choose another with " + option
                        + ", or omit the option");
            }
            return requested.get();
        }
        if (isFree(defaultPort)) {
            return defaultPort;
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
