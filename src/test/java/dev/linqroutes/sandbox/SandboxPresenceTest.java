package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Typing, reading and locations. */
class SandboxPresenceTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final TestSandbox strict = new TestSandbox(options -> options.withAssumption(Assumption.GROUP_HAS_TYPING, false));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private int call(String method, String chat, String action) {
        return linq.call(method, "/chats/" + chat + action, "").status();
    }

    private List<String> actions() {
        return linq.record().at("/chats/0/actions").findValuesAsText("kind");
    }

    private JsonNode event(String type) {
        return inbox.awaitFirst(type).body().path("data");
    }

    private static ObjectNode in(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    @Test
    void the_line_types_and_stops_and_reads() {
        String chat = linq.createGroup("Hello", ANN).chatId();

        assertThat(call("POST", chat, "/typing")).isEqualTo(204);
        assertThat(call("DELETE", chat, "/typing")).isEqualTo(204);
        assertThat(call("POST", chat, "/read")).isEqualTo(204);

        assertThat(actions()).containsExactly("typing_started", "typing_stopped", "read");
    }

    @Test
    void what_nobody_would_see_is_accepted_without_effect() {
        linq.reachBy(BOB, "SMS");
        String sms = linq.createGroup("Hello", BOB, CAROL).chatId();

        assertThat(call("POST", sms, "/typing")).isEqualTo(204);
        assertThat(call("POST", sms, "/read")).isEqualTo(204);

        assertThat(actions()).isEmpty();
    }

    @Test
    void typing_reaches_people_for_five_minutes_after_a_message_of_the_account() {
        String chat = linq.createGroup("Hello", ANN).chatId();
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT6M"));
        linq.says(ANN, chat, "Are you still there?");

        assertThat(call("POST", chat, "/typing")).isEqualTo(204);

        assertThat(actions()).isEmpty();
    }

    @Test
    void a_left_chat_is_refused() {
        String chat = linq.createGroup("Hello", ANN, BOB, CAROL).chatId();
        linq.leaveAndWait(chat);

        for (String action : List.of("/typing", "/read", "/location/request")) {
            assertThat(linq.call("POST", "/chats/" + chat + action, "").code())
                    .as(action)
                    .isEqualTo(2013);
        }
    }

    @Test
    void groups_can_be_without_typing() {
        String chat = strict.createGroup("Hello", ANN, BOB).chatId();
        strict.subscribe(inbox.url(), "chat.typing_indicator.started", "message.received");

        assertThat(strict.call("POST", "/chats/" + chat + "/typing", "").status())
                .isEqualTo(403);
        strict.person(ANN, "typing", in(chat));
        strict.says(ANN, chat, "Hi");

        inbox.awaitFirst("message.received");
        assertThat(inbox.deliveries())
                .extracting(WebhookReceiver.Delivery::type)
                .containsExactly("message.received");
    }

    @Test
    void a_person_who_types_is_an_event() {
        linq.subscribe(inbox.url(), "chat.typing_indicator.started", "chat.typing_indicator.stopped");
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();

        linq.person(ANN, "typing", in(chat));
        linq.person(ANN, "typing", in(chat).put("stopped", true));

        assertThat(event("chat.typing_indicator.started").path("chat_id").asText())
                .isEqualTo(chat);
        assertThat(event("chat.typing_indicator.started")
                        .at("/actor_handle/handle")
                        .asText())
                .isEqualTo(ANN);
        inbox.awaitFirst("chat.typing_indicator.stopped");
    }

    @Test
    void a_location_is_requested_in_direct_imessage_chats_only() {
        linq.reachBy(CAROL, "RCS");
        String direct = linq.createGroup("Hello", ANN).chatId();
        String group = linq.createGroup("Hello", ANN, BOB).chatId();
        String rcs = linq.createGroup("Hello", CAROL).chatId();

        assertThat(linq.call("POST", "/chats/" + direct + "/location/request", "")
                        .body()
                        .path("success")
                        .booleanValue())
                .isTrue();
        assertThat(linq.call("POST", "/chats/" + group + "/location/request", "")
                        .code())
                .isEqualTo(2016);
        assertThat(linq.call("POST", "/chats/" + rcs + "/location/request", "").code())
                .isEqualTo(2017);
    }

    @Test
    void a_shared_location_is_read_in_all_chats_with_the_person_until_it_ends() {
        linq.subscribe(inbox.url(), "location.sharing.started", "location.sharing.stopped");
        String direct = linq.createGroup("Hello", ANN).chatId();
        String group = linq.createGroup("Hello", ANN, BOB).chatId();
        String path = "/chats/" + group + "/location";
        assertThat(linq.get(path).body().at("/data/features")).isEmpty();

        linq.person(ANN, "location", in(direct).put("latitude", 52.5).put("longitude", 13.4));

        assertThat(event("location.sharing.started").path("shared_with").asText())
                .isEqualTo(LINE);
        JsonNode feature = linq.get(path).body().at("/data/features/0");
        assertThat(feature.at("/geometry/coordinates/0").doubleValue()).isEqualTo(13.4);
        assertThat(feature.at("/properties/handle").asText()).isEqualTo(ANN);
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT1S"));
        linq.person(ANN, "location", in(group).put("stopped", true));
        assertThat(event("location.sharing.stopped").path("chat_id").asText()).isEqualTo(direct);
        assertThat(linq.get(path).body().at("/data/features")).isEmpty();
    }
}
