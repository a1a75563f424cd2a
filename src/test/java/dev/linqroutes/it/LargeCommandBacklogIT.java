package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands as large as they may be pile up while Linq is away. A program with a small heap works them once it is back. */
class LargeCommandBacklogIT extends SandboxTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int CHATS = 10;

    /** What a chat may be sent in a minute. */
    private static final int OF_A_CHAT = 28;

    @Test
    void accepted_commands_of_half_a_megabyte_are_worked_within_256_mb_after_they_have_piled_up() throws Exception {
        InProcessProgram instance =
                new InProcessProgram(folder, topics, "http://localhost:" + ProgramProcess.freePort());
        for (int i = 0; i < CHATS * OF_A_CHAT; i++) {
            topics.produce("chat-" + i % CHATS, largeMessage(i % CHATS));
        }

        try (ProgramProcess program = ProgramProcess.start(folder, instance.environment(), "run")) {
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(topics.committed()).as(program.output()).isEqualTo(topics.ends()));
            program.kill();
        }

        Map<String, String> again =
                instance.with("linq.api.url", sandbox.apiUrl()).environment();
        try (ProgramProcess program = ProgramProcess.start(256, folder, again, "run")) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(statuses(topics)).hasSize(CHATS * OF_A_CHAT));
            // No chat is there.
            assertThat(Set.copyOf(statuses(topics).values())).containsExactly("failed");
            assertThat(program.output()).doesNotContain("OutOfMemory");
            assertThat(program.terminate()).isEqualTo(143);
        }
    }

    private static Map<String, String> statuses(TestTopics topics) {
        return topics.outcomesSoFar().stream()
                .collect(Collectors.toMap(
                        each -> each.path("outcome_id").asText(),
                        each -> each.path("status").asText(),
                        (one, same) -> one));
    }

    private static String largeMessage(int chat) {
        return IntStream.range(0, 50)
                .mapToObj(part -> "{\"type\": \"text\", \"value\": \"" + "some text ".repeat(999) + "\"}")
                .collect(Collectors.joining(
                        ", {\"type\": \"media\", \"attachment_id\": \"a\"}, ",
                        "{\"type\": \"send_message\", \"chat_id\": \"00000000-0000-4000-8000-%012d\", \"message\": {\"parts\": ["
                                .formatted(chat),
                        "]}}"));
    }
}
