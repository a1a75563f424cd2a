package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.Browser;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed commands are found and replayed on the console, with what a replay does and why it is done; waiting ones are cancelled. */
class ConsoleCommandsIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String UNKNOWN = "11111111-2222-3333-4444-55555555555";

    private String ledger;
    private InProcessProgram program;
    private ConsoleClient console;

    /** Two messages to chats that Linq does not have. */
    @BeforeEach
    void failTwoCommands() throws Exception {
        ledger = FreshLedger.h2(folder);
        program = program().with("ledger.url", ledger).subscribedTo(linq).start();
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
        for (String filter : new String[] {"{\"batchId\": \"f-1\"}", "null", "[]", "\"all\"", "{\"code\": {}}"}) {
            assertThat(console.refused(
                            400, "POST", "commands/replay", "{\"filter\": " + filter + ", \"reason\": \"x\"}"))
                    .as("a misspelt filter must not mean all: %s", filter)
                    .contains("filter must be an object");
        }
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
        assertThat(console.get("audit").at("/actions/0/target").asText()).isEqualTo("hello-1");
        await().atMost(LONG).until(() -> topics.actions().size() == 2);
        assertThat(topics.actions().get(1).get("completes"))
                .isEqualTo(topics.actions().get(0).get("audit_id"));
        assertThat(topics.actions().get(0).get("user").asText()).isEqualTo("local");
        assertThat(topics.actions().get(0).get("reason").asText()).isEqualTo("chat is back");
    }

    @Test
    void without_a_record_nothing_is_replayed_and_an_action_without_a_result_is_said_to_be_one() throws Exception {
        String replay = "{\"ids\": [\"hello-1\"], \"reason\": \"chat is back\"}";
        pauseAll();
        inLedger("ALTER TABLE audit RENAME TO audit_gone");
        console.refused(503, "POST", "commands/replay", replay);
        inLedger("ALTER TABLE audit_gone RENAME TO audit");
        assertThat(status("hello-1")).isEqualTo("failed");

        console.post("commands/replay", replay);
        assertThat(status("hello-1")).isEqualTo("waiting");
        // As after a crash between the replay and its result.
        inLedger("UPDATE audit SET items = 0, result = '' WHERE action = 'replay-commands'");

        assertThat(console.get("audit").at("/actions/0").has("result")).isFalse();
        try (Browser browser = Browser.open(program.console())) {
            browser.press("a");
            browser.see("Replay failed commands: hello-1, because: chat is back");
            browser.see("not known whether it completed");
            browser.picture("console-actions");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private void inLedger(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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

    @Test
    void a_group_and_a_line_that_are_paused_are_seen_at_a_glance_on_every_page_with_who_and_why() throws Exception {
        String group = failed("id=hello-1").get(0).path("group").asText();
        pause("group", group, "wrong text");
        awaitNow("groups_paused", "1");
        assertThat(console.get("groups").findValuesAsText("paused")).containsExactlyInAnyOrder("true", "false");
        try (Browser browser = Browser.open(program.console())) {
            browser.see("1 group paused");
            browser.go("#/now");
            browser.see("Group " + UNKNOWN + "1 is paused by local: wrong text");
            browser.picture("console-now-group-paused");
            browser.clickLink(UNKNOWN + "1");
            browser.see("No calls are made for it: it is paused by local: wrong text");
            browser.picture("console-group-paused");

            await("Linq has named its lines").atMost(LONG).until(() -> !console.get("now")
                    .path("lines")
                    .findValues("health")
                    .isEmpty());
            String lines =
                    console.get("now").path("lines").findValuesAsText("line").toString();
            for (JsonNode line : console.get("now").path("lines")) {
                pause("line", line.path("line").asText(), "flagged by Linq");
            }
            browser.go("#/now");
            browser.see("all lines paused");
            browser.see("All lines are paused.");
            browser.see("is paused by local: flagged by Linq");
            assertThat(browser.evaluate("document.getElementById('state').className"))
                    .as("of " + lines)
                    .isEqualTo("bad");
            browser.picture("console-now-lines-paused");
            assertThat(browser.errors()).isEmpty();
        }
        pauseAll();
        assertThat(console.get("group?id=" + group).path("paused").booleanValue())
                .as("its own pause, which outlasts that of all")
                .isTrue();
    }

    private void pause(String scope, String name, String reason) throws Exception {
        console.post(
                "pauses", "{\"scope\": \"%s\", \"name\": \"%s\", \"reason\": \"%s\"}".formatted(scope, name, reason));
    }

    private void awaitNow(String field, String value) {
        await().atMost(LONG).until(() -> console.get("now").path(field).asText().equals(value));
    }

    @Test
    void a_line_without_traffic_is_paused_and_resumed_on_the_page() throws Exception {
        String pause = "{\"scope\": \"line\", \"name\": \"+12223339999\", \"reason\": \"maintenance\"}";
        console.post("pauses", pause);

        await().atMost(LONG)
                .until(() -> console.get("now").path("lines").findValuesAsText("paused"), paused -> paused.size() == 1);
        try (Browser browser = Browser.open(program.console())) {
            browser.go("#/now");
            browser.see("+12223339999");
            browser.see("maintenance");
            browser.click("Resume this line");
            await().atMost(LONG)
                    .until(() -> console.get("pauses").path("pauses").isEmpty());
        }
    }

    @Test
    void a_waiting_command_is_cancelled_and_the_others_of_its_group_go_on() throws Exception {
        queueThreeMessages();
        assertThat(console.refused(400, "POST", "commands/cancel", "{\"ids\": [\"second\"]}"))
                .contains("reason");
        assertThat(console.refused(400, "POST", "commands/cancel", "{\"ids\": [], \"reason\": \"x\"}"))
                .contains("up to 500 ids");

        JsonNode done = console.post(
                "commands/cancel", "{\"ids\": [\"second\", \"hello-1\", \"nobody's\"], \"reason\": \"wrong text\"}");

        assertThat(done.path("cancelled").intValue()).isEqualTo(1);
        assertThat(done.path("not_cancelled"))
                .extracting(each -> each.path("command_id").asText() + ": "
                        + each.path("reason").asText())
                .containsExactly("hello-1: it is finished: failed", "nobody's: there is no such command in the ledger");
        JsonNode action = console.get("audit").at("/actions/0");
        assertThat(action.path("action").asText()).isEqualTo("cancel-commands");
        assertThat(action.path("reason").asText()).isEqualTo("wrong text");
        assertThat(action.path("items").intValue()).isEqualTo(1);
        console.post("pauses/resume", "{\"scope\": \"all\"}");
        await().atMost(LONG).until(() -> status("third").equals("accepted"));
        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("First", "Third"));
        assertThat(topics.outcomesSoFar())
                .filteredOn(outcome -> outcome.path("command_id").asText().equals("second"))
                .singleElement()
                .satisfies(
                        outcome -> assertThat(outcome.path("status").asText()).isEqualTo("cancelled"));
    }

    @Test
    void what_waits_for_the_group_of_a_cancelled_create_fails_without_a_call() throws Exception {
        queueThreeMessages();

        console.post("commands/cancel", "{\"ids\": [\"first\"], \"reason\": \"wrong people\"}");
        console.post("pauses/resume", "{\"scope\": \"all\"}");

        await().atMost(LONG).until(() -> status("third").equals("failed"));
        assertThat(linq.groups()).isEmpty();
    }

    @Test
    void a_person_cancels_a_selection_on_the_page_of_the_group() throws Exception {
        queueThreeMessages();
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.go("#/groups");
            browser.clickLink("hikers");
            browser.see("Why it waits");
            browser.see("These will be its members:");
            browser.see("+12025550102");
            browser.see("not a member yet");
            browser.picture("console-group-members-to-be");
            browser.click("Cancel selected");
            browser.see("Select commands first");
            browser.tick("Select first");
            browser.tick("Select third");
            browser.click("Cancel selected");
            browser.see("what waits behind it will fail");
            browser.type("Reason", "wrong people");
            browser.picture("console-cancel");
            browser.click("Cancel 2 commands");
            browser.see("2 commands were cancelled.");
            browser.picture("console-cancelled");

            browser.go("#/commands/id%3Dsecond");
            browser.see("now waiting");
            assertThat(browser.text())
                    .contains("Command second")
                    .doesNotContain("Failed commands")
                    .doesNotContain("matches");
            browser.picture("console-command-waiting");
            browser.click("Cancel it");
            browser.type("Reason", "wrong people");
            browser.click("Cancel 1 command");
            browser.see("1 command was cancelled.");
            browser.go("#/commands/id%3Dnobody");
            browser.see("The ledger has no command with this id");
            browser.go("#/commands/code%3D4242");
            browser.see("No failed command matches.");
            assertThat(browser.errors()).isEmpty();
        }
    }

    /** Three commands of a group that wait, because all calls are paused. */
    @Test
    void each_command_of_a_group_says_its_own_reason_to_wait_on_its_page_and_on_that_of_its_group() throws Exception {
        queueThreeMessages();
        linq.setFaults("{\"error_before\": 1}");
        topics.produce(
                "hikers",
                """
                {"type": "send_message", "command_id": "tomorrow", "group_ref": "hikers", "message": {"text": "Later"},
                 "not_before": "2999-01-01T08:00:00Z"}""");
        topics.produce(
                "hikers",
                """
                {"type": "react", "command_id": "heart", "group_ref": "hikers", "message_of": {"command_id": "tomorrow"},
                 "reaction": "love"}""");
        console.post("pauses/resume", "{\"scope\": \"all\"}");

        String failed = "attempt \\d+ failed: .*, code \\d+; next try at .* UTC, in \\d+ s";
        await().atMost(LONG).until(() -> waiting("first").matches(failed));
        assertThat(waiting("second")).matches("behind command first, which the group makes first: .*");
        assertThat(waiting("tomorrow")).isEqualTo("it has a not_before: it starts at 2999-01-01 08:00 UTC");
        assertThat(waiting("heart")).contains("for message 1 of command \"tomorrow\", which is delayed until 2999");
        String group = console.get("commands?id=first").at("/command/group").asText();
        JsonNode page = console.get("group?id=" + group);
        assertThat(page.path("calls"))
                .extracting(call -> call.path("command_id").asText() + ": "
                        + call.path("waits_for").asText().replaceAll(" .*", ""))
                .containsExactly("first: attempt", "second: behind", "third: behind", "tomorrow: it", "heart: the");
        try (Browser browser = Browser.open(program.console())) {
            browser.go("#/commands/id%3Dtomorrow");
            browser.see("Why it waits: it has a not_before");
            browser.go("#/group/" + group.replace(":", "%3A"));
            browser.see("Waits: behind command first");
            browser.picture("console-group-waits");
            assertThat(browser.errors()).isEmpty();
        }
        linq.setFaults("{}");
    }

    private String waiting(String commandId) throws Exception {
        return console.get("commands?id=" + commandId).at("/command/waiting").asText();
    }

    private void queueThreeMessages() throws Exception {
        pauseAll();
        topics.produce(
                "hikers",
                """
                {"type": "create_group", "command_id": "first", "group_ref": "hikers", "to": ["+12025550101", "+12025550102"],
                 "message": {"text": "First"}}""");
        for (String id : List.of("second", "third")) {
            topics.produce(
                    "hikers",
                    """
                    {"type": "send_message", "command_id": "%s", "group_ref": "hikers", "message": {"text": "%s"}}"""
                            .formatted(id, id.equals("second") ? "Second" : "Third"));
        }
        await().atMost(LONG).until(() -> status("third").equals("waiting"));
    }

    private void pauseAll() throws Exception {
        console.post("pauses", "{\"scope\": \"all\", \"reason\": \"not yet\"}");
        // The pause is read within a second; an instance that has claimed a group before makes its calls.
        await().atMost(LONG)
                .until(() -> console.get("now").path("paused_by_person").booleanValue());
    }

    private String status(String commandId) throws Exception {
        return console.get("commands?id=" + commandId).at("/command/status").asText();
    }

    private JsonNode failed(String query) throws Exception {
        return console.get("commands?" + query).path("failed");
    }
}
