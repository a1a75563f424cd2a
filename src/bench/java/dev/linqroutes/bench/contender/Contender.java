package dev.linqroutes.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that is measured: a build of the product, or what somebody might use in its place. */
public interface Contender {
    String name();

    /** How many of these messages one run of it can take without lasting for ever. */
    default int limit(int messages, int latencyMillis) {
        return messages;
    }

    /** Starts it in a process of its own; it may take a while until it is ready. */
    RunningContender start(RunEnvironment environment) throws IOException;

    /**
     * Starts the Linq that it has for tests, in a process of its own: the sandbox, or what a scenario compares with it.
     *
     * @param options of the command {@code sandbox}
     */
    default RunningContender startLocalLinq(Path folder, int heapMegabytes, List<String> options) throws IOException {
        throw new UnsupportedOperationException(name() + " has no Linq for tests");
    }

    /** Whether it is a build of the product. */
    default boolean isProduct() {
        return false;
    }
}
