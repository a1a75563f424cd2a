package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.ops.Instances;
import dev.linqroutes.testing.Browser;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.FaultyProxy;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The page "Now" of one instance shows what all of them do. */
class ConsoleInstancesIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private String ledger;
    private FaultyProxy cable;
    private InProcessProgram first;
    private InProcessProgram second;

    @BeforeEach
    void startTwo() throws Exception {
        ledger = FreshLedger.postgres();
        cable = closeAfterwards(FaultyProxy.to(ledger));
        first = program().with("ledger.url", cable.through(ledger)).start();
        second = program(folder.resolve("second")).with("ledger.url", ledger).start();
    }

    @Test
    void a_page_lists_all_instances_and_adds_what_they_do_until_one_stops() throws Exception {
        for (int i = 0; i < 30; i++) {
            topics.produce(
                    "order-" + i,
                    """
                    {"type": "create_group", "command_id": "c%1$d", "group_ref": "order-%1$d",
                     "to": ["+12025550101", "+120255502%1$02d"], "message": {"text": "Hello"}}"""
                            .formatted(i));
        }
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 30);

        for (InProcessProgram each : new InProcessProgram[] {first, second}) {
            await().atMost(LONG).untilAsserted(() -> {
                JsonNode now = now(each);
                assertThat(now.get("instances")).hasSize(2);
                assertThat(now.at("/instances/0/this").booleanValue()).isTrue();
                assertThat(now.at("/instances/1/silent").booleanValue()).isFalse();
                assertThat(now.at("/last_minute/commands").asLong()).isEqualTo(30);
                assertThat(now.at("/last_minute/accepted").asLong()).isEqualTo(30);
                assertThat(now.at("/last_minute/calls").asLong())
                        .isEqualTo(now.at("/instances/0/calls").asLong()
                                + now.at("/instances/1/calls").asLong())
                        .isGreaterThanOrEqualTo(30);
            });
        }
        second.stop();

        assertThat(now(first).get("instances")).hasSize(1);
    }

    @Test
    void an_instance_that_was_killed_is_shown_with_the_time_when_it_was_last_seen_and_counts_no_more()
            throws Exception {
        try (Database database = Database.openExisting(ledger, "", "", 1)) {
            new Instances(database, new Instances.Self("killed-host", "1.0", Instant.now()))
                    .report(Map.of("commands", 1_000L));
            LedgerTransaction.run(
                    database,
                    1,
                    "age an instance",
                    handle -> handle.execute(
                            "UPDATE instance SET seen_at = seen_at - INTERVAL '1' MINUTE WHERE host = 'killed-host'"));
        }

        await().atMost(LONG).untilAsserted(() -> {
            JsonNode now = now(first);
            assertThat(now.get("instances")).hasSize(3);
            assertThat(now.at("/instances/2/host").asText()).isEqualTo("killed-host");
            assertThat(now.at("/instances/2/silent").booleanValue()).isTrue();
            assertThat(now.at("/last_minute/commands").asLong()).isZero();
        });
        try (Browser browser = Browser.open(first.console())) {
            browser.press("n");
            browser.see("killed-host");
            browser.see("not seen since");
            browser.see("(this one)");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void while_the_ledger_is_away_the_page_shows_its_own_instance_and_the_log_nothing_of_it() throws Exception {
        await().atMost(LONG).until(() -> now(first).get("instances").size() == 2);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger console = (Logger) LoggerFactory.getLogger("dev.linqroutes.console");
        console.addAppender(logged);
        try {
            cable.disconnect();
            await().atMost(LONG).until(() -> !now(first).get("ledger_answers").booleanValue());
            assertThat(now(first).get("instances")).hasSize(1);
            assertThat(now(first).at("/instances/0/this").booleanValue()).isTrue();
            // Longer than the time between two reports.
            await().atMost(LONG)
                    .until(() -> now(second).at("/instances/1/silent").booleanValue());

            cable.restore();
            await().atMost(LONG).until(() -> now(first).get("instances").size() == 2);
            await().atMost(LONG)
                    .until(() -> !now(second).at("/instances/1/silent").booleanValue());
        } finally {
            console.detachAppender(logged);
        }
        assertThat(logged.list).isEmpty();
    }

    @Test
    void an_instance_with_an_inbox_of_its_own_shows_the_rejected_files_of_that_inbox() throws Exception {
        drop("wrong.csv", "from,message\n+12223334444,See you on Sunday\n");

        await().atMost(LONG)
                .until(() -> rejected(first).at("/files/0/file").asText().equals("wrong.csv"));

        assertThat(rejected(first).path("folder").asText())
                .isEqualTo(folder.resolve("inbox/failed").toString());
        assertThat(rejected(second).path("files")).isEmpty();
        assertThat(rejected(second).path("folder").asText())
                .isEqualTo(folder.resolve("second/inbox/failed").toString());
    }

    private static JsonNode rejected(InProcessProgram program) throws Exception {
        return new ConsoleClient(program.console()).get("rejected-files");
    }

    private static JsonNode now(InProcessProgram program) throws Exception {
        return new ConsoleClient(program.console()).get("now");
    }
}
