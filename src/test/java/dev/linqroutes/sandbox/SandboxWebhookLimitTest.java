package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that cannot be delivered do not fill the memory. */
class SandboxWebhookLimitTest {
    private static final int MOST = 70;

    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withJournal(journal)
            .withHistory(MOST)
            .withPairLimitPerMinute(1_000)
            .withFirstWebhookRetry(Duration.ofMinutes(5)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private String chat;

    @BeforeEach
    void subscribe() {
        chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.subscribe(inbox.url(), "message.sent");
    }

    private void sendNumbers(int count) {
        IntStream.range(0, count).forEach(number -> linq.send(chat, Integer.toString(number)));
    }

    private List<Integer> numbers(int count) {
        return inbox.await(count).stream()
                .map(delivery -> Integer.valueOf(
                        delivery.body().at("/data/parts/0/value").asText()))
                .toList();
    }

    private void awaitInJournal(String kind, int count) {
        Awaitility.await().until(() -> Files.readString(journal).split("\"" + kind + "\"").length == count + 1);
    }

    @Test
    void the_oldest_that_wait_for_a_retry_are_dropped() throws IOException {
        inbox.stop();
        sendNumbers(MOST + 3);
        awaitInJournal("webhook_attempted", MOST + 3);
        inbox.restart();

        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT6M"));
        awaitInJournal("webhook_done", 3 + MOST);

        assertThat(numbers(MOST))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(3, MOST + 3).boxed().toList());
    }

    @Test
    void the_oldest_that_wait_for_others_are_dropped() {
        inbox.block();
        sendNumbers(64);
        Awaitility.await().until(() -> inbox.inFlight() == 64);
        sendNumbers(2 * MOST);
        inbox.open();

        awaitInJournal("webhook_done", 64 + 2 * MOST + 64);
        assertThat(numbers(64 + MOST))
                .hasSize(64 + MOST)
                .containsAll(IntStream.range(MOST, 2 * MOST).boxed().toList());
    }
}
