package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.app.Application;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.testing.FaultyProxy;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a file in the inbox that could not be taken in. */
class UnreadableFileIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CSV = "to,name,message\n+12025550101;+12025550102,From a file,Hello\n";
    private static final String JSONL =
            """
            {"type": "create_group", "to": ["+12025550101", "+12025550102"], "display_name": "From a file", "message": {"text": "Hello"}}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"crew.csv", "crew.jsonl"})
    void a_file_that_waits_for_the_ledger_when_the_program_is_told_to_stop_is_taken_in_by_the_next_start(String file)
            throws Exception {
        URI postgres = URI.create(FreshLedger.postgres().substring("jdbc:".length()));
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                FaultyProxy cable = new FaultyProxy(postgres.getPort())) {
            String ledger =
                    "jdbc:postgresql://localhost:" + cable.port() + postgres.getPath() + "?" + postgres.getQuery();
            try (Application application = start(topics, sandbox, ledger)) {
                cable.disconnect();
                drop(file, file.endsWith(".csv") ? CSV : JSONL);
                await().atMost(LONG).until(() -> isBusy(application, "read-batch"));
            }
            assertThat(folder.resolve("inbox/working/crew").resolve(file)).exists();
            assertThat(folder.resolve("inbox/failed")).doesNotExist();

            cable.restore();
            try (Application application = start(topics, sandbox, ledger)) {
                await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 1);
                await().atMost(LONG)
                        .until(() -> Files.exists(folder.resolve("inbox/done").resolve(file)));
            }
            assertThat(new SandboxRecord(sandbox).groups())
                    .singleElement()
                    .satisfies(group -> assertThat(group.messages()).containsExactly("Hello"));
        }
    }

    private static boolean isBusy(Application application, String route) {
        return application.context().getInflightRepository().size(route) > 0;
    }

    private Application start(TestTopics topics, Sandbox sandbox, String ledger) throws Exception {
        Map<String, String> settings = new HashMap<>(topics.settings());
        settings.put("linq.api.url", sandbox.apiUrl());
        settings.put("linq.api.key", "sandbox-key");
        settings.put("linq.from", "+12223334444");
        settings.put("linq.confirm", "false");
        settings.put("ledger.url", ledger);
        settings.put("inbox.directory", folder.resolve("inbox").toString());
        settings.put("inbox.poll-interval", "100");
        settings.put("inbox.settle-time", "100");
        settings.put("http.port", Integer.toString(ProgramProcess.freePort()));
        settings.put("observe.port", Integer.toString(ProgramProcess.freePort()));
        settings.put("camel.main.shutdownTimeout", "2");
        return Application.start(Optional.of(Path.of("routes")), settings);
    }

    private void drop(String name, String content) throws Exception {
        Path prepared = Files.writeString(folder.resolve(name), content);
        Files.move(prepared, folder.resolve("inbox").resolve(name));
    }
}
