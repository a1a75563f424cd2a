package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxGroupTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withNamingDelay(Duration.ofMillis(300)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private String aGroup(String... people) {
        return linq.createGroup("Welcome!", people).chatId();
    }

    private void awaitStatus(String chat, String handle, String status) {
        Awaitility.await().until(() -> linq.statusOf(handle, chat).equals(status));
    }

    @Test
    void a_name_is_accepted_and_applied_later() {
        String chat = aGroup(ANN, BOB);

        Reply reply = linq.name(chat, "Order 1001");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text("/status")).isEqualTo("pending");
        assertThat(reply.chatId()).isEqualTo(chat);
        assertThat(linq.chat(chat).path("display_name").asText()).isNotEqualTo("Order 1001");
        Awaitility.await()
                .until(() -> linq.chat(chat).path("display_name").asText().equals("Order 1001"));
    }

    @Test
    void an_icon_is_served_from_linqs_host() {
        linq.subscribe(inbox.url(), "chat.group_icon_updated");
        String chat = aGroup(ANN, BOB);

        Reply reply = linq.call(
                "PUT", "/chats/" + chat, JsonTrees.object().put("group_chat_icon", "https://example.com/icon.png"));

        assertThat(reply.status()).isEqualTo(202);
        var event = inbox.awaitFirst("chat.group_icon_updated").body();
        String url = event.at("/data/new_value").asText();
        assertThat(url).startsWith("https://cdn.linqapp.com/");
        assertThat(event.at("/data/old_value").isNull()).isTrue();
        assertThat(linq.chat(chat).path("group_chat_icon").asText()).isEqualTo(url);
        assertThat(linq.record().at("/chats/0/chat/icon_source").asText()).isEqualTo("https://example.com/icon.png");
    }

    @Test
    void an_update_needs_a_valid_name_or_icon() {
        String chat = aGroup(ANN, BOB);

        assertThat(linq.call("PUT", "/chats/" + chat, "{}").code()).isEqualTo(1001);
        assertThat(linq.name(chat, " ").code()).isEqualTo(1005);
        for (String icon : List.of("http://example.com/a.png", "icon.png", "https://", "https://exa mple.com/")) {
            Reply reply = linq.call("PUT", "/chats/" + chat, JsonTrees.object().put("group_chat_icon", icon));
            assertThat(reply.status()).as(icon).isEqualTo(400);
            assertThat(reply.code()).as(icon).isEqualTo(5007);
        }
    }

    @Test
    void name_and_members_of_a_direct_chat_cannot_change() {
        String chat = aGroup(ANN);

        for (Reply reply : List.of(linq.name(chat, "Ann"), linq.add(chat, BOB), linq.leave(chat))) {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.code()).isEqualTo(1006);
        }
    }

    @Test
    void an_added_member_appears_later_with_an_event() {
        linq.subscribe(inbox.url(), "participant.added");
        String chat = aGroup(ANN, BOB);

        Reply reply = linq.add(chat, CAROL);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text("/status")).isEqualTo("accepted");
        assertThat(reply.text("/trace_id")).isEqualTo(reply.header("X-Trace-ID"));
        assertThat(linq.statusOf(CAROL, chat)).isEmpty();
        var event = inbox.awaitFirst("participant.added").body();
        assertThat(event.at("/data/handle").asText()).isEqualTo(CAROL);
        assertThat(event.at("/data/participant/status").asText()).isEqualTo("active");
        assertThat(event.path("trace_id").asText()).hasSize(32).isNotEqualTo(reply.text("/trace_id"));
        assertThat(linq.statusOf(CAROL, chat)).isEqualTo("active");
    }

    @Test
    void a_removed_member_remains_listed_and_can_be_added() {
        linq.subscribe(inbox.url(), "participant.removed");
        String chat = aGroup(ANN, BOB, CAROL);

        assertThat(linq.remove(chat, BOB).status()).isEqualTo(202);

        awaitStatus(chat, BOB, "removed");
        assertThat(inbox.awaitFirst("participant.removed")
                        .body()
                        .at("/data/participant/left_at")
                        .isTextual())
                .isTrue();
        linq.add(chat, BOB);
        awaitStatus(chat, BOB, "active");
    }

    @Test
    void a_group_keeps_three_members() {
        String chat = aGroup(ANN, BOB);

        assertThat(linq.remove(chat, BOB).code()).isEqualTo(2015);
        assertThat(linq.leave(chat).code()).isEqualTo(2015);
    }

    @Test
    void the_second_removal_at_the_minimum_fails_without_event() {
        linq.subscribe(inbox.url(), "participant.removed", "participant.added");
        String chat = aGroup(ANN, BOB, CAROL);

        assertThat(linq.remove(chat, BOB).status()).isEqualTo(202);
        assertThat(linq.remove(chat, CAROL).status()).isEqualTo(202);
        // Accepted after the two removals: once its event is published, both are complete.
        linq.add(chat, "dave@example.com");

        inbox.awaitFirst("participant.added");
        assertThat(linq.statusOf(BOB, chat)).isEqualTo("removed");
        assertThat(linq.statusOf(CAROL, chat)).isEqualTo("active");
        assertThat(inbox.deliveries().stream()
                        .filter(delivery -> delivery.text().contains("\"" + CAROL)))
                .isEmpty();
    }

    @Test
    void a_change_without_effect_is_a_conflict() {
        String chat = aGroup(ANN, BOB, CAROL);

        assertThat(linq.add(chat, ANN).code()).isEqualTo(2015);
        assertThat(linq.remove(chat, "dave@example.com").code()).isEqualTo(2015);
        assertThat(linq.remove(chat, LINE).code()).isEqualTo(1005);
        assertThat(linq.add(chat, "dave").code()).isEqualTo(1002);
    }

    @Test
    void a_left_chat_is_closed() {
        String chat = aGroup(ANN, BOB, CAROL);

        linq.leaveAndWait(chat);

        for (Reply reply : List.of(
                linq.send(chat, "bye"),
                linq.name(chat, "x"),
                linq.add(chat, "d@example.com"),
                linq.leave(chat),
                linq.get("/chats/" + chat))) {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.code()).isEqualTo(2013);
        }
    }

    @Test
    void a_name_due_after_leaving_fails_with_an_event() {
        linq.subscribe(inbox.url(), "chat.group_name_update_failed");
        String chat = aGroup(ANN, BOB, CAROL);

        linq.leave(chat);
        linq.name(chat, "Order 1001");

        var event = inbox.awaitFirst("chat.group_name_update_failed").body();
        assertThat(event.at("/data/chat_id").asText()).isEqualTo(chat);
        assertThat(event.at("/data/error_code").intValue()).isEqualTo(4001);
    }

    @Test
    void only_imessage_groups_have_member_management() {
        ObjectNode message = TestSandbox.aText("Welcome!").put("preferred_service", "SMS");
        String chat = linq.create(List.of(ANN, BOB, CAROL), message).chatId();

        assertThat(linq.add(chat, "d@example.com").code()).isEqualTo(2017);
        assertThat(linq.remove(chat, ANN).code()).isEqualTo(2017);
        assertThat(linq.leave(chat).code()).isEqualTo(2017);
    }
}
