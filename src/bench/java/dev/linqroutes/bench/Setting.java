package dev.linqroutes.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What results depend on: without it they cannot be compared with others. */
final class Setting {
    private static final List<String> ARTIFACTS =
            List.of("camel-api", "kafka-clients", "parallel-consumer-core", "httpclient5", "vertx-core");

    private Setting() {}

    static Map<String, String> describe(String database, List<String> arguments)
            throws IOException, InterruptedException {
        Map<String, String> setting = new LinkedHashMap<>();
        setting.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        setting.put("commit", commit());
        setting.put(
                "command",
                "mvn test-compile exec:exec@bench -Dbench.args=\""
                        + String.join(" ", arguments).replaceAll("password=[^&\\s]+", "password=…") + "\"");
        setting.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores" + processor() + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        setting.put("Java", Runtime.version().toString());
        setting.put("PostgreSQL", database);
        setting.put("libraries", ARTIFACTS.stream().map(Setting::version).collect(Collectors.joining(", ")));
        return setting;
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? output : "unknown";
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> " " + line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private static String version(String artifact) {
        Matcher version = Pattern.compile("\\b" + artifact + "-(\\d[^/\\\\]*)\\.jar")
                .matcher(System.getProperty("java.class.path"));
        return artifact + " " + (version.find() ? version.group(1) : "unknown");
    }
}
