package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** New conversations of a line within 24 hours (reference 1.4). */
class SandboxLineHealthTest {
    @TempDir
    Path folder;

    private List<String> lines = List.of(TestSandbox.LINE);

    @RegisterExtension
    final TestSandbox linq =
            new TestSandbox(options -> options.withAssumption(Assumption.LINE_HEALTH_FOLLOWS_NEW_CONVERSATIONS, true)
                    .withJournal(folder.resolve("journal"))
                    .withLines(lines)
                    .withNamingDelay(Duration.ZERO));

    @RegisterExtension
    final TestSandbox lenient = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private int people;

    private Reply start(TestSandbox sandbox) {
        return sandbox.createGroup("Hello", "+1555000" + (1000 + people++));
    }

    private void start(int conversations) {
        for (int i = 0; i < conversations; i++) {
            assertThat(start(linq).status()).isEqualTo(201);
        }
    }

    private String reputation() {
        return linq.get("/phone_numbers").text("/phone_numbers/0/reputation/status");
    }

    @Test
    void a_line_is_at_risk_from_50_new_conversations_on_and_recovers_after_a_day() {
        linq.subscribe(inbox.url(), "phone_number.status_updated");
        start(49);
        assertThat(reputation()).isEqualTo("HEALTHY");

        start(1);

        assertThat(reputation()).isEqualTo("AT_RISK");
        JsonNode change = inbox.awaitFirst("phone_number.status_updated").body().path("data");
        assertThat(change.path("previous_reputation").asText()).isEqualTo("HEALTHY");
        assertThat(change.path("new_reputation").asText()).isEqualTo("AT_RISK");
        assertThat(change.path("new_status").asText()).isEqualTo("ACTIVE");
        linq.advance("PT24H");
        assertThat(reputation()).isEqualTo("HEALTHY");
    }

    @Test
    void a_line_is_flagged_from_100_new_conversations_on_until_they_are_older_than_a_day() {
        start(100);

        assertThat(reputation()).isEqualTo("CRITICAL");
        assertThat(start(linq).code()).isEqualTo(2027);
        linq.restart();
        assertThat(reputation()).isEqualTo("CRITICAL");
        assertThat(start(linq).code()).isEqualTo(2027);
        linq.advance("PT24H");
        assertThat(start(linq).status()).isEqualTo(201);
    }

    @Test
    void messages_into_a_chat_are_no_new_conversations_and_people_who_are_added_are() {
        String group = linq.createGroup("Hello", ANN, BOB).chatId();
        start(48);
        linq.send(group, "Hello again");
        assertThat(reputation()).isEqualTo("HEALTHY");

        linq.add(group, "+15550009999");

        Awaitility.await().until(() -> reputation().equals("AT_RISK"));
    }

    @Test
    void a_restart_changes_no_count_of_contacts_whatever_became_of_their_chats() throws IOException {
        Reply group = linq.createGroup("Hello", ANN, BOB);
        String chat = group.chatId();
        start(47);
        linq.add(chat, "+15550009998");
        Awaitility.await().until(() -> !linq.statusOf("+15550009998", chat).isEmpty());
        linq.call("DELETE", "/messages/" + group.messageId(), "");
        linq.person(ANN, "add", JsonTrees.object().put("chat_id", chat).put("handle", "+15550009999"));
        assertThat(reputation()).isEqualTo("HEALTHY");

        linq.restart();
        start(1);
        assertThat(reputation()).as("50 contacts").isEqualTo("AT_RISK");
        restartWithCompactedJournal();
        assertThat(reputation()).as("50 contacts").isEqualTo("AT_RISK");
        start(49);
        assertThat(reputation()).as("99 contacts").isEqualTo("AT_RISK");
        start(1);
        assertThat(reputation()).as("100 contacts").isEqualTo("CRITICAL");
    }

    /** The first start writes the compacted journal, and the second one reads it. */
    private void restartWithCompactedJournal() throws IOException {
        linq.server().close();
        String noChange = "{\"time_ahead\":\"PT0S\"}\n";
        Files.writeString(folder.resolve("journal"), noChange.repeat(1_500), StandardOpenOption.APPEND);
        linq.restart();
        assertThat(Files.readString(folder.resolve("journal"))).doesNotContain(noChange);
        linq.restart();
    }

    @Test
    void unless_assumed_a_line_stays_as_it_is() {
        for (int i = 0; i < 101; i++) {
            assertThat(start(lenient).status()).isEqualTo(201);
        }
    }

    @Test
    void a_line_that_is_taken_from_the_account_is_not_judged_and_does_not_come_back() {
        start(1);
        linq.flagTheLine();
        lines = List.of("+13334445555");

        linq.restart();

        assertThat(linq.get("/phone_numbers").body().findValuesAsText("phone_number"))
                .containsExactly("+13334445555");
    }

    @Test
    void what_a_restart_finds_is_said_once() {
        linq.subscribe(inbox.url(), "phone_number.status_updated");
        start(1);
        linq.flagTheLine();
        awaitDelivered(1);

        linq.restart();

        awaitDelivered(2);
        assertThat(inbox.deliveries()).hasSize(2);
        assertThat(reputation()).isEqualTo("HEALTHY");
    }

    private void awaitDelivered(int webhooks) {
        Awaitility.await()
                .until(() -> Files.readString(folder.resolve("journal")).split("webhook_done").length > webhooks);
    }
}
