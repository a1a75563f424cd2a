package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.Browser;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.InProcessProgram;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A refused record is found on the console, corrected where it is wrong, and replayed once. */
class ConsoleDeadLettersIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRONG =
            """
            {"type": "create_group", "group_ref": "hikers", "to": ["+12025550101", 12025550102],
             "mesage": {"text": "See you on Sunday"}}""";
    private static final String CORRECTED =
            """
            {"type": "create_group", "group_ref": "hikers", "to": ["+12025550101", "+12025550102"],
             "message": {"text": "See you on Sunday"}}""";

    private InProcessProgram program;
    private ConsoleClient console;

    private void start() throws Exception {
        program = program().subscribedTo(linq).start();
        console = new ConsoleClient(program.console());
    }

    /** The dead letters on the console, when there are so many. */
    private JsonNode letters(int count) {
        return await().atMost(LONG)
                .until(() -> console.get("dead-letters").path("dead_letters"), list -> list.size() == count);
    }

    private static String path(JsonNode letter) {
        return "dead-letters/" + letter.path("partition") + "/" + letter.path("offset");
    }

    private static String body(String text, String reason) {
        return JSON.createObjectNode().put("value", text).put("reason", reason).toString();
    }

    @Test
    void a_dead_letter_is_checked_corrected_and_replayed_once() throws Exception {
        start();
        topics.produce("hikers-key", WRONG);
        JsonNode listed = letters(1).get(0);
        assertThat(listed.path("error").asText()).contains("/mesage: is not a field of this command");
        assertThat(listed.path("place").asText()).startsWith(topics.commands() + " partition ");
        assertThat(listed.path("key").asText()).isEqualTo("hikers-key");
        assertThat(listed.path("preview").asText()).isEqualTo(WRONG);

        JsonNode letter = console.get(path(listed));
        assertThat(letter.path("value").asText()).isEqualTo(WRONG);
        assertThat(letter.path("value_indented").asText().lines()).hasSizeGreaterThan(5);
        assertThat(Base64.getDecoder().decode(letter.path("value_base64").asText()))
                .isEqualTo(WRONG.getBytes(StandardCharsets.UTF_8));

        JsonNode problems =
                console.post(path(listed) + "/check", body(WRONG, "")).path("problems");
        assertThat(problems)
                .extracting(problem ->
                        problem.path("pointer").asText() + " " + problem.path("line") + ":" + problem.path("column"))
                .containsExactlyInAnyOrder("/to/1 1:72", "/message 1:1", "/mesage 2:2");
        assertThat(console.refused(400, "POST", path(listed) + "/replay", body(CORRECTED, " ")))
                .contains("reason must say why");
        assertThat(console.refused(400, "POST", path(listed) + "/replay", body(WRONG, "again")))
                .contains("it would be refused again: /");
        assertThat(topics.ends().values().stream().mapToLong(Long::longValue).sum())
                .as("nothing was sent")
                .isEqualTo(1);

        JsonNode checked = console.post(path(listed) + "/check", body(CORRECTED, ""));
        assertThat(checked.path("problems")).isEmpty();
        assertThat(checked.at("/chat/bubbles/0/text").asText()).isEqualTo("See you on Sunday");
        JsonNode replayed = console.post(path(listed) + "/replay", body(CORRECTED, "the CRM wrote a number"));

        assertThat(replayed.path("command_id").asText())
                .as("the id of the position of the refused record")
                .startsWith("k-")
                .isEqualTo(checked.path("command_id").asText());
        await().atMost(LONG).until(() -> linq.groups().size() == 1);
        assertThat(console.refused(409, "POST", path(listed) + "/replay", body(CORRECTED, "again")))
                .contains("it was replayed already, by local at")
                .contains("nothing was sent now");
        assertThat(console.get("dead-letters")
                        .at("/dead_letters/0/replayed/command_id")
                        .asText())
                .isEqualTo(replayed.path("command_id").asText());
        await().atMost(LONG).until(() -> console.get(path(listed))
                .at("/replayed/status")
                .asText()
                .equals("accepted"));
        assertThat(console.get(path(listed)).at("/replayed/group").asText()).isEqualTo("ref:hikers");
        assertThat(console.get("dead-letters")
                        .at("/dead_letters/0/replayed/status")
                        .asText())
                .isEqualTo("accepted");
        JsonNode action = console.get("audit").at("/actions/0");
        assertThat(action.path("action").asText()).isEqualTo("replay-dead-letter");
        assertThat(action.path("reason").asText()).isEqualTo("the CRM wrote a number");
        assertThat(topics.outcomesSoFar())
                .extracting(outcome -> outcome.path("status").asText())
                .containsExactly("refused", "accepted");
    }

    @Test
    void of_two_people_who_replay_at_the_same_time_one_makes_a_group_and_the_other_is_told() throws Exception {
        start();
        topics.produce("hikers", WRONG);
        String path = path(letters(1).get(0));
        List<CompletableFuture<Integer>> people = List.of("a", "b").stream()
                .map(id -> CORRECTED
                        .replace("{\"type\"", "{\"command_id\": \"" + id + "\", \"type\"")
                        .replace("\"hikers\"", "\"" + id + "\""))
                .map(text -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return console.send("POST", path + "/replay", BodyPublishers.ofString(body(text, "corrected")))
                                .statusCode();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();

        assertThat(people.stream().map(CompletableFuture::join).toList()).containsExactlyInAnyOrder(200, 409);
        await().atMost(LONG).until(() -> linq.groups().size() == 1);
        assertThat(topics.ends().values().stream().mapToLong(Long::longValue).sum())
                .as("the record and its replay")
                .isEqualTo(2);
    }

    @Test
    void what_the_ledger_or_the_clock_does_not_allow_is_a_problem_before_it_is_sent() throws Exception {
        start();
        topics.produce(
                "order-1", "{\"type\": \"send_message\", \"group_ref\": \"order-1\", \"message\": {\"text\": \"x\"}}");
        String path = path(letters(1).get(0));

        assertThat(problem(path, console.get(path).path("value").asText()))
                .contains("group \\\"order-1\\\" is not known");
        assertThat(problem(path, CORRECTED.replace("}}", "}, \"expires_at\": \"2026-01-01T00:00:00Z\"}")))
                .contains("has passed, so nothing would be sent")
                .contains("\"line\":2,\"column\":44");
    }

    @Test
    void an_error_of_the_json_is_at_its_line_and_column_whatever_characters_are_before_it() throws Exception {
        start();
        topics.produce("x", "{\"type\": \"send_message\",\n \"שלום 😀\": 1,, }");
        JsonNode letter = letters(1).get(0);

        assertThat(console.get(path(letter)).has("value_indented")).isFalse();
        assertThat(problem(path(letter), console.get(path(letter)).path("value").asText()))
                .contains("not JSON at line 2, column 15")
                .contains("\"line\":2,\"column\":15");
        assertThat(problem(path(letter), "")).contains("this is empty");
        assertThat(problem(path(letter), "[]")).contains("this is an array");
    }

    private String problem(String path, String text) throws Exception {
        return console.post(path + "/check", body(text, "")).path("problems").toString();
    }

    @Test
    void bytes_that_are_no_text_and_large_values_are_shown_as_such_and_can_be_downloaded() throws Exception {
        start();
        byte[] bytes = {0, 1, (byte) 0xff, (byte) 0xfe};
        topics.produce(bytes, bytes);
        JsonNode binary = letters(1).get(0);
        assertThat(binary.has("preview")).isFalse();
        assertThat(binary.path("key_bytes").intValue()).isEqualTo(4);
        JsonNode letter = console.get(path(binary));
        assertThat(letter.has("value")).isFalse();
        assertThat(Base64.getDecoder().decode(letter.path("value_base64").asText()))
                .isEqualTo(bytes);

        topics.produce("large", "{\"type\": \"" + "x".repeat(900_000) + "\"}");
        JsonNode large = letters(2).get(0);
        assertThat(large.path("preview").asText()).hasSize(301);
        letter = console.get(path(large));
        assertThat(letter.path("editable").booleanValue()).isFalse();
        assertThat(letter.path("value").asText()).hasSize(20_001);
        assertThat(console.refused(413, "POST", path(large) + "/check", body("x".repeat(200_001), "")))
                .contains(".jsonl file in the inbox");
    }

    @Test
    void a_dead_letter_that_kafka_has_deleted_is_missing_with_a_reason() throws Exception {
        start();
        topics.produce("hikers", WRONG);
        JsonNode letter = letters(1).get(0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            TopicPartition partition =
                    new TopicPartition(topics.dead(), letter.path("partition").intValue());
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }

        assertThat(console.refused(404, "POST", path(letter) + "/replay", body(CORRECTED, "x")))
                .contains("or no longer: Kafka deletes records");
        assertThat(console.refused(404, "GET", "dead-letters/99/0", "")).contains("no such dead letter");
        assertThat(console.refused(400, "GET", "dead-letters/0/first", "")).contains("offset must be that of a record");
        assertThat(letters(0)).isEmpty();
    }

    @Test
    void while_kafka_is_away_the_page_says_so_and_the_other_pages_go_on() throws Exception {
        program = program().with("kafka.brokers", "127.0.0.1:1").start();
        console = new ConsoleClient(program.console());
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return console.refused(503, "GET", "dead-letters", "");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        while (!answer.isDone()) {
            assertThat(console.get("commands").path("failed")).isEmpty();
        }
        assertThat(answer.join())
                .isEqualTo(
                        "Kafka at 127.0.0.1:1 does not respond; check that it is running and that KAFKA_BROKERS is correct");
    }

    @Test
    void who_may_only_look_sees_dead_letters_and_can_neither_check_nor_replay_them() throws Exception {
        program = program()
                .with("console.token", "may-operate-1234")
                .with("console.view-token", "may-look-12345678")
                .start();
        console = new ConsoleClient(program.console()).with("Authorization", "Bearer may-look-12345678");
        topics.produce("hikers", WRONG);
        String path = path(letters(1).get(0));

        assertThat(console.get(path).path("value").asText()).isEqualTo(WRONG);
        for (String action : List.of("/check", "/replay")) {
            assertThat(console.refused(403, "POST", path + action, body(CORRECTED, "x")))
                    .contains("may look");
        }
    }

    @Test
    void a_person_corrects_a_dead_letter_on_the_page() throws Exception {
        start();
        topics.produce("hikers", WRONG);
        topics.produce("evil", "<img src=x onerror=alert(1)> \u202Eevil\u202C " + "\uD83D\uDE00".repeat(2_000));
        letters(2);
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.press("d");
            browser.see("/mesage: is not a field of this command");
            browser.see("<img src=x onerror=alert(1)>");
            browser.picture("console-dead-letters");
            browser.clickLink("onerror");
            browser.see("characters that change the direction of writing");
            browser.click("Check");
            browser.see("Line 1, column");
            browser.picture("hostile-dead-letter");
            browser.click("Download the value as it came");
            browser.press("d");

            browser.clickLink("/mesage: is not a field");
            browser.see("Why it was refused");
            browser.click("Check");
            browser.see("3 problems:");
            browser.see("Line 4, column 28");
            browser.picture("console-dead-letter-problems");
            browser.type("Command", CORRECTED);
            browser.click("Check");
            browser.see("It would be accepted: create_group in 1 call");
            browser.type("Reason", "the CRM wrote a number");
            browser.picture("console-dead-letter-check");
            browser.click("Replay");
            browser.see("Replayed by local");
            await().atMost(LONG).until(() -> console.get("dead-letters")
                    .findValuesAsText("status")
                    .contains("accepted"));
            browser.go("#/dead-letters");
            browser.see("replayed by local");
            browser.see("accepted");
            browser.picture("console-dead-letters-replayed");
            browser.clickLink("is not a field of this command");
            browser.see(", now accepted");
            browser.picture("console-dead-letter-replayed");
            await().atMost(LONG).until(() -> linq.groups().size() == 1);

            browser.resize(390, 844);
            browser.press("d");
            browser.see("replayed by local");
            assertThat((Long) browser.evaluate("document.documentElement.scrollWidth - innerWidth"))
                    .as("nothing is cut off at the side")
                    .isLessThanOrEqualTo(0);
            browser.picture("console-dead-letters-phone");
            assertThat(browser.evaluate("document.querySelectorAll('main img').length"))
                    .isEqualTo(0L);
            assertThat(browser.errors()).isEmpty();
        }
    }
}
