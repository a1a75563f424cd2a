package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.events.EventTypes;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.LinqContract;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is in the description of Linq's API also happens: {@link TestSandbox} and {@link WebhookReceiver} then check it. */
class SandboxContractCoverageTest {
    private static final String ENCODED_LINE = "%2B" + LINE.substring(1);
    private static final String IMAGE = "https://example.com/a.png";

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withAssumption(Assumption.RCS_GROUP_HAS_NAME, false));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private final LinqContract contract = LinqContract.load();

    @Test
    void each_operation_succeeds() {
        String group = linq.createGroup("Hello", ANN, BOB, CAROL).chatId();
        String direct = linq.createGroup("Hello", DAVE).chatId();
        useChats(group, direct);
        useMessages(group);
        usePolls(group);
        useCards(direct);
        useAccount();
        useSubscriptions();
        linq.leave(linq.createGroup("Hello", ANN, BOB, DAVE).chatId());

        assertThat(linq.succeeded()).containsAll(contract.operationIds());
    }

    private void useChats(String group, String direct) {
        linq.get("/chats?limit=1&to=" + CAROL);
        rename(group);
        linq.add(group, DAVE);
        linq.remove(group, CAROL);
        String path = "/chats/" + group;
        linq.chat(group);
        linq.post(path + "/voicememo", JsonTrees.object().put("voice_memo_url", "https://example.com/memo.m4a"));
        linq.post(path + "/background", JsonTrees.object().put("type", "color").put("variant", "mango"));
        linq.call("DELETE", path + "/background", "");
        linq.createContactCard();
        linq.call("POST", path + "/share_contact_card", "");
        linq.call("POST", path + "/typing", "");
        linq.call("DELETE", path + "/typing", "");
        linq.call("POST", path + "/read", "");
        linq.person(ANN, "location", in(group).put("latitude", 52.5).put("longitude", 13.4));
        linq.get(path + "/location");
        linq.call("POST", "/chats/" + direct + "/location/request", "");
    }

    private void useMessages(String group) {
        String message = linq.send(group, "Hello").messageId();
        String path = "/messages/" + message;
        linq.get("/chats/" + group + "/messages?limit=2");
        linq.get(path);
        linq.call("PATCH", path, JsonTrees.object().put("text", "Hi"));
        linq.get(path + "/thread?order=desc");
        react(message, "love");
        Reply file = anUpload();
        ObjectNode sticker = JsonTrees.object().put("operation", "add").put("type", "sticker");
        linq.post(path + "/reactions", sticker.put("attachment_id", file.text("/attachment_id")));
        String reaction = linq.get(path).body().at("/parts/0/reactions/1/id").asText();
        ObjectNode placement = JsonTrees.object();
        placement.putObject("placement").put("x", 0.5);
        linq.call("PATCH", path + "/reactions/" + reaction, placement);
        linq.get("/attachments/" + file.text("/attachment_id"));
        linq.call("DELETE", "/attachments/" + file.text("/attachment_id"), "");
        linq.call("DELETE", path, "");
        ObjectNode lineless = JsonTrees.object().set("message", aText("Hello"));
        linq.post("/messages", lineless.set("to", JsonTrees.texts(List.of(ANN, CAROL))));
    }

    private Reply anUpload() {
        ObjectNode file = JsonTrees.object()
                .put("filename", "star.png")
                .put("content_type", "image/png")
                .put("size_bytes", TestSandbox.PNG.length);
        Reply announced = linq.post("/attachments", file);
        linq.upload(announced.text("/upload_url"), "image/png", TestSandbox.PNG);
        return announced;
    }

    private void react(String message, String type) {
        linq.post(
                "/messages/" + message + "/reactions",
                JsonTrees.object().put("operation", "add").put("type", type));
    }

    private String usePolls(String chat) {
        ObjectNode poll = JsonTrees.object();
        poll.putObject("poll").set("options", options("Tuesday", "Thursday"));
        JsonNode created = linq.post("/chats/" + chat + "/polls", poll).body();
        String path = "/messages/" + created.path("message_id").asText() + "/poll";
        linq.get(path);
        linq.post(path + "/options", JsonTrees.object().set("options", options("Friday")));
        String option = created.at("/poll/options/0/option_id").asText();
        linq.post(path + "/votes", JsonTrees.object().put("operation", "add").put("option_id", option));
        return created.path("message_id").asText();
    }

    private static JsonNode options(String... texts) {
        return JsonTrees.array(List.of(texts), text -> JsonTrees.object().put("text", text));
    }

    private void useCards(String direct) {
        ObjectNode card = JsonTrees.object().put("type", "imessage_app").put("url", "https://example.com/1");
        card.putObject("app").put("name", "Chess").put("team_id", "ABCDE12345").put("bundle_id", "com.example.chess");
        card.putObject("layout").put("caption", "Your move");
        String message = linq.send(direct, aMessage(card)).messageId();
        awaitDelivered(message);
        ObjectNode update = JsonTrees.object();
        update.putObject("layout").put("caption", "Check");
        linq.post("/messages/" + message + "/update", update);
    }

    private void awaitDelivered(String message) {
        Awaitility.await().until(() -> !linq.get("/messages/" + message)
                .body()
                .path("delivered_at")
                .isNull());
    }

    private void useAccount() {
        useContactCards();
        String line = linq.get("/phone_numbers").text("/phone_numbers/0/id");
        linq.call("PUT", "/phone_numbers/" + line, JsonTrees.object().put("forwarding_number", DAVE));
        linq.get("/phonenumbers");
        linq.get("/available_number?to=" + CAROL + "," + ANN);
        linq.post("/capability/check_imessage", JsonTrees.object().put("address", ANN));
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT11S"));
        linq.post("/capability/check_rcs", JsonTrees.object().put("address", ANN));
        linq.post("/blocked_handles", JsonTrees.object().put("handle", DAVE));
        linq.get("/blocked_handles");
        linq.call("DELETE", "/blocked_handles", JsonTrees.object().put("handle", DAVE));
    }

    private void useContactCards() {
        String path = "/contact_card?phone_number=" + ENCODED_LINE;
        linq.call("PATCH", path, JsonTrees.object().put("last_name", "Linq").put("image_url", IMAGE));
        linq.get(path);
        linq.call("DELETE", path, "");
        linq.post("/contact_card", JsonTrees.object().put("phone_number", LINE).put("first_name", "Linq"));
    }

    private void useSubscriptions() {
        linq.get("/webhook-events");
        String path = "/webhook-subscriptions/"
                + linq.subscribe("https://example.com/hooks", "message.sent").text("/id");
        linq.get(path);
        linq.get("/webhook-subscriptions");
        linq.call("PUT", path, JsonTrees.object().put("is_active", false));
        linq.call("PUT", path, JsonTrees.object().put("is_active", true));
        linq.call("PUT", path, JsonTrees.object().put("target_url", "https://example.com/other"));
        linq.call("PUT", path, JsonTrees.object().put("routing_key_header", "X-Route"));
        linq.call("PUT", path, JsonTrees.object().putNull("routing_key_header"));
        linq.call("PUT", path, JsonTrees.object().set("phone_numbers", JsonTrees.texts(List.of(LINE))));
        linq.call("PUT", path, JsonTrees.object().set("subscribed_events", JsonTrees.texts(List.of("message.read"))));
        linq.call("DELETE", path, "");
    }

    private static ObjectNode in(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    @Test
    void each_webhook_arrives() {
        subscribeAll("2026-02-03");
        subscribeAll("2025-01-01");
        String group = linq.createGroup("Hello", ANN, BOB, CAROL).chatId();
        String direct = linq.createGroup("Hello", DAVE).chatId();
        useChats(group, direct);
        useMessages(group);
        usePolls(group);
        useAccount();
        useSubscriptions();
        renameInVain();
        peopleAct(group);
        readAndWrite(direct);
        fail(direct);
        linq.callWithFault("name_refused", "DELETE", "/chats/" + group + "/background", JsonTrees.object());
        linq.admin("PATCH", "/lines/" + LINE, JsonTrees.object().put("flagged", true));

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(arrived("2026-02-03"))
                .isEqualTo(contract.eventTypes()));
        Set<String> before2026 = new TreeSet<>(contract.eventTypes());
        before2026.remove("message.edited");
        Awaitility.await().untilAsserted(() -> assertThat(arrived("2025-01-01")).isEqualTo(before2026));
    }

    private void subscribeAll(String version) {
        linq.subscribe(inbox.url() + "?version=" + version, EventTypes.ALL.toArray(new String[0]));
    }

    private Set<String> arrived(String version) {
        return inbox.deliveries().stream()
                .filter(delivery ->
                        delivery.body().path("webhook_version").asText().equals(version))
                .map(WebhookReceiver.Delivery::type)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void rename(String group) {
        linq.call(
                "PUT",
                "/chats/" + group,
                JsonTrees.object().put("display_name", "Crew 14").put("group_chat_icon", IMAGE));
    }

    private void renameInVain() {
        linq.reachBy(CAROL, "RCS");
        String group = linq.createGroup("Hello", CAROL, DAVE).chatId();
        Awaitility.await()
                .until(() -> "RCS".equals(linq.chat(group).path("service").asText()));
        rename(group);
    }

    private void peopleAct(String group) {
        String message = linq.send(group, "Hello").messageId();
        ObjectNode reaction = JsonTrees.object().put("message_id", message).put("type", "like");
        linq.person(ANN, "reactions", reaction);
        linq.person(ANN, "reactions", reaction.put("operation", "remove"));
        linq.person(ANN, "typing", in(group));
        linq.person(ANN, "typing", in(group).put("stopped", true));
        linq.person(ANN, "location", in(group).put("stopped", true));
        linq.person(ANN, "contact_card", JsonTrees.object().put("first_name", "Ann"));
        ObjectNode poll = in(group);
        poll.set("poll", JsonTrees.texts(List.of("Yes", "No")));
        linq.person(ANN, "messages", poll);
    }

    private void readAndWrite(String direct) {
        linq.says(DAVE, direct, "Hi");
        String poll = usePolls(direct);
        react(poll, "love");
        ObjectNode vote = JsonTrees.object()
                .put("operation", "remove")
                .put("option_id", linq.get("/messages/" + poll + "/poll").text("/poll/options/0/option_id"));
        linq.post("/messages/" + poll + "/poll/votes", vote);
        awaitDelivered(poll);
        linq.person(DAVE, "read", in(direct));
    }

    private void fail(String direct) {
        linq.reachBy(DAVE, null);
        linq.send(direct, "Hello?");
        usePolls(direct);
    }
}
