package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.Browser;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.InProcessProgram;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed commands are found and replayed on the console, with what a replay does and why it is done. */
class ConsoleCommandsIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String UNKNOWN = "11111111-2222-3333-4444-55555555555";

    private InProcessProgram program;
    private ConsoleClient console;

    /** Two messages to chats that Linq does not have. */
    @BeforeEach
    void failTwoCommands() throws Exception {
        program = program().subscribedTo(linq).start();
        console = new ConsoleClient(program.console());
        for (int i = 1; i <= 2; i++) {
            topics.produce(
                    UNKNOWN + i,
                    """
                    {"type": "send_message", "command_id": "hello-%d", "chat_id": "%s", "message": {"text": "Hello"}}
                    """
                            .formatted(i, UNKNOWN + i));
        }
        await().atMost(LONG).until(() -> failed("").size() == 2);
    }

    @Test
    void a_command_is_found_by_its_id_its_error_and_the_text_of_it() throws Exception {
        assertThat(failed("id=hello-1")).hasSize(1);
        assertThat(failed("code=404")).hasSize(2);
        assertThat(failed("code=500")).isEmpty();
        String error = failed("id=hello-1").get(0).path("error").asText();
        assertThat(failed("text=" + error.substring(0, 4).replace(' ', '+'))).hasSize(2);
        assertThat(failed("text=%25")).as("a character of patterns").isEmpty();
        assertThat(failed("since=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(console.get("commands?id=hello-1").at("/command/status").asText())
                .isEqualTo("failed");
        assertThat(console.refused(400, "GET", "commands?code=many", "")).contains("error code");
        assertThat(console.refused(400, "GET", "commands?since=yesterday", "")).contains("2026-11-23T09:00:00Z");
    }

    @Test
    void a_replay_is_planned_needs_a_reason_and_does_what_was_shown() throws Exception {
        JsonNode plan = console.post("commands/plan", "{\"filter\": {\"code\": \"404\"}}");
        assertThat(plan.path("commands").intValue()).isEqualTo(2);
        assertThat(plan.at("/plans/0/calls/0/key").asText()).isEqualTo("fresh");

        assertThat(console.refused(400, "POST", "commands/replay", "{\"ids\": [\"hello-1\"]}"))
                .contains("reason");
        assertThat(console.refused(400, "POST", "commands/replay", "{\"reason\": \"x\"}"))
                .contains("ids, or a filter");
        assertThat(console.refused(
                        409,
                        "POST",
                        "commands/replay",
                        "{\"filter\": {}, \"expected\": 1, \"reason\": \"chat is back\"}"))
                .contains("now 2 failed commands match, not 1");

        JsonNode done = console.post("commands/replay", "{\"ids\": [\"hello-1\"], \"reason\": \"chat is back\"}");

        assertThat(done.path("replayed").intValue()).isEqualTo(1);
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 3);
        assertThat(console.get("audit").at("/actions/0/action").asText()).isEqualTo("replay-commands");
        assertThat(console.get("audit").at("/actions/0/reason").asText()).isEqualTo("chat is back");
        await().atMost(LONG).until(() -> topics.actions().size() == 1);
        assertThat(topics.actions().get(0).get("user").asText()).isEqualTo("local");
        assertThat(topics.actions().get(0).get("reason").asText()).isEqualTo("chat is back");
    }

    @Test
    void a_person_replays_all_that_match_and_sees_the_command_that_does_the_same() throws Exception {
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.press("c");
            browser.see("2 failed.");
            browser.type("error code or HTTP status", "404");
            browser.click("Search");
            browser.see("2 failed.");
            browser.click("Replay all that match");
            browser.see("2 commands would be replayed");
            browser.see("fresh key");
            browser.see("linq-routes replay failed --code '404' --do");
            browser.picture("console-replay");
            browser.type("Reason", "the chats are back");
            browser.click("Replay 2 commands");
            browser.see("2 commands are queued again.");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_group_that_is_paused_says_why_and_goes_on_when_it_is_resumed() throws Exception {
        String group = failed("id=hello-1").get(0).path("group").asText();
        String pause = "{\"scope\": \"group\", \"name\": \"" + group + "\", \"reason\": \"wrong text\"}";
        assertThat(console.refused(400, "POST", "pauses", "{\"scope\": \"all\"}"))
                .contains("reason");
        assertThat(console.refused(400, "POST", "pauses", "{\"scope\": \"everything\"}"))
                .contains("all, line or group");
        assertThat(console.refused(400, "POST", "pauses", "{\"scope\": \"line\", \"reason\": \"x\"}"))
                .contains("name");
        console.post("pauses", pause);
        assertThat(console.refused(409, "POST", "pauses", pause)).contains("paused already");

        console.post("commands/replay", "{\"ids\": [\"hello-1\"], \"reason\": \"again\"}");

        await().atMost(LONG)
                .until(
                        () -> console.get("group?id=" + group).path("waiting").asText(),
                        why -> why.equals("it is paused by local: wrong text"));
        console.post("pauses/resume", pause);
        assertThat(console.refused(409, "POST", "pauses/resume", pause)).contains("not paused");
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 3);
        assertThat(console.get("audit").at("/actions/0/action").asText()).isEqualTo("resume");
    }

    private JsonNode failed(String query) throws Exception {
        return console.get("commands?" + query).path("failed");
    }
}
