package dev.linqroutes.bench.contender;

import java.io.IOException;

/** A program that is measured: a build of the product, or what somebody might use in its place. */
public interface Contender {
    String name();

    /** How many of these messages one run of it can take without lasting for ever. */
    default int limit(int messages, int latencyMillis) {
        return messages;
    }

    /** Starts it in a process of its own; it may take a while until it is ready. */
    RunningContender start(RunEnvironment environment) throws IOException;

    /** Whether it is a build of the product. */
    default boolean isProduct() {
        return false;
    }
}
