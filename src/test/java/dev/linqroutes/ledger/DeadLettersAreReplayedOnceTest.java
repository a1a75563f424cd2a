package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters.Replayed;
import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** The corrected command of a dead letter goes to the topic of commands once, whoever replays it, and however often. */
class DeadLettersAreReplayedOnceTest extends OnEachLedgerUrl {
    private static final byte[] COMMAND = "{\"command_id\":\"c1\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY = {0, (byte) 0xff};

    private ReplayedDeadLetters letters;

    @BeforeEach
    void openLetters() {
        letters = new ReplayedDeadLetters(ledger.database, "commands", clock, new Wakeup());
    }

    @OnEachDatabase
    void a_replayed_dead_letter_is_a_record_with_its_key_and_without_headers() {
        assertThat(letters.replay("k-1", Optional.of(KEY), COMMAND, "c1", "Ann", handle -> {}))
                .isEmpty();

        assertThat(ledger.outbox.nextRecords()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("commands");
            assertThat(record.key()).contains(KEY);
            assertThat(record.value()).isEqualTo(COMMAND);
            assertThat(record.headers()).isEmpty();
        });
    }

    @OnEachDatabase
    void a_second_replay_sends_nothing_and_says_who_was_first_also_with_another_command_id() {
        letters.replay("k-1", Optional.of(KEY), COMMAND, "c1", "Ann", handle -> {});
        Replayed first = new Replayed("k-1", "c1", "Ann", clock.instant());

        assertThat(letters.replay("k-1", Optional.of(KEY), COMMAND, "c2", "Bob", handle -> {}))
                .contains(first);

        assertThat(ledger.outbox.nextRecords()).hasSize(1);
        assertThat(letters.find(List.of("k-1", "k-2"))).containsOnlyKeys("k-1").containsValue(first);
    }

    @OnEachDatabase
    void of_many_replays_at_the_same_time_one_sends() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(4);
        List<Future<Optional<Replayed>>> replays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String id = "c" + i;
            replays.add(people.submit(() -> letters.replay("k-1", Optional.empty(), COMMAND, id, id, handle -> {})));
        }
        people.shutdown();

        int sent = 0;
        for (Future<Optional<Replayed>> replay : replays) {
            sent += replay.get(30, TimeUnit.SECONDS).isEmpty() ? 1 : 0;
        }
        assertThat(sent).isEqualTo(1);
        assertThat(ledger.outbox.nextRecords()).extracting(PendingRecord::topic).containsExactly("commands");
    }
}
