package dev.linqroutes.bench.contender;

import dev.linqroutes.bench.process.ChildProcess;
import dev.linqroutes.bench.process.Micros;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A contender's process. */
public final class RunningContender implements AutoCloseable {
    private static final long PATIENCE_MICROS = 120_000_000;
    private static final long POLL_MILLIS = 20;

    private final ChildProcess process;
    private final int port;
    private final Callable<Boolean> readiness;
    private Optional<Double> secondsToReady = Optional.empty();

    RunningContender(ChildProcess process, int port, Callable<Boolean> readiness) {
        this.process = process;
        this.port = port;
        this.readiness = readiness;
    }

    public ChildProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    /** Returns when it says that it is ready. */
    public void awaitReady() throws Exception {
        while (!readiness.call()) {
            process.requireAlive();
            if (Micros.now() - process.startedMicros() > PATIENCE_MICROS) {
                throw new IllegalStateException("not ready:\n" + process.output());
            }
            Thread.sleep(POLL_MILLIS);
        }
        secondsToReady = Optional.of(Micros.seconds(process.startedMicros(), Micros.now()));
    }

    /** From its start. */
    public double secondsToReady() {
        return secondsToReady.orElseThrow();
    }

    public double cpuSeconds() throws IOException {
        process.requireAlive();
        return process.cpuSeconds();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
