package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.webhook.event.RequiredEvent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command against the sandbox: create, repeat, update and check. */
class SubscribeCommandTest {
    private static final String URL = "https://chat.example.com/webhooks/linq";
    private static final String HERE = URL + "?version=2026-02-03";
    private static final String LINE = "+12223334444";
    private static final String OTHER_LINE = "+12223335555";
    private static final Pattern SECRET_LINE = Pattern.compile("(?m)^LINQ_WEBHOOK_SECRET=(whsec_\\S+)$");
    private static final Pattern ACCOUNT_EVENT = Pattern.compile(
            "environment\\.|api_token\\.|webhook_subscription\\.|team_member\\."
                    + "|contact_card\\.(created|updated|deleted)|phone_number\\.forwarding_updated|zero_day_retention\\.");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withLines(List.of(LINE, OTHER_LINE)));
    private final SandboxRecord linq = new SandboxRecord(sandbox);
    private final SubscribeCommandRig command = new SubscribeCommandRig(sandbox.apiUrl(), URL);

    @AfterEach
    void close() {
        command.close();
        sandbox.close();
    }

    @Test
    void a_new_subscription_has_all_event_types_except_account_events_and_prints_its_secret() throws Exception {
        String output = subscribe(0);

        JsonNode created = onlySubscription();
        assertThat(created.get("target_url").asText()).isEqualTo(HERE);
        assertThat(created.get("subscribed_events"))
                .isNotEmpty()
                .containsExactlyElementsOf(withoutAccountEvents(offered()));
        assertThat(created.get("phone_numbers")).isEmpty();
        assertThat(output)
                .contains("subscribed: " + created.get("id").asText() + " to " + HERE + ", 48 event types")
                .contains("only time that Linq shows the secret")
                .doesNotContain("note:");
        assertThat(SECRET_LINE.matcher(output).results()).hasSize(1);
    }

    @Test
    void with_the_secret_configured_the_check_succeeds() throws Exception {
        command.set("linq.webhook.secret", secretIn(subscribe(0)));

        assertThat(subscribe(0, "--check"))
                .contains(", active")
                .contains("OK: the routes receive all events that they need.");
    }

    @Test
    void an_unencrypted_connection_to_linq_is_noted() {
        // Reaches this machine, but does not say so.
        command.set("linq.api.url", sandbox.apiUrl().replaceFirst("//[^:/]+", "//0.0.0.0"));

        assertThat(subscribe(0))
                .startsWith("note: linq.api.url (LINQ_API_URL) is http:// to 0.0.0.0: the API key, ")
                .contains("subscribed: ");
    }

    @Test
    void subscribing_twice_changes_nothing_and_prints_no_secret() throws Exception {
        String secret = secretIn(subscribe(0));
        JsonNode created = onlySubscription();

        assertThat(subscribe(0, "--url", "https://CHAT.example.com:443"))
                .startsWith("unchanged: " + created.get("id").asText() + " to " + HERE)
                .contains("shows a secret only when the subscription is created")
                .contains("subscribe --url \"" + URL + "?rotation=2\"")
                .contains("DELETE " + sandbox.apiUrl() + "/webhook-subscriptions/"
                        + created.get("id").asText())
                .doesNotContain(secret)
                .doesNotContain("whsec_");
        assertThat(onlySubscription()).isEqualTo(created);
    }

    @Test
    void a_second_subscription_prints_its_secret_and_not_the_first() throws Exception {
        String first = secretIn(subscribe(0));
        command.set("linq.webhook.secret", first);

        String output = subscribe(0, "--url", URL + "?rotation=2");

        assertThat(output).contains("LINQ_WEBHOOK_SECRET is already set: append this secret, separated by a comma");
        assertThat(secretIn(output)).isNotEqualTo(first);
        assertThat(output).doesNotContain(first);
        assertThat(subscribe(0, "--check"))
                .contains("to " + URL + "?rotation=2&version=2026-02-03: the routes receive events twice");
    }

    @Test
    void an_inactive_subscription_is_activated() throws Exception {
        subscribe(0);
        change("{\"is_active\": false}");
        assertThat(subscribe(1, "--check"))
                .contains("INACTIVE")
                .contains("the subscription is inactive: Linq sends no events");

        assertThat(subscribe(0))
                .startsWith("updated: ")
                .contains(": activated\n")
                .doesNotContain("note:");

        assertThat(onlySubscription().get("is_active").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = RequiredEvent.class,
            names = {"MESSAGE_SENT", "GROUP_NAME_UPDATED", "REACTION_REMOVED"})
    void missing_events_are_reported_and_added(RequiredEvent event) throws Exception {
        subscribe(0);
        ArrayNode fewer = withoutAccountEvents(offered());
        for (int i = fewer.size() - 1; i >= 0; i--) {
            if (List.of(event.type(), "call.ended").contains(fewer.get(i).asText())) {
                fewer.remove(i);
            }
        }
        change("{\"subscribed_events\": " + fewer + "}");
        assertThat(subscribe(1, "--check"))
                .contains("  " + event.type() + " is not subscribed; it reports " + event.purpose())
                .contains("  also offered    call.ended\n");

        assertThat(subscribe(0)).contains(": 2 event types added\n");

        assertThat(onlySubscription().get("subscribed_events")).hasSize(48).contains(JSON.valueToTree(event.type()));
    }

    @Test
    void an_unpinned_version_is_reported_and_pinned() throws Exception {
        command.set("linq.webhook.secret", secretIn(subscribe(0)));
        change("{\"target_url\": \"" + URL + "\"}");
        assertThat(subscribe(1, "--check")).contains("the version is not pinned");

        assertThat(subscribe(0)).contains(": version 2026-02-03 instead of none\n");

        assertThat(onlySubscription().get("target_url").asText()).isEqualTo(HERE);
        subscribe(0, "--check");
    }

    @Test
    void the_line_filter_follows_the_options_and_must_include_the_sending_line() throws Exception {
        String output = subscribe(0, "--line", OTHER_LINE);
        assertThat(output).contains("note: no events of line " + LINE + " are sent");
        command.set("linq.webhook.secret", secretIn(output));
        assertThat(onlySubscription().get("phone_numbers")).containsExactly(JSON.valueToTree(OTHER_LINE));
        assertThat(subscribe(1, "--check")).contains("no events of line " + LINE + " are sent");

        assertThat(subscribe(0, "--line", LINE)).contains(": lines " + LINE + " instead of " + OTHER_LINE);
        assertThat(subscribe(0, "--check")).contains(LINE + "; events of other lines are not sent");
        assertThat(subscribe(1, "--check", "--line", LINE, "--line", OTHER_LINE))
                .contains("no events of line " + OTHER_LINE + " are sent");

        assertThat(subscribe(0)).contains(": lines all instead of " + LINE);
        assertThat(onlySubscription().get("phone_numbers")).isEmpty();
    }

    @Test
    void account_events_are_added_when_named_and_removed_when_no_longer_named() throws Exception {
        String output =
                subscribe(0, "--also", "team_member,webhook_subscription.disabled", "--also", "api_token.expired");
        command.set("linq.webhook.secret", secretIn(output));

        assertThat(onlySubscription().get("subscribed_events"))
                .hasSize(48 + 5)
                .extracting(JsonNode::asText)
                .contains("team_member.signed_in", "webhook_subscription.disabled", "api_token.expired")
                .doesNotContain("webhook_subscription.enabled", "api_token.created");
        assertThat(subscribe(0, "--check"))
                .contains("  account events  5; subscribed but not named by --also: api_token.expired, ")
                .contains("OK: the routes receive all events that they need.");
        assertThat(subscribe(1, "--check", "--also", "api_token"))
                .contains("  api_token.created is named by --also but not subscribed\n")
                .doesNotContain("  api_token.expired is named");

        assertThat(subscribe(0)).contains(": 5 event types removed (account events that --also does not name)\n");

        assertThat(onlySubscription().get("subscribed_events")).hasSize(48);
        assertThat(subscribe(0, "--check")).contains("  account events  none\n");
    }

    @Test
    void without_a_subscription_or_a_secret_the_check_fails_and_changes_nothing() throws Exception {
        assertThat(subscribe(1, "--check"))
                .contains("there is no subscription to " + HERE)
                .contains("LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503");

        command.set("linq.webhook.secret", "whsec_no base64");
        assertThat(subscribe(1, "--check"))
                .contains("must be whsec_ followed by base64")
                .doesNotContain("no base64");
        assertThat(subscriptions()).isEmpty();
    }

    @Test
    void a_rejected_api_key_is_reported_with_its_setting() throws Exception {
        command.set("linq.api.key", "wrong");

        assertThat(subscribe(1)).isEmpty();
        assertThat(command.errors())
                .contains("Linq rejected the API key (LINQ_API_KEY): HTTP 401, code 2004, trace ")
                .doesNotContain("wrong");
        subscribe(1, "--check");
    }

    @Test
    void a_missing_api_key_is_reported_with_its_setting() throws Exception {
        command.set("linq.api.key", "");

        subscribe(1);
        assertThat(command.errors()).contains("set LINQ_API_KEY in the environment");
    }

    @Test
    void an_unreachable_linq_is_reported_with_its_setting() throws Exception {
        String url = "http://127.0.0.1:" + ProgramProcess.freePort() + "/v3";
        command.set("linq.api.url", url);

        subscribe(1);
        assertThat(command.errors())
                .contains("no response from Linq at " + url + " (LINQ_API_URL)")
                .contains("refused");

        command.set("linq.api.url", "api.linqapp.com");
        subscribe(1);
        assertThat(command.errors())
                .contains("(LINQ_API_URL) must be a URL that starts with https://, is \"api.linqapp.com\"");
    }

    @Test
    void a_rejection_is_reported_with_linqs_message() throws Exception {
        subscribe(1, "--line", "+19998887777");

        assertThat(command.errors())
                .contains(
                        "Linq rejected POST /webhook-subscriptions: 'phone_numbers' must be your lines (HTTP 400, code"
                                + " 1005, trace ")
                .contains("https://docs.linqapp.com/error/codes/1xxx/1005/)");
        assertThat(subscriptions()).isEmpty();
    }

    @Test
    void invalid_arguments_are_usage_errors() throws Exception {
        subscribe(2, "--url", "http://chat.example.com");
        assertThat(command.errors()).startsWith("--url must start with https://");
        subscribe(2, "--url", URL + "?version=2027-01-01");
        assertThat(command.errors())
                .startsWith("--url has the unsupported version 2027-01-01; supported are 2026-02-03");
        subscribe(2, "--line", "12223334444");
        assertThat(command.errors()).startsWith("--line must be + and digits");
        subscribe(2, "--also", "api_tokens");
        assertThat(command.errors())
                .startsWith("--also must name account events, by type or by family, is \"api_tokens\"; Linq offers ")
                .contains("api_token.created")
                .doesNotContain("message.sent");
        command.set("linq.webhook.public-url", "chat.example.com");
        subscribe(1);
        assertThat(command.errors()).contains("(LINQ_WEBHOOK_PUBLIC_URL) must start with https://");
        command.set("linq.webhook.public-url", "");
        subscribe(2);
        assertThat(command.errors())
                .startsWith("missing the public URL of the routes: give --url, or set LINQ_WEBHOOK_PUBLIC_URL");
        assertThat(subscriptions()).isEmpty();
    }

    private String subscribe(int exitCode, String... arguments) {
        return command.run(exitCode, arguments);
    }

    private static String secretIn(String output) {
        Matcher line = SECRET_LINE.matcher(output);
        assertThat(line.find()).as(output).isTrue();
        return line.group(1);
    }

    private ArrayNode offered() throws Exception {
        return (ArrayNode) linq.api("GET", "/webhook-events", "").get("events");
    }

    private static ArrayNode withoutAccountEvents(ArrayNode offered) {
        ArrayNode others = JSON.createArrayNode();
        offered.forEach(type -> {
            if (!ACCOUNT_EVENT.matcher(type.asText()).lookingAt()) {
                others.add(type);
            }
        });
        return others;
    }

    private JsonNode subscriptions() throws Exception {
        return linq.api("GET", "/webhook-subscriptions", "").get("subscriptions");
    }

    private JsonNode onlySubscription() throws Exception {
        assertThat(subscriptions()).hasSize(1);
        return subscriptions().get(0);
    }

    private void change(String fields) throws Exception {
        linq.api("PUT", "/webhook-subscriptions/" + onlySubscription().get("id").asText(), fields);
    }
}
