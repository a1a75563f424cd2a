package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SandboxHistoryTest {
    private static final int HISTORY = 5;
    private static final int MANY = 1_500;

    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");
    private int history = HISTORY;
    private Duration sendingDelay = Duration.ZERO;
    private Duration namingDelay = Duration.ZERO;

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withHistory(history)
            .withSendingDelay(sendingDelay)
            .withNamingDelay(namingDelay)
            .withJournal(journal));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private Reply write(String number, String key) {
        return linq.create(List.of(number, BOB), aText("Hi").put("idempotency_key", key));
    }

    private static String number(int index) {
        return "+1555000" + (1000 + index);
    }

    private void lengthen() throws IOException {
        Files.writeString(journal, "{\"time_ahead\":\"PT0S\"}\n".repeat(MANY), StandardOpenOption.APPEND);
    }

    /** The first start writes the compacted journal, and the second one reads it. */
    private void compact() throws IOException {
        linq.server().close();
        lengthen();
        linq.restart();
        linq.restart();
    }

    private long lines() throws IOException {
        try (var lines = Files.lines(journal)) {
            return lines.count();
        }
    }

    @Test
    void the_oldest_messages_are_forgotten_with_their_keys() {
        Reply first = linq.create(List.of(ANN, BOB), aText("text 0").put("idempotency_key", "k-0"));
        for (int count = 1; count <= HISTORY; count++) {
            linq.send(first.chatId(), aText("text " + count).put("idempotency_key", "k-" + count));
        }

        assertThat(linq.textsIn(first.chatId())).containsExactly("text 1", "text 2", "text 3", "text 4", "text 5");
        assertThat(linq.get("/messages/" + first.messageId()).code()).isEqualTo(2002);
        Reply again = linq.send(first.chatId(), aText("text 0").put("idempotency_key", "k-0"));
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.messageId()).isNotEqualTo(first.messageId());
    }

    @Test
    void the_keys_of_deleted_messages_are_kept_with_a_restart_until_they_are_the_oldest() throws IOException {
        Reply first = linq.create(List.of(ANN, BOB), aText("text 0").put("idempotency_key", "k-0"));
        linq.call("DELETE", "/messages/" + first.messageId(), "");
        compact();
        assertThat(linq.send(first.chatId(), aText("again").put("idempotency_key", "k-0"))
                        .code())
                .isEqualTo(2002);

        for (int count = 1; count <= HISTORY; count++) {
            Reply sent = linq.send(first.chatId(), aText("text " + count).put("idempotency_key", "k-" + count));
            linq.call("DELETE", "/messages/" + sent.messageId(), "");
        }

        assertThat(linq.send(first.chatId(), aText("again").put("idempotency_key", "k-0"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void what_chats_have_shown_and_what_counts_against_limits_outlives_a_compacted_journal() throws IOException {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        for (String name : List.of("first", "second", "third")) {
            linq.person(ANN, "rename", JsonTrees.object().put("chat_id", chat).put("display_name", name));
        }
        for (int count = 1; count < 30; count++) {
            linq.send(chat, "text " + count);
        }
        JsonNode shown = linq.admin("GET", "/chats/" + chat, JsonTrees.object()).body();
        assertThat(shown.path("changes")).as("its start and its names").hasSize(4);

        compact();

        assertThat(linq.admin("GET", "/chats/" + chat, JsonTrees.object()).body())
                .isEqualTo(shown);
        assertThat(linq.send(chat, "text 30").code()).isEqualTo(1007);
    }

    @Test
    void chats_without_activity_are_forgotten() {
        String quiet = write(number(0), "k-0").chatId();
        String busy = write(number(1), "k-1").chatId();
        for (int count = 2; count < HISTORY; count++) {
            write(number(count), "k-" + count);
        }
        linq.says(number(1), busy, "Still here");

        write(number(HISTORY), "k-" + HISTORY);

        assertThat(linq.get("/chats/" + quiet).code()).isEqualTo(2001);
        assertThat(linq.get("/chats/" + busy).status()).isEqualTo(200);
        assertThat(linq.record().path("chats")).hasSize(HISTORY);
        assertThat(write(number(0), "k-new").chatId()).isNotEqualTo(quiet);
    }

    @Test
    void a_smaller_history_applies_after_a_restart_and_to_what_follows() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(chat, "two");
        linq.send(chat, "three");
        history = 2;

        linq.restart();

        assertThat(linq.textsIn(chat)).containsExactly("two", "three");
        linq.send(chat, "four");
        history = 3;
        linq.restart();
        assertThat(linq.textsIn(chat)).containsExactly("three", "four");
    }

    @Test
    void a_long_journal_is_compacted_at_the_start_without_changing_anything() throws IOException {
        history = 100;
        linq.restart();
        Reply created = linq.create(List.of(ANN, BOB), aText("one").put("idempotency_key", "k-1"));
        String chat = created.chatId();
        linq.nameAndWait(chat, "Order 1001");
        String second = linq.createGroup("two", ANN, BOB, CAROL).chatId();
        linq.send(chat, aText("three").put("idempotency_key", "k-3"));
        linq.call(
                "PATCH", "/messages/" + created.messageId(), JsonTrees.object().put("text", "one!"));
        linq.person(BOB, "leave", JsonTrees.object().put("chat_id", second));
        linq.reachBy(CAROL, "SMS");
        linq.admin("PATCH", "/lines/" + LINE, JsonTrees.object().put("flagged", true));
        String subscription =
                linq.subscribe("https://hooks.example.com", "call.ended").text("/id");
        JsonNode record = linq.record().path("chats");
        JsonNode shown = linq.admin("GET", "/chats", JsonTrees.object()).body();
        JsonNode people = linq.admin("GET", "/people", JsonTrees.object()).body();
        Reply again = linq.create(List.of(ANN, BOB), aText("one").put("idempotency_key", "k-1"));
        linq.server().close();
        lengthen();

        linq.restart();

        assertThat(lines()).isLessThan(100);
        assertThat(linq.record().path("chats")).isEqualTo(record);
        assertThat(linq.admin("GET", "/chats", JsonTrees.object()).body()).isEqualTo(shown);
        assertThat(linq.admin("GET", "/people", JsonTrees.object()).body()).isEqualTo(people);
        assertThat(linq.create(List.of(ANN, BOB), aText("one").put("idempotency_key", "k-1"))
                        .body())
                .isEqualTo(again.body());
        assertThat(linq.send(chat, "four").code()).isEqualTo(2027);
        assertThat(linq.get("/webhook-subscriptions/" + subscription).status()).isEqualTo(200);
        linq.admin("PATCH", "/lines/" + LINE, JsonTrees.object().put("flagged", false));
        linq.send(chat, "five");
        linq.restart();
        assertThat(linq.textsIn(chat)).containsExactly("one!", "three", "five");
        assertThat(Files.list(directory).filter(file -> file.toString().endsWith(".new")))
                .isEmpty();
    }

    @Test
    void a_compacted_journal_is_still_locked() throws IOException {
        linq.server().close();
        lengthen();
        linq.restart();

        assertThatThrownBy(() -> Sandbox.start(SandboxOptions.defaults().withJournal(journal)))
                .hasMessageContaining("already has a sandbox");
        assertThat(Files.getPosixFilePermissions(journal)).hasSize(2);
    }

    @Test
    void a_message_that_is_forgotten_as_soon_as_it_is_sent_is_delivered_before() {
        sendingDelay = Duration.ofHours(1);
        history = 2 * HISTORY;
        linq.restart();
        linq.subscribe(inbox.url(), "message.sent", "message.delivered");
        String first = linq.createGroup("text 0", number(0)).messageId();
        for (int count = 1; count < 2 * HISTORY; count++) {
            linq.createGroup("text " + count, number(count));
        }
        history = HISTORY;
        linq.restart();

        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT2H"));

        assertThat(inbox.await(4 * HISTORY)).hasSize(4 * HISTORY);
        assertThat(linq.get("/messages/" + first).code()).isEqualTo(2002);
        assertThat(linq.record().path("chats")).hasSize(HISTORY);
    }

    @Test
    void what_is_pending_is_not_forgotten() {
        sendingDelay = Duration.ofHours(1);
        linq.restart();
        String first = write(number(0), "k-0").chatId();
        String busy = write(number(1), "k-1").chatId();
        for (int count = 0; count < 2 * HISTORY; count++) {
            linq.says(number(1), busy, "Hello");
        }
        assertThat(linq.textsIn(first)).containsExactly("Hi");

        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT2H"));

        for (int count = 0; count < HISTORY; count++) {
            write(number(50 + count), "k-" + (50 + count));
        }
        assertThat(linq.get("/chats/" + first).code()).isEqualTo(2001);
    }

    @Test
    void messages_that_wait_are_as_many_as_the_history_and_more_are_refused_until_some_are_sent() {
        sendingDelay = Duration.ofHours(1);
        linq.restart();
        String chat = write(number(0), "k-0").chatId();
        for (int count = 1; count < HISTORY; count++) {
            assertThat(linq.send(chat, "text " + count).status()).isEqualTo(202);
        }

        assertOverloaded(linq.send(chat, "one too many"));
        assertOverloaded(linq.createGroup("one too many", number(1)));
        linq.restart();
        assertOverloaded(linq.send(chat, "one too many"));
        assertThat(linq.create(List.of(number(0), BOB), aText("Hi").put("idempotency_key", "k-0"))
                        .status())
                .as("the answer to a repeated request")
                .isEqualTo(201);
        linq.advance("PT1H");
        assertThat(linq.send(chat, "not too many any more").status()).isEqualTo(202);
    }

    @Test
    void a_message_that_is_deleted_before_its_time_counts_until_then() {
        sendingDelay = Duration.ofHours(1);
        linq.restart();
        String chat = linq.createGroup("Hi", ANN, BOB).chatId();
        for (int count = 1; count < HISTORY; count++) {
            linq.call("DELETE", "/messages/" + linq.send(chat, "text " + count).messageId(), "");
        }

        assertOverloaded(linq.send(chat, "one too many"));
    }

    @Test
    void changes_that_wait_are_as_many_as_the_history_and_more_are_refused_until_some_happen() {
        namingDelay = Duration.ofHours(1);
        linq.restart();
        String chat = linq.createGroup("Hi", ANN, BOB, number(1)).chatId();
        for (int count = 1; count < HISTORY; count++) {
            assertThat(linq.name(chat, "name " + count).status()).isEqualTo(202);
        }
        ObjectNode both = JsonTrees.object()
                .put("display_name", "one more")
                .put("group_chat_icon", "https://example.com/icon.png");

        assertOverloaded(linq.call("PUT", "/chats/" + chat, both));
        assertThat(linq.add(chat, CAROL).status()).isEqualTo(202);
        assertOverloaded(linq.leave(chat));
        linq.restart();
        assertOverloaded(linq.leave(chat));
        linq.advance("PT1H");
        assertThat(linq.leave(chat).status()).isEqualTo(202);
    }

    /** As by a service that is overloaded, so that clients try again. */
    private static void assertOverloaded(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo(4004);
    }
}
