package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.WebhookReceiver.Delivery;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that wait when the sandbox stops go on waiting for the rest of their time. */
class SandboxWebhookRestartTest {
    private static final int ATTEMPTS = 10;

    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    /** Another name of this machine, which has to be named to the sandbox. */
    private Set<String> webhookHosts = Set.of("0.0.0.0");

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withJournal(journal)
            .withFirstWebhookRetry(Duration.ofMinutes(5))
            .withWebhookHosts(webhookHosts));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private String chat;

    @BeforeEach
    void subscribe() {
        chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.subscribe(inbox.url(), "message.sent");
    }

    private void sendWithFault(String fault, String text) {
        linq.callWithFault(
                fault,
                "POST",
                "/chats/" + chat + "/messages",
                JsonTrees.object().set("message", TestSandbox.aText(text)));
    }

    private void pass(String time) {
        linq.admin("POST", "/time", JsonTrees.object().put("advance", time));
    }

    private void awaitFailedAttempts(int count) {
        Awaitility.await().until(() -> Files.readString(journal).split("webhook_attempted").length == count + 1);
    }

    private static String textOf(Delivery delivery) {
        return delivery.body().at("/data/parts/0/value").asText();
    }

    private List<String> texts(int count) {
        return inbox.await(count).stream()
                .map(SandboxWebhookRestartTest::textOf)
                .toList();
    }

    @Test
    void a_retry_comes_when_it_would_have_come() {
        inbox.respondNextWith(503);
        linq.send(chat, "one");
        awaitFailedAttempts(1);

        linq.restart();
        linq.send(chat, "two");
        assertThat(texts(2)).containsExactly("one", "two");
        pass("PT6M");

        assertThat(texts(3)).containsExactly("one", "two", "one");
    }

    @Test
    void a_host_that_is_not_named_any_more_gets_no_webhook() {
        String id = linq.subscribe(inbox.url().replace("127.0.0.1", "0.0.0.0"), "message.received")
                .text("/id");
        linq.says(ANN, chat, "one");
        inbox.awaitFirst("message.received");
        webhookHosts = Set.of();
        linq.restart();

        linq.says(ANN, chat, "two");

        JsonNode dropped = linq.admin(
                        "GET", "/deliveries?event_type=message.received&state=dropped&await=PT10S", JsonTrees.object())
                .body()
                .at("/deliveries/0");
        assertThat(dropped.at("/attempts/0/error").asText()).contains("--webhook-host");
        assertThat(dropped.path("attempts")).hasSize(1);
        assertThat(inbox.deliveries())
                .filteredOn(each -> each.type().equals("message.received"))
                .hasSize(1);
        ObjectNode off = JsonTrees.object().put("is_active", false);
        assertThat(linq.call("PUT", "/webhook-subscriptions/" + id, off).status())
                .isEqualTo(200);
    }

    @Test
    void a_journal_with_more_subscriptions_than_an_account_may_have_gets_no_further_one() throws IOException {
        List<String> lines = Files.readAllLines(journal);
        String subscription = lines.stream()
                .filter(line -> line.contains("signing_secret"))
                .findFirst()
                .orElseThrow();
        for (int count = 0; count < 100; count++) {
            String copy = subscription
                    .replaceFirst("\"id\":\"[^\"]*", "\"id\":\"" + UUID.randomUUID())
                    .replace(inbox.url(), "https://example.com/" + count);
            Files.writeString(journal, copy + "\n", StandardOpenOption.APPEND);
        }
        linq.restart();

        assertThat(linq.subscribe("https://example.com/hooks", "message.sent").code())
                .isEqualTo(1005);
    }

    @Test
    void attempts_before_the_restart_count() throws IOException {
        inbox.stop();
        linq.send(chat, "one");
        awaitFailedAttempts(1);
        pass("PT6M");
        awaitFailedAttempts(2);
        linq.restart();
        awaitFailedAttempts(2);
        inbox.restart();
        inbox.respondNextWith(IntStream.generate(() -> 503).limit(ATTEMPTS).toArray());

        pass("P1D");
        Awaitility.await().until(() -> Files.readString(journal).contains("webhook_done"));

        assertThat(texts(ATTEMPTS - 2)).containsOnly("one").hasSize(ATTEMPTS - 2);
    }

    @Test
    void a_late_webhook_stays_late() {
        sendWithFault("webhook_late; webhook_late_millis=3600000", "one");

        linq.restart();
        linq.send(chat, "two");
        inbox.await(1);
        pass("PT1H");

        assertThat(texts(2)).containsExactly("two", "one");
    }

    @Test
    void a_reordered_webhook_is_overtaken_by_what_comes_after_the_restart() {
        sendWithFault("webhook_reordered", "one");

        linq.restart();
        linq.send(chat, "two");
        inbox.await(1);
        pass("PT30S");

        assertThat(texts(2)).containsExactly("two", "one");
    }
}
