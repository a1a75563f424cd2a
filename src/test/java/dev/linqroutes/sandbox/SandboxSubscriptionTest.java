package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.SandboxOptions;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxSubscriptionTest {
    private static final String URL = "https://hooks.example.com/linq";

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withWebhookHosts(Set.of("Crews", "10.0.0.7")));

    @Test
    void the_secret_is_returned_only_by_the_create() {
        Reply created = linq.subscribe(URL, "message.sent");
        String path = "/webhook-subscriptions/" + created.text("/id");

        assertThat(created.status()).isEqualTo(201);
        assertThat(Base64.getDecoder().decode(created.text("/signing_secret").substring("whsec_".length())))
                .hasSize(32);
        assertThat(linq.get(path).text("/target_url")).isEqualTo(URL);
        assertThat(linq.get(path).body().has("signing_secret")).isFalse();
        assertThat(linq.get("/webhook-subscriptions")
                        .body()
                        .at("/subscriptions/0")
                        .has("signing_secret"))
                .isFalse();
        assertThat(linq.call("PUT", path, "{}").body().has("signing_secret")).isFalse();
    }

    @Test
    void an_address_can_have_one_subscription() {
        linq.subscribe(URL, "message.sent");

        assertThat(linq.subscribe(URL, "chat.created").code()).isEqualTo(1005);
        assertThat(linq.subscribe(URL + "?rotation=2", "chat.created").status()).isEqualTo(201);
    }

    @Test
    void an_account_has_100_subscriptions_at_most() {
        String first = linq.subscribe(URL, "message.sent").text("/id");
        for (int count = 1; count < 100; count++) {
            assertThat(linq.subscribe(URL + "?number=" + count, "message.sent").status())
                    .isEqualTo(201);
        }

        assertThat(linq.subscribe(URL + "?number=100", "message.sent").code()).isEqualTo(1005);
        linq.call("DELETE", "/webhook-subscriptions/" + first, "");
        assertThat(linq.subscribe(URL + "?number=100", "message.sent").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com",
                "ftp://127.0.0.1/",
                "hooks",
                "https://",
                "http://127.0.0.1.example.com",
                "https://hooks.example.com?version=2024-01-01"
            })
    void the_address_must_be_https_or_local(String url) {
        assertThat(linq.subscribe(url, "message.sent").code()).isEqualTo(1005);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000/a", "http://127.0.0.1:9000/a", "http://[::1]:9000/a"})
    void http_is_accepted_for_local_addresses(String url) {
        assertThat(linq.subscribe(url, "message.sent").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://crews:9000/a", "http://CREWS", "http://10.0.0.7/", "https://other.example.com"})
    void http_is_accepted_for_named_hosts(String url) {
        assertThat(linq.subscribe(url, "message.sent").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other",
                "http://crews.example.com",
                "http://my.crews",
                "http://10.0.0.70",
                "http://crews@other/",
                "http://other#crews"
            })
    void http_is_refused_for_other_hosts(String url) {
        assertThat(linq.subscribe(url, "message.sent").code()).isEqualTo(1005);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://crews", "crews:9000", "crews/"})
    void a_named_host_is_a_name_and_nothing_else(String name) {
        SandboxOptions options = SandboxOptions.defaults();

        assertThatThrownBy(() -> options.withWebhookHosts(Set.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void only_known_events_and_own_lines_can_be_subscribed() {
        assertThat(linq.subscribe(URL).code()).isEqualTo(1005);
        assertThat(linq.subscribe(URL, "message.deleted").code()).isEqualTo(1005);
        assertThat(linq.call(
                                "POST",
                                "/webhook-subscriptions",
                                """
                                {"target_url": "https://hooks.example.com", "subscribed_events": ["message.sent"],
                                 "phone_numbers": ["+19998887777"]}""")
                        .code())
                .isEqualTo(1005);
        assertThat(linq.get("/webhook-events")
                        .body()
                        .path("events")
                        .valueStream()
                        .map(event -> event.asText()))
                .hasSize(75)
                .contains("message.sent", "chat.group_name_updated", "participant.removed");
    }

    @Test
    void an_update_keeps_omitted_fields() {
        String path =
                "/webhook-subscriptions/" + linq.subscribe(URL, "message.sent").text("/id");

        Reply updated = linq.call("PUT", path, "{\"subscribed_events\": [\"chat.created\"]}");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.text("/target_url")).isEqualTo(URL);
        assertThat(updated.text("/subscribed_events/0")).isEqualTo("chat.created");
        assertThat(updated.body().path("is_active").booleanValue()).isTrue();
    }

    @Test
    void a_deleted_subscription_is_not_found() {
        String path =
                "/webhook-subscriptions/" + linq.subscribe(URL, "message.sent").text("/id");

        assertThat(linq.call("DELETE", path, "").status()).isEqualTo(204);
        assertThat(linq.get(path).code()).isEqualTo(2010);
        assertThat(linq.get("/webhook-subscriptions/" + UUID.randomUUID()).status())
                .isEqualTo(404);
    }

    private Reply subscribeWithRouting(String headers) {
        return linq.call(
                "POST",
                "/webhook-subscriptions",
                "{\"target_url\": \"" + URL + "\", \"subscribed_events\": [\"message.sent\"], " + headers + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "content-type",
                "Host",
                "Connection",
                "Transfer-Encoding",
                "TE",
                "Proxy-Authorization",
                "Authorization",
                "Cookie",
                "webhook-id",
                "Webhook-Anything",
                "X-Webhook-Signature",
                "not a name",
                ""
            })
    void a_routing_header_cannot_have_a_name_that_means_something_else(String name) {
        assertThat(subscribeWithRouting("\"routing_key_header\": \"" + name + "\"")
                        .code())
                .isEqualTo(1005);
        assertThat(subscribeWithRouting("\"routing_key_header\": \"X-Key\", \"routing_id_header\": \"" + name + "\"")
                        .code())
                .isEqualTo(1005);
    }

    @Test
    void the_routing_headers_have_different_names() {
        assertThat(subscribeWithRouting("\"routing_key_header\": \"X-Chat\", \"routing_id_header\": \"x-chat\"")
                        .code())
                .isEqualTo(1005);
        assertThat(subscribeWithRouting("\"routing_key_header\": \"linq-chat-id\"")
                        .code())
                .as("the standard name of the other")
                .isEqualTo(1005);

        String path = "/webhook-subscriptions/"
                + subscribeWithRouting("\"routing_key_header\": \"X-Key\"").text("/id");

        assertThat(linq.call("PUT", path, "{\"routing_id_header\": \"X-KEY\"}").code())
                .as("an update that makes them equal")
                .isEqualTo(1005);
    }
}
