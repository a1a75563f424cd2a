package dev.linqroutes.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Finds ports for the demo. */
public final class PortChooser {
    private static final int HIGHEST = 65_535;

    private PortChooser() {}

    /**
     * The port asked for, else the usual one if it is free, else any free one.
     *
     * @throws IllegalArgumentException when the port asked for is none
     * @throws IllegalStateException when the port asked for is in use
     */
    public static int choose(String option, Optional<Integer> asked, int usual) throws IOException {
        if (asked.isPresent()) {
            if (asked.get() < 1 || asked.get() > HIGHEST) {
                throw new IllegalArgumentException(
                        option + " must be a port from 1 to " + HIGHEST + ", is " + asked.get());
            }
            if (!isFree(asked.get())) {
                throw new IllegalStateException(
                        "port " + asked.get() + " is in use; give " + option + " another one, or leave it out");
            }
            return asked.get();
        }
        if (isFree(usual)) {
            return usual;
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
