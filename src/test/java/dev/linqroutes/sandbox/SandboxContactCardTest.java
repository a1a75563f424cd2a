package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxContactCardTest {
    private static final String CARD = "/contact_card?phone_number=" + LINE;

    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private JsonNode event(String type) {
        return inbox.awaitFirst(type).body().path("data");
    }

    private static ObjectNode aCard() {
        return JsonTrees.object().put("phone_number", LINE).put("first_name", "Acme");
    }

    private Reply delete() {
        return linq.call("DELETE", CARD, "");
    }

    private void activate(boolean active) {
        linq.admin("PATCH", "/lines/" + LINE, JsonTrees.object().put("contact_card_active", active));
    }

    @Test
    void a_line_has_one_card_until_it_is_deleted() {
        linq.createContactCard();
        linq.subscribe(inbox.url(), "contact_card.created", "contact_card.deleted");
        assertThat(linq.post("/contact_card", aCard()).code()).isEqualTo(2014);

        assertThat(delete().status()).isEqualTo(204);

        assertThat(event("contact_card.deleted").path("phone_number").asText()).isEqualTo(LINE);
        assertThat(delete().code()).isEqualTo(2012);
        assertThat(linq.get(CARD).body().path("contact_cards")).isEmpty();
        Reply created = linq.post("/contact_card", aCard());
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("is_active").booleanValue()).isTrue();
        assertThat(event("contact_card.created").at("/contact_card/first_name").asText())
                .isEqualTo("Acme");
    }

    @Test
    void an_update_keeps_omitted_fields_and_tells_what_changed() {
        linq.createContactCard();
        linq.subscribe(inbox.url(), "contact_card.updated");

        Reply updated = linq.call("PATCH", CARD, JsonTrees.object().put("last_name", "Support"));

        assertThat(updated.text("/first_name")).isEqualTo("Acme");
        assertThat(updated.text("/last_name")).isEqualTo("Support");
        JsonNode change = event("contact_card.updated").path("change");
        assertThat(change.at("/last_name/from").isNull()).isTrue();
        assertThat(change.at("/last_name/to").asText()).isEqualTo("Support");
        assertThat(change.has("first_name")).isFalse();
        delete();
        assertThat(linq.call("PATCH", CARD, JsonTrees.object()).code()).isEqualTo(2012);
    }

    @Test
    void a_card_needs_a_name_a_line_and_an_image_if_any() {
        assertThat(linq.post("/contact_card", aCard().put("first_name", " ")).code())
                .isEqualTo(1005);
        assertThat(linq.post("/contact_card", aCard().put("phone_number", ANN)).code())
                .isEqualTo(2006);
        assertThat(linq.post("/contact_card", aCard().put("image_url", "https://example.com/sandbox-5007"))
                        .code())
                .isEqualTo(5007);
        assertThat(linq.call("PATCH", "/contact_card", "{}").code()).isEqualTo(1001);
    }

    @Test
    void sharing_a_card_that_is_not_active_has_no_effect_and_no_error() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        String path = "/chats/" + chat + "/share_contact_card";
        linq.createContactCard();
        activate(false);

        assertThat(linq.call("POST", path, "").status()).isEqualTo(204);

        assertThat(linq.record().at("/chats/0/actions")).isEmpty();
        assertThat(linq.post("/contact_card", aCard()).status()).isEqualTo(201);
        linq.call("POST", path, "");
        assertThat(linq.record().at("/chats/0/actions")).hasSize(1);
    }

    @Test
    void only_an_active_card_is_updated() {
        linq.createContactCard();
        activate(false);

        assertThat(linq.call("PATCH", CARD, JsonTrees.object().put("last_name", "Support"))
                        .code())
                .isEqualTo(2012);
    }

    @Test
    void a_line_without_a_card_shares_none() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(linq.get("/contact_card").body().path("contact_cards")).isEmpty();
        assertThat(linq.call("POST", "/chats/" + chat + "/share_contact_card", "")
                        .code())
                .isEqualTo(2012);
    }

    @Test
    void a_card_is_shared_only_after_the_line_has_written() {
        linq.createContactCard();
        String chat = linq.person(ANN, "chats", JsonTrees.object().put("text", "Hello"))
                .text("/id");
        String path = "/chats/" + chat + "/share_contact_card";

        assertThat(linq.call("POST", path, "").code()).isEqualTo(2015);

        linq.send(chat, "Hello");
        assertThat(linq.call("POST", path, "").status()).isEqualTo(204);
    }

    @Test
    void a_card_that_a_person_shares_is_an_event_of_the_line() {
        linq.subscribe(inbox.url(), "contact_card.received");

        linq.person(ANN, "contact_card", JsonTrees.object().put("first_name", "Ann"));

        JsonNode card = event("contact_card.received");
        assertThat(card.path("first_name").asText()).isEqualTo("Ann");
        assertThat(card.path("sender_handle").asText()).isEqualTo(ANN);
        assertThat(card.path("owner_handle").asText()).isEqualTo(LINE);
    }
}
