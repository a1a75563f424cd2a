package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process that dies in the middle loses nothing and doubles nothing. */
class KilledProcessIT extends SandboxTest {
    private static final int GROUPS = 120;
    private static final int MESSAGES_EACH = 3;

    /** Slow enough that calls are in flight when the process dies. */
    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults()
                .withLatency(Duration.ofMillis(100))
                .withFirstWebhookRetry(Duration.ofMillis(20));
    }

    @Test
    void groups_and_messages_are_there_once_and_in_order_after_kills_on_h2() throws Exception {
        groupsAndMessagesAreThereOnceAndInOrder(FreshLedger.h2(folder));
    }

    @Test
    void groups_and_messages_are_there_once_and_in_order_after_kills_on_postgresql() throws Exception {
        groupsAndMessagesAreThereOnceAndInOrder(FreshLedger.postgres());
    }

    private void groupsAndMessagesAreThereOnceAndInOrder(String ledger) throws Exception {
        Map<String, String> environment = programToKill(ledger).environment();
        for (int i = 0; i < GROUPS; i++) {
            topics.produce("order-" + i, command(i));
        }

        for (int messages : List.of(1, 100, 250)) {
            try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
                program.awaitLine("ready in");
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> linq.messages() >= messages);
                program.kill();
            }
            topics.endSessions();
        }
        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            program.awaitLine("ready in");
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> topics.outcomesSoFar().stream()
                                    .map(outcome -> outcome.get("command_id").asText())
                                    .distinct()
                                    .count()
                            == GROUPS);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(distinctEvents(topics, "message.sent")).isEqualTo(GROUPS * MESSAGES_EACH));
            assertThat(program.terminate()).as(program.output()).isEqualTo(143);
        }

        assertThat(linq.groups()).hasSize(GROUPS);
        assertThat(linq.groups()).allSatisfy(group -> {
            String i = group.name().replace("Order ", "");
            assertThat(group.messages())
                    .containsExactly("Hello " + i + ", see", "https://example.com/t/" + i, "https://example.com/faq");
        });
        assertThat(topics.outcomesSoFar())
                .extracting(outcome -> outcome.get("status").asText())
                .containsOnly("confirmed");
    }

    private static long distinctEvents(TestTopics topics, String type) {
        return topics.records(topics.events()).stream()
                .filter(each -> TestTopics.header(each, "ce_type").equals(type))
                .map(each -> TestTopics.header(each, "ce_id"))
                .distinct()
                .count();
    }

    private static String command(int i) {
        return """
                {"type": "create_group", "command_id": "ord-%1$d", "group_ref": "order-%1$d",
                 "to": ["+1555666%2$04d", "+1888999%2$04d"], "display_name": "Order %1$d",
                 "message": {"text": "Hello %1$d, see https://example.com/t/%1$d", "links": ["https://example.com/faq"]}}
                """
                .formatted(i, i);
    }
}
