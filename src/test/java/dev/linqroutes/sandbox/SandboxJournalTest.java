package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.account.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SandboxJournalTest {
    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    @RegisterExtension
    final TestSandbox linq =
            new TestSandbox(options -> options.withJournal(journal).withNamingDelay(Duration.ofMillis(50)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    @Test
    void a_restart_restores_chats_messages_keys_and_subscriptions() {
        Reply first = linq.create(List.of(ANN, BOB), aText("one").put("idempotency_key", "k-1"));
        linq.nameAndWait(first.chatId(), "Order 1001");
        String unnamed = linq.createGroup("two", ANN, BOB, CAROL).chatId();
        String subscription =
                linq.subscribe("https://hooks.example.com", "call.ended").text("/id");
        var before = linq.record().path("chats");

        linq.restart();

        assertThat(linq.record().path("chats")).isEqualTo(before);
        assertThat(linq.create(List.of(ANN, BOB), aText("one").put("idempotency_key", "k-1"))
                        .messageId())
                .isEqualTo(first.messageId());
        assertThat(linq.createGroup("three", ANN, BOB).chatId()).isNotEqualTo(first.chatId());
        assertThat(linq.createGroup("four", ANN, BOB, CAROL).chatId()).isEqualTo(unnamed);
        assertThat(linq.get("/webhook-subscriptions/" + subscription).status()).isEqualTo(200);
    }

    @Test
    void a_restart_delivers_the_remaining_webhooks() throws IOException {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.stop();
        linq.createGroup("one", ANN, BOB);

        linq.restart();
        inbox.restart();

        assertThat(inbox.await(1).get(0).text()).contains("\"one\"");
    }

    @Test
    void delivered_webhooks_are_not_repeated() {
        linq.subscribe(inbox.url(), "message.sent");
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        inbox.await(1);
        Awaitility.await().until(() -> Files.readString(journal).contains("webhook_done"));

        linq.restart();
        linq.send(chat, "two");

        inbox.await(2);
        assertThat(inbox.deliveries()).hasSize(2);
    }

    @Test
    void a_restart_applies_an_accepted_name() throws IOException {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.server().close();
        var accepted = new AccountChange.PendingChangeAccepted(new PendingChange(
                "c-1", chat, PendingChange.Kind.NAME, "Order 1001", "0123456789abcdef", Instant.now()));
        Files.writeString(journal, accepted.json() + "\n", StandardOpenOption.APPEND);

        linq.restart();

        Awaitility.await()
                .until(() -> linq.chat(chat).path("display_name").asText().equals("Order 1001"));
    }

    @Test
    void a_truncated_last_line_is_ignored() throws IOException {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.server().close();
        String intact = Files.readString(journal);
        Files.writeString(journal, "{\"message\":{\"id\":\"3f0f", StandardOpenOption.APPEND);

        linq.restart();

        assertThat(linq.textsIn(chat)).containsExactly("one");
        linq.send(chat, "two");
        assertThat(Files.readString(journal))
                .startsWith(intact + "{\"message\":{\"id\":")
                .endsWith("}\n");
        linq.restart();
        assertThat(linq.textsIn(chat)).containsExactly("one", "two");
    }

    @Test
    void an_invalid_journal_fails_the_start_with_file_and_line() throws IOException {
        linq.createGroup("one", ANN, BOB);
        linq.server().close();
        int line = Files.readAllLines(journal).size() + 1;
        Files.writeString(journal, "what is this?\n", StandardOpenOption.APPEND);

        assertThatThrownBy(linq::restart)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line " + line + " of the journal " + journal);
    }

    @Test
    void a_journal_is_locked_by_one_sandbox() {
        SandboxOptions options = SandboxOptions.defaults().withJournal(journal);

        assertThatThrownBy(() -> Sandbox.start(options))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(journal.toString());
    }

    @Test
    void webhooks_that_cannot_be_made_are_dropped_and_hold_up_nothing() throws IOException {
        linq.call(
                "POST",
                "/webhook-subscriptions",
                "{\"target_url\": \"" + inbox.url() + "\", \"subscribed_events\": [\"message.sent\"],"
                        + " \"routing_key_header\": \"X-Key\", \"routing_id_header\": \"X-Chat\"}");
        linq.server().close();
        Files.writeString(journal, Files.readString(journal).replace("X-Chat", "X-Key"));
        linq.restart();

        String chat = linq.createGroup("one", ANN, BOB).chatId();

        assertThat(linq.send(chat, "two").status()).isEqualTo(202);
        Awaitility.await().until(() -> Files.readString(journal).split("webhook_done").length == 3);
    }
}
