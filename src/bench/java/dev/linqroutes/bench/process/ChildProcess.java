package dev.linqroutes.bench.process;

import dev.linqroutes.testing.ProgramProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A JVM of its own, killed at the latest when this one ends. What it prints goes to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final String JAVA = ProcessHandle.current().info().command().orElse("java");
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path log;
    private final long startedMicros;
    private final Thread killer;

    private ChildProcess(Process process, Path log, long startedMicros) {
        this.process = process;
        this.log = log;
        this.startedMicros = startedMicros;
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Starts a class of the benchmarks with their class path. */
    public static ChildProcess ofClass(
            Class<?> main, int heapMegabytes, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of("-Xmx" + heapMegabytes + "m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(main.getSimpleName(), folder, environment, command);
    }

    /** Starts {@code java ARGUMENTS} in the folder, with no environment but the given one. */
    public static ChildProcess start(String name, Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Path log = Files.createTempFile(folder, name, ".log");
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(arguments);
        long started = Micros.now();
        Process process = ProgramProcess.launch(command, folder, environment, log);
        try {
            return new ChildProcess(process, log, started);
        } catch (IllegalStateException e) {
            // This JVM is ending: nobody would kill it.
            process.destroyForcibly();
            throw e;
        }
    }

    public long startedMicros() {
        return startedMicros;
    }

    /** Waits for a line that begins so, and returns the rest of it. */
    public String awaitLine(String beginning, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<String> line = line(beginning);
            if (line.isPresent()) {
                return line.get();
            }
            requireAlive();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no line " + beginning + " after " + atMost + ":\n" + output());
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private Optional<String> line(String beginning) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith(beginning))
                    .map(line -> line.substring(beginning.length()).strip())
                    .findFirst();
        }
    }

    /** @throws IllegalStateException with its output when it has ended */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("ended with " + process.exitValue() + ":\n" + output());
        }
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    /** CPU time since its start, of all its threads. */
    public double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The most memory that was resident; empty if the system does not report it. */
    public OptionalLong peakMegabytes() throws IOException {
        return ProgramProcess.peakMegabytes(process);
    }

    /** Bytes of its heap that are in use after a complete collection. */
    public long liveBytes() throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Path.of(JAVA).resolveSibling("jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String last = text.strip().lines().reduce("", (earlier, later) -> later);
        if (histogram.waitFor() != 0 || !last.startsWith("Total ")) {
            throw new IllegalStateException("no histogram: " + text);
        }
        return Long.parseLong(last.strip().split(" +")[2]);
    }

    /** SIGKILL: without shutdown hooks. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
