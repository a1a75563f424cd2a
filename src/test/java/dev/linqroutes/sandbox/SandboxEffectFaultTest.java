package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong after a request was accepted. */
class SandboxEffectFaultTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withNamingDelay(Duration.ofMillis(20)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private JsonNode event(String type) {
        return inbox.awaitFirst(type).body().path("data");
    }

    private String stateOf(Reply sent) {
        return linq.get("/messages/" + sent.messageId())
                .body()
                .path("delivery_status")
                .asText();
    }

    private ObjectNode always(String fault) {
        return JsonTrees.object().put(fault, 1.0);
    }

    private void passASecond() {
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT1S"));
    }

    private void awaitStruck(String fault) {
        Awaitility.await().until(() -> linq.struck(fault) == 1);
    }

    @Test
    void a_message_that_was_accepted_fails() {
        linq.subscribe(inbox.url(), "message.failed", "message.sent");
        linq.faults(always("message_fails"));

        Reply created = linq.createGroup("Welcome!", ANN, BOB);

        assertThat(created.status()).isEqualTo(201);
        assertThat(event("message.failed").path("code").intValue()).isEqualTo(4001);
        assertThat(event("message.failed").path("reason").asText()).isEqualTo("Message delivery failed");
        assertThat(event("message.failed").path("message_id").asText()).isEqualTo(created.messageId());
        assertThat(stateOf(created)).isEqualTo("failed");
        assertThat(inbox.deliveries()).hasSize(1);
    }

    @Test
    void a_message_fails_with_the_code_and_the_reason_that_are_set() {
        linq.subscribe(inbox.url(), "message.failed");
        linq.faults(always("message_fails").put("message_fails_code", 3007).put("message_fails_reason", "expired"));

        linq.createGroup("Welcome!", ANN, BOB);

        assertThat(event("message.failed").path("code").intValue()).isEqualTo(3007);
        assertThat(event("message.failed").path("reason").asText()).isEqualTo("Request expired before being processed");
    }

    @Test
    void a_direct_message_that_failed_can_be_delivered_after_all() {
        linq.subscribe(inbox.url(), "message.failed", "message.delivered", "message.sent");
        linq.faults(always("message_fails").put("late_delivered", true));
        Reply created = linq.createGroup("Hello", ANN);
        event("message.failed");
        assertThat(stateOf(created)).isEqualTo("failed");

        passASecond();

        assertThat(event("message.delivered").path("id").asText()).isEqualTo(created.messageId());
        assertThat(stateOf(created)).isEqualTo("delivered");
        assertThat(inbox.deliveries())
                .extracting(WebhookReceiver.Delivery::type)
                .doesNotContain("message.sent");
    }

    @Test
    void a_group_message_that_failed_is_never_delivered() {
        linq.faults(always("message_fails").put("late_delivered", true));
        Reply created = linq.createGroup("Hello", ANN, BOB);

        passASecond();

        assertThat(stateOf(created)).isEqualTo("failed");
    }

    @Test
    void a_late_delivery_needs_the_reason_that_allows_it() {
        Reply reply = linq.admin(
                "PUT", "/faults", JsonTrees.object().put("late_delivered", true).put("message_fails_reason", "send"));

        assertThat(reply.code()).isEqualTo(1005);
    }

    @Test
    void a_header_fails_the_messages_of_its_request_only() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        ObjectNode body = JsonTrees.object().set("message", TestSandbox.aText("Hello"));

        Reply struck = linq.callWithFault(
                "message_fails; message_fails_code=4002", "POST", "/chats/" + chat + "/messages", body);

        assertThat(stateOf(struck)).isEqualTo("failed");
        assertThat(stateOf(linq.send(chat, "Hello again"))).isEqualTo("sent");
    }

    @Test
    void a_swallowed_change_was_accepted_and_never_happens() {
        linq.subscribe(inbox.url(), "chat.group_name_updated", "chat.group_name_update_failed", "participant.added");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.faults(always("change_is_swallowed"));

        assertThat(linq.name(chat, "Crew").status()).isEqualTo(202);
        assertThat(linq.add(chat, CAROL).status()).isEqualTo(202);
        Awaitility.await().until(() -> linq.struck("change_is_swallowed") == 2);

        assertThat(linq.chat(chat).path("display_name").asText()).isNotEqualTo("Crew");
        assertThat(linq.statusOf(CAROL, chat)).isEmpty();
        linq.faults(JsonTrees.object());
        linq.nameAndWait(chat, "Next");
        event("chat.group_name_updated");
        assertThat(inbox.deliveries()).hasSize(1);
    }

    @Test
    void a_refused_name_was_accepted_and_an_event_says_that_it_failed() {
        linq.subscribe(inbox.url(), "chat.group_name_update_failed");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.faults(always("name_refused"));

        linq.name(chat, "Crew");

        assertThat(event("chat.group_name_update_failed").path("error_code").intValue())
                .isEqualTo(3007);
        assertThat(linq.chat(chat).path("display_name").asText()).isNotEqualTo("Crew");
    }

    @Test
    void a_background_is_accepted_first_and_can_be_swallowed_or_fail() {
        linq.subscribe(inbox.url(), "chat.background_updated", "chat.background_update_failed");
        String path = "/chats/" + linq.createGroup("Welcome!", ANN).chatId() + "/background";
        ObjectNode mango = JsonTrees.object().put("type", "color").put("variant", "mango");

        linq.faults(always("change_is_swallowed"));
        assertThat(linq.post(path, mango).status()).isEqualTo(202);
        awaitStruck("change_is_swallowed");
        linq.faults(always("name_refused"));
        linq.post(path, mango);
        assertThat(event("chat.background_update_failed").path("error_code").intValue())
                .isEqualTo(4001);
        assertThat(linq.record().at("/chats/0/actions")).isEmpty();

        linq.faults(JsonTrees.object());
        linq.post(path, mango);
        assertThat(event("chat.background_updated").at("/background/variant").asText())
                .isEqualTo("mango");
    }

    @Test
    void a_member_is_no_name_and_is_added() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.faults(always("name_refused"));

        linq.add(chat, CAROL);

        Awaitility.await().until(() -> linq.statusOf(CAROL, chat).equals("active"));
        assertThat(linq.struck("name_refused")).isZero();
    }

    @Test
    void a_header_swallows_the_change_of_its_request_though_it_is_due_later() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        linq.callWithFault(
                "change_is_swallowed",
                "PUT",
                "/chats/" + chat,
                JsonTrees.object().put("display_name", "Crew"));
        awaitStruck("change_is_swallowed");

        assertThat(linq.chat(chat).path("display_name").asText()).isNotEqualTo("Crew");
    }

    @Test
    void the_same_seed_fails_the_same_messages_whatever_strikes_requests() {
        List<String> first = tenStates(JsonTrees.object());

        assertThat(tenStates(JsonTrees.object().put("error_after", 0.5)))
                .isEqualTo(first)
                .contains("sent", "failed");
    }

    private List<String> tenStates(ObjectNode faults) {
        linq.faults(faults.put("seed", 7).put("message_fails", 0.5));
        List<String> states = new ArrayList<>();
        String mine = "round " + System.nanoTime();
        for (int i = 0; i < 10; i++) {
            linq.createGroup(mine, ANN, "+1555000200" + i);
        }
        linq.record().path("chats").forEach(chat -> chat.path("messages").forEach(message -> {
            if (message.at("/parts/0/value").asText().equals(mine)) {
                states.add(message.path("delivery_status").asText());
            }
        }));
        return states;
    }
}
