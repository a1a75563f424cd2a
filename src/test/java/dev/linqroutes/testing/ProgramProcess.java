package dev.linqroutes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The packaged program in a separate process. */
public final class ProgramProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private ProgramProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code java -jar linq-routes.jar ARGUMENTS} with only the given environment. */
    public static ProgramProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(512, folder, environment, arguments);
    }

    /** The same with a heap of this size in megabytes. */
    public static ProgramProcess start(int megabytes, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        Path jar = Path.of(System.getProperty("linq-routes.jar")).toAbsolutePath();
        List<String> command = new ArrayList<>(ClassArchive.JAVA);
        command.add("-Xmx" + megabytes + "m");
        ClassArchive.of(jar).ifPresent(classes -> command.add("-XX:SharedArchiveFile=" + classes));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "program", ".log");
        return new ProgramProcess(launch(command, folder, environment, log), log);
    }

    /** Starts a command in the folder, with no environment but the given one; what it prints goes to the log. */
    public static Process launch(List<String> command, Path folder, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Settings as environment variables. */
    public static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach(
                (name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        return environment;
    }

    /** Runs the program to its end and returns its output. */
    public static String run(Path folder, Map<String, String> environment, int exitCode, String... arguments)
            throws IOException, InterruptedException {
        try (ProgramProcess program = start(folder, environment, arguments)) {
            int ended = program.awaitExit();
            if (ended != exitCode) {
                throw new AssertionError("ended with " + ended + ":\n" + program.output());
            }
            return program.output();
        }
    }

    /** Waits for a line of output that contains the text. */
    public ProgramProcess awaitLine(String text) {
        return await("\"" + text + "\" in its output", Duration.ofSeconds(60), () -> output().contains(text));
    }

    /** Waits for the condition. Fails with the output if the program ends or the wait times out. */
    public ProgramProcess await(String what, Duration atMost, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> condition.call() || !process.isAlive());
            if (!condition.call()) {
                throw new AssertionError(
                        "the program ended with " + process.exitValue() + " before " + what + ":\n" + output());
            }
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "not after " + atMost + ": " + what + "; the program printed:\n" + outputWithThreads(), e);
        } catch (Exception e) {
            throw new AssertionError("cannot tell: " + what, e);
        }
        return this;
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output with a thread dump, if available. */
    private String outputWithThreads() {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> output().contains("JNI global refs") || !process.isAlive());
        } catch (IOException | ConditionTimeoutException e) {
            return output() + "\n(its threads are not known: " + e + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return output();
    }

    /** SIGKILL: without shutdown hooks. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns the exit code. A process with nothing in flight must end well before a container would be killed. */
    public int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end when told to:\n" + outputWithThreads());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public OptionalLong peakMegabytes() throws IOException {
        return peakMegabytes(process);
    }

    /** Peak resident memory of a process in megabytes; empty if the system does not report it. */
    public static OptionalLong peakMegabytes(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        }
    }

    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** A free port outside the ephemeral range, from which the system could assign it to another process. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // In use; try the next.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
