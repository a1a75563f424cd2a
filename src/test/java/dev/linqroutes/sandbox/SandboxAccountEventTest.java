package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events about the account itself. */
class SandboxAccountEventTest {
    private static final String URL = "https://ann:secret@hooks.example.com/linq?token=1#a";

    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private JsonNode event(String type) {
        return inbox.awaitFirst("webhook_subscription." + type).body().path("data");
    }

    private void listen(String... types) {
        String[] events = new String[types.length];
        for (int index = 0; index < types.length; index++) {
            events[index] = "webhook_subscription." + types[index];
        }
        linq.subscribe(inbox.url(), events);
    }

    private void change(Reply subscription, String body) {
        linq.call("PUT", "/webhook-subscriptions/" + subscription.text("/id"), body);
    }

    @Test
    void a_new_subscription_hears_of_itself() {
        listen("created");

        JsonNode created = event("created");

        assertThat(created.at("/webhook_subscription/events/0").asText()).isEqualTo("webhook_subscription.created");
        assertThat(created.at("/actor/type").asText()).isEqualTo("api");
        assertThat(created.path("origin").asText()).isEqualTo("api");
        assertThat(created.path("summary").asText()).isNotEmpty();
        assertThat(created.has("occurred_at")).isTrue();
    }

    @Test
    void events_have_no_credentials_and_no_query_of_a_target() {
        listen("deleted");
        Reply other = linq.subscribe(URL, "message.sent");

        linq.call("DELETE", "/webhook-subscriptions/" + other.text("/id"), "");

        assertThat(event("deleted").at("/webhook_subscription/target_url").asText())
                .isEqualTo("https://hooks.example.com/linq");
    }

    @Test
    void each_changed_aspect_is_an_event_with_its_values() {
        listen("target_url_changed", "events.updated", "phone_numbers.updated", "routing_headers_set", "disabled");
        Reply other = linq.subscribe(URL, "message.sent");

        change(
                other,
                """
                {"target_url": "https://hooks.example.com/new", "subscribed_events": ["message.read"],
                 "phone_numbers": ["+12223334444"], "routing_key_header": "X-Key", "is_active": false}""");

        assertThat(event("target_url_changed").at("/change/to").asText()).isEqualTo("https://hooks.example.com/new");
        assertThat(event("events.updated").at("/change/from/0").asText()).isEqualTo("message.sent");
        assertThat(event("phone_numbers.updated").at("/change/from").isNull()).isTrue();
        assertThat(event("phone_numbers.updated").at("/change/to/0").asText()).isEqualTo(LINE);
        assertThat(event("routing_headers_set")
                        .at("/change/to/routing_key_header")
                        .asText())
                .isEqualTo("X-Key");
        assertThat(event("disabled").has("change")).isFalse();
    }

    @Test
    void what_did_not_change_is_no_event() {
        listen("created", "events.updated", "enabled", "target_url_changed", "routing_headers_cleared");
        Reply other = linq.subscribe(URL, "message.sent");

        change(other, "{\"target_url\": \"" + URL + "\", \"is_active\": true, \"routing_key_header\": null}");
        linq.subscribe(URL + "2", "message.sent");

        inbox.await(3);
        assertThat(inbox.deliveries())
                .extracting(WebhookReceiver.Delivery::type)
                .containsOnly("webhook_subscription.created");
    }
}
