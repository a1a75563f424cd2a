package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Messages that name their recipients and no line. */
class SandboxLinelessMessageTest {
    private static final String OTHER_LINE = "+13334445555";

    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(
            options -> options.withLines(List.of(LINE, OTHER_LINE)).withJournal(journal));

    private static ObjectNode to(List<String> people, ObjectNode message) {
        ObjectNode body = JsonTrees.object();
        body.set("to", JsonTrees.texts(people));
        body.set("message", message);
        return body;
    }

    private Reply send(String text, String... people) {
        return linq.post("/messages", to(List.of(people), aText(text)));
    }

    private static String reason(Reply sent) {
        return sent.text("/from_selection/reason");
    }

    private void flag(String line) {
        linq.admin("PATCH", "/lines/" + line, JsonTrees.object().put("flagged", true));
    }

    private static ObjectNode excluding(ObjectNode body, String... lines) {
        body.set("exclude_from", JsonTrees.texts(List.of(lines)));
        return body;
    }

    @Test
    void without_a_chat_a_new_one_begins_also_with_a_link() {
        Reply sent = send("See https://example.com", ANN, BOB);

        assertThat(sent.status()).isEqualTo(202);
        assertThat(reason(sent)).isEqualTo("new_best_number");
        assertThat(sent.body().path("created_new_chat").booleanValue()).isTrue();
        assertThat(sent.text("/from")).isEqualTo(LINE);
        assertThat(sent.body().path("is_group").booleanValue()).isTrue();
        assertThat(sent.body().path("handles")).hasSize(3);
        assertThat(sent.body().path("previous_chat_id").isNull()).isTrue();
        assertThat(linq.textsIn(sent.chatId())).containsExactly("See https://example.com");
    }

    @Test
    void a_chat_with_exactly_these_recipients_is_reused() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.createGroup("Welcome!", ANN);

        Reply sent = send("Hello", BOB, ANN);

        assertThat(sent.chatId()).isEqualTo(chat);
        assertThat(reason(sent)).isEqualTo("reused_active_chat");
        assertThat(sent.body().at("/from_selection/reused_existing_chat").booleanValue())
                .isTrue();
        assertThat(sent.body().path("created_new_chat").booleanValue()).isFalse();
    }

    @Test
    void a_chat_on_a_flagged_line_is_given_up_for_another_line_with_its_own_text() {
        String flagged = linq.createGroup("Welcome!", ANN, BOB).chatId();
        flag(LINE);
        ObjectNode body = to(List.of(ANN, BOB), aText("As I said"));
        body.putObject("continuation_message").put("text", "This is our new number");

        Reply sent = linq.post("/messages", body);

        assertThat(reason(sent)).isEqualTo("failover_flagged");
        assertThat(sent.text("/previous_chat_id")).isEqualTo(flagged);
        assertThat(sent.text("/from")).isEqualTo(OTHER_LINE);
        assertThat(linq.textsIn(sent.chatId())).containsExactly("This is our new number");
        assertThat(reason(linq.post("/messages", body))).isEqualTo("reused_active_chat");
        assertThat(linq.textsIn(sent.chatId())).containsExactly("This is our new number", "As I said");
    }

    @Test
    void an_excluded_line_starts_no_chat_and_keeps_the_chats_that_it_has() {
        ObjectNode body = excluding(to(List.of(ANN), aText("Hello")), LINE);

        assertThat(linq.post("/messages", body).text("/from")).isEqualTo(OTHER_LINE);

        assertThat(linq.post("/messages", excluding(body, OTHER_LINE)).text("/from"))
                .isEqualTo(OTHER_LINE);
    }

    @Test
    void without_a_line_that_can_send_the_message_is_refused() {
        ObjectNode body = to(List.of(ANN), aText("Hello"));
        assertThat(linq.post("/messages", excluding(body.deepCopy(), LINE, OTHER_LINE))
                        .code())
                .isEqualTo(1005);
        assertThat(linq.post("/messages", excluding(body.deepCopy(), "4155551234"))
                        .code())
                .isEqualTo(1002);
        flag(LINE);
        flag(OTHER_LINE);

        assertThat(linq.post("/messages", body).code()).isEqualTo(2015);
        assertThat(linq.get("/available_number").code()).isEqualTo(2015);
    }

    @Test
    void a_repeated_key_gets_the_first_answer_also_after_a_restart() {
        linq.createGroup("Welcome!", ANN, BOB);
        flag(LINE);
        ObjectNode body = to(List.of(ANN, BOB), aText("Hello").put("idempotency_key", "k-1"));
        Reply first = linq.post("/messages", body);
        linq.restart();

        Reply second = linq.post("/messages", body);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(linq.textsIn(first.chatId())).containsExactly("Hello");
    }

    @Test
    void the_key_can_be_a_header_and_must_not_differ_from_that_in_the_body() {
        ObjectNode body = to(List.of(ANN), aText("Hello"));

        Reply first = linq.postWithKey("/messages", "k-1", body);

        assertThat(linq.postWithKey("/messages", "k-1", body).messageId()).isEqualTo(first.messageId());
        ((ObjectNode) body.path("message")).put("idempotency_key", "k-1");
        assertThat(linq.post("/messages", body).messageId()).isEqualTo(first.messageId());
        assertThat(linq.postWithKey("/messages", "k-2", body).code()).isEqualTo(1005);
    }

    @Test
    void what_comes_first_is_wrong_first_as_in_a_create() {
        ObjectNode body = JsonTrees.object();
        body.set("to", JsonTrees.texts(List.of("bad")));

        assertThat(linq.post("/messages", body).code()).isEqualTo(1002);
        assertThat(linq.post("/chats", body.deepCopy().put("from", LINE)).code())
                .isEqualTo(1002);
        body.set("to", JsonTrees.texts(List.of(ANN)));
        assertThat(linq.post("/messages", body).code()).isEqualTo(1001);
    }

    @Test
    void a_key_in_the_header_gets_the_first_answer_whatever_the_repeat_says() {
        Reply first = linq.postWithKey("/messages", "k-1", to(List.of(ANN), aText("Hello")));
        // Linq's description of its API would not let an empty body succeed.
        linq.faults(JsonTrees.object());

        assertThat(linq.postWithKey("/messages", "k-1", JsonTrees.object()).body())
                .isEqualTo(first.body());
    }

    @Test
    void all_its_fields_are_known_also_when_it_is_repeated() {
        ObjectNode body = excluding(to(List.of(ANN), aText("Hello").put("idempotency_key", "k-1")), LINE);
        body.put("override_optout", false).putObject("continuation_message").put("text", "Hello from here");

        linq.post("/messages", body);
        linq.post("/messages", body);

        JsonNode requests = linq.admin("GET", "/requests?path=*/messages", JsonTrees.object())
                .body()
                .path("requests");
        assertThat(requests).hasSize(2).allSatisfy(request -> assertThat(request.path("unknown_fields"))
                .isEmpty());
        assertThat(requests.at("/1/idempotency_key").asText()).isEqualTo("k-1");
    }

    @Test
    void the_available_number_is_the_line_that_a_message_would_get() {
        linq.post("/messages", excluding(to(List.of(ANN), aText("Hello")), LINE));

        assertThat(linq.get("/available_number").text("/phone_number")).isEqualTo(LINE);
        assertThat(linq.get("/available_number?to=" + ANN).text("/phone_number"))
                .isEqualTo(OTHER_LINE);
        assertThat(linq.get("/available_number?exclude_from=" + LINE).text("/phone_number"))
                .isEqualTo(OTHER_LINE);
        assertThat(linq.get("/available_number").text("/vcf_url")).endsWith(".vcf");
    }
}
