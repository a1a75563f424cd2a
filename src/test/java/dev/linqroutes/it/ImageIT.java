package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.Dockerfile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program as the image has it: its jar, the jar of its libraries, and the archive that the Dockerfile lets the JVM make. */
class ImageIT extends SandboxTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int SMALL = 4_000_000;

    private final Path packaged = Path.of(System.getProperty("linq-routes.jar")).toAbsolutePath();
    private final Path own = packaged.resolveSibling("original-" + packaged.getFileName());
    private Dockerfile dockerfile;

    @BeforeEach
    void copyJars() throws Exception {
        dockerfile = Dockerfile.read();
        assertThat(dockerfile.instruction("COPY", "original-")).endsWith(" linq-routes.jar");
        Files.copy(own, folder.resolve("linq-routes.jar"));
        writeLibraries(folder.resolve("libraries.jar"));
    }

    /** What the packaged jar has, without the program: the same as a build of the pom without sources. */
    private void writeLibraries(Path libraries) throws IOException {
        try (JarFile all = new JarFile(packaged.toFile());
                JarFile ofProgram = new JarFile(own.toFile());
                OutputStream file = Files.newOutputStream(libraries);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.BEST_SPEED);
            for (Enumeration<JarEntry> entries = all.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith("META-INF/") || ofProgram.getEntry(entry.getName()) == null) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    all.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    @Test
    void the_container_starts_with_the_archive_works_and_is_healthy() throws Exception {
        Map<String, String> environment = program().environment();
        makeArchive(environment);
        Path log = folder.resolve("program.log");
        // Without this a JVM that cannot use the archive starts all the same.
        Process container = start(log, dockerfile.command(), environment, Map.of("JAVA_TOOL_OPTIONS", "-Xshare:on"));
        try {
            await(log.toString())
                    .atMost(LONG)
                    .until(() -> Files.readString(log).contains("ready in") || !container.isAlive());
            topics.produce(
                    "order-1",
                    "{\"type\": \"create_group\", \"command_id\": \"c-1\", \"message\": {\"text\": \"Hello\"},"
                            + " \"to\": [\"+12025550101\", \"+12025550102\"]}");
            await(log.toString()).atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                    .as(() -> read(log))
                    .singleElement()
                    .extracting(outcome -> outcome.get("status").asText())
                    .isEqualTo("accepted"));
            assertThat(run(dockerfile.healthcheck(), environment)).isZero();
        } finally {
            container.destroyForcibly().waitFor();
        }
        assertThat(run(dockerfile.healthcheck(), environment)).isNotZero();
    }

    private void makeArchive(Map<String, String> environment) throws Exception {
        String command = dockerfile
                .instruction("RUN", "-XX:ArchiveClassesAtExit=linq-routes.jsa")
                .replace("/tmp/inbox", folder.resolve("inbox-of-build").toString());

        assertThat(run(
                        List.of("sh", "-c", command),
                        Map.of(
                                "HTTP_PORT", environment.get("HTTP_PORT"),
                                "OBSERVE_PORT", environment.get("OBSERVE_PORT"))))
                .as(() -> read(folder.resolve("command.log")))
                .isZero();
        assertThat(folder.resolve("linq-routes.jsa")).isNotEmptyFile();
    }

    @Test
    void the_layer_of_the_program_is_small_and_names_the_libraries() throws IOException {
        assertThat(Files.size(own)).isLessThan(SMALL);
        try (JarFile jar = new JarFile(own.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
                    .isEqualTo("libraries.jar");
        }
        try (JarFile jar = new JarFile(packaged.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
                    .as("the packaged jar has them inside")
                    .isNull();
        }
    }

    /** Exit code. */
    private int run(List<String> command, Map<String, String> environment) throws Exception {
        Process process = start(folder.resolve("command.log"), command, environment, Map.of());
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private Process start(
            Path log, List<String> command, Map<String, String> environment, Map<String, String> additional)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(additional);
        return builder.start();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
