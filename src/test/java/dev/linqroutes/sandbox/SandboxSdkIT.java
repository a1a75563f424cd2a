package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Linq's official SDK for Node works with the sandbox as with Linq. {@code sdk/calls.mjs} makes each of its calls. Skipped without
 * node, npm and the SDK; where the environment has {@code LINQ_SDK=required}, as in CI, that is a failure.
 */
class SandboxSdkIT {
    private static final List<String> FILES = List.of("calls.mjs", "package.json", "package-lock.json");
    private static final boolean REQUIRED = "required".equals(System.getenv("LINQ_SDK"));
    private static final Map<String, JsonNode> CALLS = new LinkedHashMap<>();

    @TempDir
    static Path folder;

    /** Exact versions with their checksums, from npm's cache if they are there; no script of a package runs. */
    @BeforeAll
    static void callEverything() throws Exception {
        for (String file : FILES) {
            Files.copy(Path.of("src/test/resources/sdk", file), folder.resolve(file));
        }
        requireSuccess(
                "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=5");
        requireSuccess("node", "--version");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            String origin = "http://127.0.0.1:" + sandbox.port();
            Output output = run("node", "calls.mjs", origin, "sandbox-key");
            for (String line : output.text.lines().toList()) {
                assertThat(line).as(output.text).startsWith("{");
                JsonNode call = JsonTrees.read(line);
                CALLS.put(call.get("call").textValue(), call);
            }
            assertThat(output.status).as(output.text).isZero();
        }
    }

    private record Output(int status, String text) {}

    private static void requireSuccess(String... command) throws InterruptedException {
        try {
            Output output = run(command);
            require(output.status == 0, String.join(" ", command) + ": " + output.text);
        } catch (IOException e) {
            require(false, e.getMessage());
        }
    }

    private static void require(boolean success, String problem) {
        if (REQUIRED) {
            assertThat(success).as(problem).isTrue();
        }
        assumeTrue(success, "Linq's SDK cannot be had, so the sandbox is not tested with it: " + problem);
    }

    private static Output run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        return new Output(ended ? process.exitValue() : -1, Files.readString(output));
    }

    private static JsonNode result(String call) {
        JsonNode made = CALLS.get(call);
        assertThat(made).as(call).isNotNull();
        assertThat(made.has("error")).as("%s", made).isFalse();
        return made.get("result");
    }

    private static void assertError(String call, String type, int status, int code) {
        JsonNode error = CALLS.get(call).path("error");
        assertThat(error.path("type").asText()).as("%s", error).isEqualTo(type);
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("code").asInt()).isEqualTo(code);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void each_method_of_the_sdk_was_called_with_success() {
        List<String> methods = texts(result("methods"));

        assertThat(methods).hasSizeGreaterThan(40);
        methods.forEach(SandboxSdkIT::result);
    }

    @Test
    void the_same_recipients_reuse_the_chat() {
        assertThat(result("chats.create again").at("/chat/id"))
                .isEqualTo(result("chats.create").at("/chat/id"));
    }

    @Test
    void the_sdk_reads_page_after_page() {
        assertThat(texts(result("chats.listChats"))).hasSize(2).doesNotHaveDuplicates();
        assertThat(texts(result("chats.messages.list"))).hasSize(5).doesNotHaveDuplicates();
        assertThat(texts(result("messages.listMessagesThread")))
                .containsExactly(
                        result("chats.messages.send reply").at("/message/id").asText(),
                        result("chats.messages.send").at("/message/id").asText());
    }

    @Test
    void a_group_has_its_name_and_icon() {
        JsonNode group = result("chats.retrieve");

        assertThat(group.path("display_name").asText()).isEqualTo("Site crew 14");
        assertThat(group.path("group_chat_icon").asText()).startsWith("https://");
        assertThat(result("chats.update").path("status").asText()).isEqualTo("pending");
    }

    @Test
    void a_message_has_all_kinds_of_parts() {
        JsonNode message = result("messages.retrieve");

        assertThat(message.path("parts").findValuesAsText("type")).containsExactly("text", "media", "media");
        assertThat(message.at("/parts/0/text_decorations/0/style").asText()).isEqualTo("bold");
        assertThat(message.at("/parts/2/filename").asText()).isEqualTo("plan.png");
        assertThat(message.at("/effect/name").asText()).isEqualTo("confetti");
        assertThat(result("messages.update").at("/parts/0/value").asText()).isEqualTo("See the new plan");
    }

    @Test
    void a_key_in_the_header_sends_once() {
        assertThat(result("messages.create again").at("/message/id"))
                .isEqualTo(result("messages.create").at("/message/id"));
    }

    @Test
    void errors_are_those_of_the_sdk() {
        assertError("a malformed id", "BadRequestError", 400, 1005);
        assertError("an unknown id", "NotFoundError", 404, 2001);
        assertError("a wrong key", "AuthenticationError", 401, 2004);
        assertError("a foreign line", "PermissionDeniedError", 403, 2006);
        assertError("no parts", "BadRequestError", 400, 1004);
        assertThat(CALLS.get("leaving a direct chat").at("/error/type").asText())
                .isEqualTo("ConflictError");
    }

    @Test
    void a_limited_call_succeeds_when_the_sdk_repeats_it_after_the_time_it_was_told() {
        assertError("limited", "RateLimitError", 429, 1007);
        assertThat(CALLS.get("limited").at("/error/retryAfter").asText()).isEqualTo("1");
        result("limited and repeated");
    }

    @Test
    void the_sdk_verifies_webhooks_and_refuses_a_forged_one() {
        assertThat(texts(result("webhooks.unwrap")))
                .contains(
                        "chat.created",
                        "chat.group_name_updated",
                        "chat.group_icon_updated",
                        "participant.added",
                        "participant.removed",
                        "message.sent",
                        "message.edited",
                        "reaction.added");
        assertThat(CALLS.get("a forged webhook").at("/error/type").asText()).isEqualTo("WebhookVerificationError");
    }
}
