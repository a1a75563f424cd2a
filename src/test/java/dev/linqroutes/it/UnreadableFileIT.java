package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.FaultyProxy;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a file in the inbox that could not be taken in. */
class UnreadableFileIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CSV = "to,name,message\n+12025550101;+12025550102,From a file,Hello\n";
    private static final String JSONL =
            """
            {"type": "create_group", "to": ["+12025550101", "+12025550102"], "display_name": "From a file", "message": {"text": "Hello"}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"crew.csv", "crew.jsonl"})
    void a_file_that_waits_for_the_ledger_when_the_program_is_told_to_stop_is_taken_in_by_the_next_start(String file)
            throws Exception {
        String ledger = FreshLedger.postgres();
        FaultyProxy cable = closeAfterwards(FaultyProxy.to(ledger));
        InProcessProgram instance = program()
                .with("ledger.url", cable.through(ledger))
                .with("camel.main.shutdownTimeout", "2")
                .start();
        cable.disconnect();
        drop(file, file.endsWith(".csv") ? CSV : JSONL);
        await().atMost(LONG)
                .until(() -> instance.context().getInflightRepository().size("read-batch") > 0);
        instance.stop();
        assertThat(folder.resolve("inbox/working/crew").resolve(file)).exists();
        assertThat(folder.resolve("inbox/failed")).doesNotExist();

        cable.restore();
        instance.start();
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 1);
        await().atMost(LONG)
                .until(() -> Files.exists(folder.resolve("inbox/done").resolve(file)));
        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("Hello"));
    }
}
