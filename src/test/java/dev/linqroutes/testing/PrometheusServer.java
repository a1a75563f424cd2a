package dev.linqroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real Prometheus with the configuration and the rules of {@code docs/ops}, in a process of its own. */
public final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path CONFIGURATION = Path.of("docs/ops/prometheus.yml");
    private static final Path RULES = Path.of("docs/ops/alerts.yml");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final int port = ProgramProcess.freePort();
    private final Path log;
    private final Process process;

    private PrometheusServer(Path folder, Path configuration) throws IOException {
        log = folder.resolve("prometheus.log");
        process = process(
                log,
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("prometheus-data"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    /** Skips the test where there is no Prometheus. */
    public static void requireInstalled() {
        Assumptions.assumeTrue(
                Stream.of("prometheus", "promtool").allMatch(PrometheusServer::isOnPath),
                "no prometheus and promtool on the PATH (Debian: apt-get install prometheus):"
                        + " the queries of alerts and dashboard are not tested");
    }

    /** Whether the program can be run by its name. */
    static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }

    /** The configuration of docs/ops with another target, the rules where they are here, and a second between two measurements. */
    public static Path configuration(Path folder, String target) throws IOException {
        String configuration = Files.readString(CONFIGURATION);
        configuration = replace(configuration, "/etc/prometheus/alerts.yml", RULES.toAbsolutePath());
        configuration = replace(configuration, "linq-routes:8081", target);
        configuration =
                replace(configuration, "scrape_interval: 15s", "scrape_interval: 1s\n  evaluation_interval: 1s");
        return Files.writeString(folder.resolve("prometheus.yml"), configuration);
    }

    private static String replace(String text, String part, Object replacement) {
        assertThat(text).as(CONFIGURATION.toString()).containsOnlyOnce(part);
        return text.replace(part, replacement.toString());
    }

    /** Runs promtool, which has to find nothing wrong, and returns what it prints. */
    public static String promtool(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("promtool.log");
        Process promtool = process(output, command.toArray(String[]::new));
        if (!promtool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            promtool.destroyForcibly();
        }
        assertThat(promtool.waitFor()).as(() -> command + ":\n" + read(output)).isZero();
        return read(output);
    }

    private static Process process(Path log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param target host and port to measure
     */
    public static PrometheusServer start(Path folder, String target) throws IOException {
        PrometheusServer server = new PrometheusServer(folder, configuration(folder, target));
        try {
            Awaitility.await("Prometheus").atMost(PATIENCE).until(server::isReady);
        } catch (RuntimeException e) {
            server.close();
            throw new AssertionError("Prometheus does not start:\n" + read(server.log), e);
        }
        return server;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended with " + process.exitValue(), e);
            }
            return false;
        }
    }

    /** Data of a page of its API; fails for an error. */
    public JsonNode api(String page) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(get("/api/v1/" + page).body());
        assertThat(answer.path("status").asText()).as("%s: %s", page, answer).isEqualTo("success");
        return answer.get("data");
    }

    /** The series of a query's result, as of now. */
    public JsonNode query(String expression) throws IOException, InterruptedException {
        return api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .get("result");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Awaitility.await("the end of Prometheus").atMost(PATIENCE).until(() -> !process.isAlive());
    }
}
