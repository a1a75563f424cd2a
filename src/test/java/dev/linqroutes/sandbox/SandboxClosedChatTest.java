package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is open on a chat that the line left (reference 2.4 and 2.6), and on a line that is flagged (reference 1.5, code 2027). */
class SandboxClosedChatTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final TestSandbox readable =
            new TestSandbox(options -> options.withAssumption(Assumption.LEFT_CHAT_IS_READABLE, true));

    private String chat;
    private String message;
    private String poll;
    private String option;

    @BeforeEach
    void start() {
        start(linq);
    }

    private void start(TestSandbox sandbox) {
        Reply created = sandbox.createGroup("Welcome!", ANN, BOB, CAROL);
        chat = "/chats/" + created.chatId();
        message = "/messages/" + created.messageId();
        Reply asked = sandbox.poll(created.chatId(), "Tea", "Coffee");
        poll = "/messages/" + asked.text("/message_id");
        option = asked.text("/poll/options/0/option_id");
    }

    /** Paths with the status that they have in an open chat. */
    private Map<String, Integer> reads() {
        Map<String, Integer> reads = new LinkedHashMap<>();
        for (String path : new String[] {
            chat, chat + "/messages", chat + "/location", message, message + "/thread", poll, poll + "/poll"
        }) {
            reads.put("GET " + path, 200);
        }
        return reads;
    }

    /** Requests with a valid body; those before the change of members, which comes last. */
    private Map<String, ObjectNode> changes() {
        Map<String, ObjectNode> changes = new LinkedHashMap<>();
        changes.put("PUT " + chat, JsonTrees.object().put("display_name", "Crew 14"));
        changes.put("POST " + chat + "/messages", JsonTrees.object().set("message", aText("Hello")));
        changes.put("POST " + chat + "/typing", JsonTrees.object());
        changes.put("DELETE " + chat + "/typing", JsonTrees.object());
        changes.put("POST " + chat + "/read", JsonTrees.object());
        changes.put("POST " + chat + "/share_contact_card", JsonTrees.object());
        changes.put(
                "POST " + chat + "/voicememo",
                JsonTrees.object().put("voice_memo_url", "https://example.com/memo.m4a"));
        ObjectNode question = JsonTrees.object();
        question.withObject("poll").withArray("options").add(aChoice("Tea")).add(aChoice("Coffee"));
        changes.put("POST " + chat + "/polls", question);
        changes.put(
                "POST " + chat + "/background",
                JsonTrees.object().put("type", "color").put("variant", "mango"));
        changes.put("DELETE " + chat + "/background", JsonTrees.object());
        changes.put(
                "POST " + message + "/reactions",
                JsonTrees.object().put("operation", "add").put("type", "love"));
        changes.put("PATCH " + message, JsonTrees.object().put("text", "Welcome"));
        ObjectNode more = JsonTrees.object();
        more.withArray("options").add(aChoice("Water"));
        changes.put("POST " + poll + "/poll/options", more);
        changes.put(
                "POST " + poll + "/poll/votes",
                JsonTrees.object().put("operation", "add").put("option_id", option));
        changes.put("POST " + chat + "/participants", JsonTrees.object().put("handle", DAVE));
        changes.put("DELETE " + chat + "/participants", JsonTrees.object().put("handle", ANN));
        changes.put("POST " + chat + "/leave", JsonTrees.object());
        return changes;
    }

    private static ObjectNode aChoice(String text) {
        return JsonTrees.object().put("text", text);
    }

    private Reply send(String request, ObjectNode body) {
        String[] parts = request.split(" ");
        return parts[0].equals("GET") ? linq.get(parts[1]) : linq.call(parts[0], parts[1], body);
    }

    @Test
    void in_an_open_chat_all_of_these_requests_succeed() {
        linq.createContactCard();

        reads().forEach((request, status) -> assertThat(
                        send(request, JsonTrees.object()).status())
                .as(request)
                .isEqualTo(status));
        changes()
                .forEach((request, body) ->
                        assertThat(send(request, body).status()).as(request).isBetween(200, 299));
    }

    @Test
    void a_chat_that_the_line_left_is_closed_on_all_its_paths() {
        linq.leaveAndWait(chat.substring("/chats/".length()));

        reads().keySet()
                .forEach(request -> assertThat(send(request, JsonTrees.object()).code())
                        .as(request)
                        .isEqualTo(2013));
        changes()
                .forEach((request, body) ->
                        assertThat(send(request, body).code()).as(request).isEqualTo(2013));
        assertThat(linq.call("DELETE", message, "").code()).isEqualTo(2013);
    }

    @Test
    void a_left_chat_can_be_readable_on_all_its_paths_and_nothing_can_be_done_there() {
        start(readable);
        String id = chat.substring("/chats/".length());
        readable.leave(id);
        Awaitility.await().until(() -> readable.send(id, "Are you there?").code() == 2013);

        reads().keySet().forEach(request -> assertThat(
                        readable.get(request.substring("GET ".length())).status())
                .as(request)
                .isEqualTo(200));
        assertThat(readable.call("POST", chat + "/typing", "").code()).isEqualTo(2013);
    }

    @Test
    void a_flagged_line_reads_and_changes_nothing() {
        linq.flagTheLine();

        reads().forEach((request, status) -> assertThat(
                        send(request, JsonTrees.object()).status())
                .as(request)
                .isEqualTo(status));
        changes()
                .forEach((request, body) ->
                        assertThat(send(request, body).code()).as(request).isEqualTo(2027));
        assertThat(linq.createGroup("Another", BOB, DAVE).code()).isEqualTo(2027);
    }

    @Test
    void what_else_is_wrong_with_a_request_to_a_closed_chat_does_not_matter() {
        linq.leaveAndWait(chat.substring("/chats/".length()));

        changes().forEach((request, body) -> assertThat(
                        send(request, JsonTrees.object().put("voice_memo_url", "no URL"))
                                .code())
                .as(request)
                .isEqualTo(2013));
    }

    @Test
    void a_flagged_line_is_refused_whatever_its_chat_can_carry() {
        linq.reachBy(BOB, "RCS");
        linq.send(chat.substring("/chats/".length()), "Now by RCS");
        linq.flagTheLine();

        assertThat(linq.poll(chat.substring("/chats/".length()), "Tea", "Coffee")
                        .code())
                .isEqualTo(2027);
    }

    @Test
    void a_poll_is_not_the_first_message_of_a_chat() {
        linq.reachBy(DAVE, null);
        String unreached = linq.createGroup("Never sent", DAVE).chatId();

        Reply refused = linq.poll(unreached, "Tea", "Coffee");

        assertThat(refused.code()).isEqualTo(2015);
        linq.reachBy(DAVE, "iMessage");
        linq.send(unreached, "Sent");
        assertThat(linq.poll(unreached, "Tea", "Coffee").status()).isEqualTo(201);
    }
}
