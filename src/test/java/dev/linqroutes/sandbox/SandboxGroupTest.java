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
    void aNameIsAcceptedFirstAndThereLater() {
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
    void anIconIsServedFromLinqsHost() {
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
    void anUpdateNeedsANameOrAnIconThatCanBeTaken() {
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
    void aDirectChatHasNeitherNameNorMembersToChange() {
        String chat = aGroup(ANN);

        for (Reply reply : List.of(linq.name(chat, "Ann"), linq.add(chat, BOB), linq.leave(chat))) {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.code()).isEqualTo(1006);
        }
    }

    @Test
    void whoIsAddedIsThereLaterAndAnnounced() {
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
        assertThat(event.path("trace_id").asText()).isEqualTo(reply.text("/trace_id"));
        assertThat(linq.statusOf(CAROL, chat)).isEqualTo("active");
    }

    @Test
    void whoIsRemovedStaysInTheListAsRemovedAndMayComeBack() {
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
    void threeMembersMustRemain() {
        String chat = aGroup(ANN, BOB);

        assertThat(linq.remove(chat, BOB).code()).isEqualTo(2015);
        assertThat(linq.leave(chat).code()).isEqualTo(2015);
    }

    @Test
    void theSecondOfTwoRemovalsAtTheMinimumFailsInSilence() {
        linq.subscribe(inbox.url(), "participant.removed", "participant.added");
        String chat = aGroup(ANN, BOB, CAROL);

        assertThat(linq.remove(chat, BOB).status()).isEqualTo(202);
        assertThat(linq.remove(chat, CAROL).status()).isEqualTo(202);
        // Accepted after the two removals, so once it is announced both of them are settled.
        linq.add(chat, "dave@example.com");

        inbox.awaitFirst("participant.added");
        assertThat(linq.statusOf(BOB, chat)).isEqualTo("removed");
        assertThat(linq.statusOf(CAROL, chat)).isEqualTo("active");
        assertThat(inbox.deliveries().stream()
                        .filter(delivery -> delivery.text().contains("\"" + CAROL)))
                .isEmpty();
    }

    @Test
    void whatIsAlreadySoIsAConflict() {
        String chat = aGroup(ANN, BOB, CAROL);

        assertThat(linq.add(chat, ANN).code()).isEqualTo(2015);
        assertThat(linq.remove(chat, "dave@example.com").code()).isEqualTo(2015);
        assertThat(linq.remove(chat, LINE).code()).isEqualTo(1005);
        assertThat(linq.add(chat, "dave").code()).isEqualTo(1002);
    }

    @Test
    void afterLeavingNothingIsPossibleButReading() {
        String chat = aGroup(ANN, BOB, CAROL);

        assertThat(linq.leave(chat).status()).isEqualTo(202);

        awaitStatus(chat, LINE, "left");
        for (Reply reply : List.of(
                linq.send(chat, "bye"), linq.name(chat, "x"), linq.add(chat, "d@example.com"), linq.leave(chat))) {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.code()).isEqualTo(2013);
        }
        assertThat(linq.get("/chats/" + chat).status()).isEqualTo(200);
    }

    @Test
    void aNameThatComesTooLateFailsWithAnEvent() {
        linq.subscribe(inbox.url(), "chat.group_name_update_failed");
        String chat = aGroup(ANN, BOB, CAROL);

        linq.leave(chat);
        linq.name(chat, "Order 1001");

        var event = inbox.awaitFirst("chat.group_name_update_failed").body();
        assertThat(event.at("/data/chat_id").asText()).isEqualTo(chat);
        assertThat(event.at("/data/error_code").intValue()).isEqualTo(4001);
    }

    @Test
    void onlyIMessageGroupsHaveMemberManagement() {
        ObjectNode message = TestSandbox.aText("Welcome!").put("preferred_service", "SMS");
        String chat = linq.create(List.of(ANN, BOB, CAROL), message).chatId();

        assertThat(linq.add(chat, "d@example.com").code()).isEqualTo(2017);
        assertThat(linq.remove(chat, ANN).code()).isEqualTo(2017);
        assertThat(linq.leave(chat).code()).isEqualTo(2017);
    }
}
