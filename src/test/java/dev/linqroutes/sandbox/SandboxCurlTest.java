package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that repeats a request is run by real shells, with bodies that want to be more than data. */
class SandboxCurlTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @TempDir
    Path directory;

    private final BlockingQueue<Repeated> repeated = new LinkedBlockingQueue<>();
    private HttpServer recorder;

    /** A request that curl made. */
    private record Repeated(String method, String path, String type, String note, String key, byte[] body) {}

    @BeforeEach
    void startRecorder() throws IOException {
        recorder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        recorder.createContext("/", this::record);
        recorder.start();
    }

    @AfterEach
    void stopRecorder() {
        recorder.stop(0);
    }

    private void record(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        repeated.add(new Repeated(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers.getFirst("Content-Type"),
                headers.getFirst("X-Note"),
                headers.getFirst("Authorization"),
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(linq.server().apiUrl() + path))
                .header("Authorization", "Bearer sandbox-key");
    }

    /** Sends a request to the sandbox, and gives what the page copies. */
    private Reply curlOf(HttpRequest request) throws Exception {
        CLIENT.send(request, HttpResponse.BodyHandlers.discarding());
        return linq.request("GET", linq.url("/sandbox/requests/1/curl"), "", "");
    }

    private int run(String shell, String command) throws Exception {
        String there = command.replace(
                "127.0.0.1:" + linq.server().port(),
                "127.0.0.1:" + recorder.getAddress().getPort());
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", there).directory(directory.toFile());
        builder.environment().put("LINQ_API_KEY", "the key");
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        Process process = builder.start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("it ends").isTrue();
        return process.exitValue();
    }

    private Repeated repeat(String shell, HttpRequest request) throws Exception {
        assertThat(run(shell, curlOf(request).text("/command"))).isZero();
        Repeated made = repeated.poll(10, TimeUnit.SECONDS);
        assertThat(made).as(() -> "what curl made").isNotNull();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("nothing else was run").containsExactly(directory.resolve("output"));
        }
        return made;
    }

    static Stream<byte[]> bodies() {
        byte[] random = new byte[5_000];
        new Random(1).nextBytes(random);
        return Stream.concat(
                Stream.of(
                                "{\"text\": \"Ann's \\\"table\\\"\"}",
                                "{\"text\": \"first\\nsecond\"}\n",
                                "{\n  \"big\": 12345678901234567890, \"same\": 1.0, \"same\": 2\n}",
                                "@/etc/hostname",
                                "@-",
                                "-d",
                                "$(touch here) `touch here` ${IFS} !! !touch %s %n \\0 \\n ~ * ?",
                                "';touch here;'",
                                "\";touch here;\"",
                                "' \\' '' \\",
                                "tab\there\r\nreturn",
                                "\u001B[201~\ntouch here\n",
                                "a\0b\0",
                                "%d'\0touch here",
                                "-\0 begins with a minus",
                                "\u009Btitle \uD83D\uDE00 \u202E \u05E9\u05DC\u05D5\u05DD",
                                "\n\n",
                                "x".repeat(16_384))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(new byte[] {(byte) 0xFF, (byte) 0xC3, 0x28, '0', '1', '\''}, random));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void the_command_repeats_any_body_byte_for_byte(byte[] body) throws Exception {
        HttpRequest request = request("/chats")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();

        Repeated made = repeat("sh", request);

        assertThat(made.body()).isEqualTo(body);
        assertThat(made.type()).isEqualTo("application/json");
        assertThat(made.key()).isEqualTo("Bearer the key");
        assertThat(run(
                        "bash",
                        linq.request("GET", linq.url("/sandbox/requests/1/curl"), "", "")
                                .text("/command")))
                .isZero();
        assertThat(repeated.poll(10, TimeUnit.SECONDS).body()).as("in bash").isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "PATCH", "A'B`touch$HOME|x"})
    void the_command_repeats_any_method(String method) throws Exception {
        Repeated made = repeat(
                "sh",
                request("/chats/a$(touch)/../b%20c?to=%2B1&from='$(touch%20here)'&x[1-9]=*")
                        .method(method, BodyPublishers.noBody())
                        .build());

        assertThat(made.method()).isEqualTo(method);
        assertThat(made.path())
                .isEqualTo("/api/partner/v3/chats/a$(touch)/../b%20c?to=%2B1&from='$(touch%20here)'&x[1-9]=*");
        assertThat(made.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'$(touch here)' \"!!\" `touch here`", "@/etc/hostname", "a\tb", ""})
    void the_command_repeats_any_header(String value) throws Exception {
        Repeated made =
                repeat("bash", request("/chats").header("X-Note", value).GET().build());

        // The recorder makes blanks of tabulators.
        assertThat(made.note()).isEqualTo(value.replace('\t', ' '));
        assertThat(made.type()).isNull();
    }

    @Test
    void without_a_type_the_body_gets_none() throws Exception {
        Repeated made = repeat(
                "sh", request("/chats").POST(BodyPublishers.ofString("{}")).build());

        assertThat(made.type()).isNull();
    }

    @Test
    void a_body_that_is_not_all_in_the_log_is_not_repeated_in_part() throws Exception {
        String large = "{\"text\": \"" + "x".repeat(20_000) + "\"}";
        Reply curl =
                curlOf(request("/chats").POST(BodyPublishers.ofString(large)).build());

        assertThat(curl.body().path("whole").booleanValue()).isFalse();
        assertThat(run("sh", curl.text("/command"))).isNotZero();
        assertThat(repeated).isEmpty();

        Files.writeString(directory.resolve("whole-body.json"), large);
        assertThat(run("sh", curl.text("/command"))).isZero();
        assertThat(repeated.poll(10, TimeUnit.SECONDS).body()).asString().isEqualTo(large);
    }

    @Test
    void a_secret_is_in_no_command() throws Exception {
        Reply curl =
                curlOf(request("/chats").header("Cookie", "session=1234").GET().build());

        assertThat(curl.text("/command")).doesNotContain("sandbox-key", "1234", "hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"target_url\": \"https://hooks.example.com/x?token=s3cret\"}",
                "{\"deep\": [{\"signing_secret\": \"s3cret\"}]}",
                "no JSON, but https://hooks.example.com/x?token=s3cret"
            })
    void a_body_with_a_secret_is_repeated_without_it_and_says_so(String body) throws Exception {
        Reply curl = curlOf(request("/webhook-subscriptions")
                .POST(BodyPublishers.ofString(body))
                .build());

        assertThat(curl.text("/command")).contains("(hidden)").doesNotContain("s3cret");
        assertThat(curl.body().path("whole").booleanValue()).isFalse();
        assertThat(curl.body().path("secrets_hidden").booleanValue()).isTrue();
        assertThat(curl.body().path("body_cut").booleanValue()).isFalse();
        assertThat(run("sh", curl.text("/command"))).isZero();
    }

    @Test
    void a_query_or_a_header_with_a_secret_is_repeated_without_it_and_says_so() throws Exception {
        Reply query = curlOf(request("/chats?access_token=s3cret&limit=2").GET().build());
        assertThat(query.text("/command")).contains("limit=2").doesNotContain("s3cret");
        assertThat(query.body().path("secrets_hidden").booleanValue()).isTrue();
        linq.admin("DELETE", "/record", JsonTrees.object());

        CLIENT.send(
                request("/chats").header("X-Api-Key", "s3cret").GET().build(), HttpResponse.BodyHandlers.discarding());
        Reply header = linq.request("GET", linq.url("/sandbox/requests/2/curl"), "", "");
        assertThat(header.text("/command")).doesNotContain("s3cret");
        assertThat(header.body().path("whole").booleanValue()).isFalse();
    }

    @Test
    void the_key_of_the_sandbox_is_no_secret_that_is_missing() throws Exception {
        Reply curl = curlOf(request("/chats").GET().build());

        assertThat(curl.body().path("whole").booleanValue()).isTrue();
    }

    @Test
    void a_request_that_was_forgotten_has_no_command() {
        linq.createGroup("Hello", ANN, BOB);
        linq.admin("DELETE", "/record", JsonTrees.object());

        for (String seq : new String[] {"0", "1", "2", "-1", "x", "99999999999999999999"}) {
            assertThat(linq.request("GET", linq.url("/sandbox/requests/" + seq + "/curl"), "", "")
                            .status())
                    .as(seq)
                    .isEqualTo(404);
        }
    }
}
