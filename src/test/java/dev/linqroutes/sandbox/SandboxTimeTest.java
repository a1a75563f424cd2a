package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SandboxTimeTest {
    @TempDir
    static Path folder;

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withMessagesPerDay(2)
            .withNamingDelay(Duration.ofHours(1))
            .withSendingDelay(Duration.ofMinutes(1))
            .withJournal(folder.resolve("sandbox.jsonl")));

    private void advance(String duration) {
        assertThat(linq.admin("POST", "/time", JsonTrees.object().put("advance", duration))
                        .status())
                .isEqualTo(200);
    }

    private String status(Reply sent) {
        return linq.get("/messages/" + sent.messageId())
                .body()
                .path("delivery_status")
                .asText();
    }

    @Test
    void what_is_due_happens_when_time_is_advanced() {
        Reply created = linq.createGroup("Welcome!", ANN, BOB);
        linq.name(created.chatId(), "Crew");

        advance("PT59M");
        assertThat(status(created)).isEqualTo("sent");
        assertThat(linq.chat(created.chatId()).path("display_name").asText()).isNotEqualTo("Crew");
        advance("PT1M");
        assertThat(linq.chat(created.chatId()).path("display_name").asText()).isEqualTo("Crew");

        advance("P1D");
        linq.send(created.chatId(), "one");
        linq.send(created.chatId(), "two");
        assertThat(linq.send(created.chatId(), "three").code()).isEqualTo(1007);
        advance("P1D");
        Reply sent = linq.send(created.chatId(), "three");
        assertThat(sent.status()).isEqualTo(202);

        linq.restart();
        assertThat(status(sent)).isEqualTo("pending");
        advance("P1D");
        Awaitility.await().until(() -> status(sent).equals("sent"));
    }

    @Test
    void time_goes_forward_only_and_not_too_far() {
        for (String wrong : new String[] {"tomorrow", "PT-1H", "P1000D"}) {
            assertThat(linq.admin("POST", "/time", JsonTrees.object().put("advance", wrong))
                            .code())
                    .isEqualTo(1005);
        }
    }
}
