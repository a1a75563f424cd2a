package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged command, its settings in the environment, and then the routes with what it said. */
class SubscribeCommandIT extends SandboxTest {
    private static final Pattern SECRET = Pattern.compile("(?m)^LINQ_WEBHOOK_SECRET=(.+)$");

    @Test
    void with_the_line_that_subscribe_prints_events_come_in_and_the_check_is_content() throws Exception {
        InProcessProgram instance = program().with("linq.confirm", "true");
        Map<String, String> environment = new HashMap<>(Map.of(
                "LINQ_API_URL",
                sandbox.apiUrl(),
                "LINQ_API_KEY",
                "sandbox-key",
                "LINQ_WEBHOOK_PUBLIC_URL",
                "http://127.0.0.1:" + instance.setting("http.port")));
        Matcher secret = SECRET.matcher(subscribe(0, environment));
        assertThat(secret.find()).isTrue();
        assertThat(subscribe(1, environment, "--check")).contains("LINQ_WEBHOOK_SECRET is not set");
        environment.put("LINQ_WEBHOOK_SECRET", secret.group(1));
        assertThat(subscribe(0, environment, "--check"))
                .contains("account events  none")
                .contains("OK: the routes receive all events that they need.");

        instance.with("linq.webhook.secret", secret.group(1)).start();
        topics.produce(
                "order-1",
                """
                {"type": "create_group", "group_ref": "order-1", "to": ["+12025550101", "+12025550102"],
                 "message": {"text": "Hello"}}""");
        await().atMost(Duration.ofSeconds(30)).until(() -> topics.records(topics.events()).stream()
                .anyMatch(event -> new String(event.value(), StandardCharsets.UTF_8).contains("message.sent")));
    }

    private String subscribe(int exitCode, Map<String, String> environment, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "subscribe";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ProgramProcess.run(folder, environment, exitCode, all);
    }
}
