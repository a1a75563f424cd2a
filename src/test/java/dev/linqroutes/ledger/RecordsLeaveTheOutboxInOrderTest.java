package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The order of records when Kafka rejects some, or when the program stops. */
class RecordsLeaveTheOutboxInOrderTest extends OnH2AndPostgres {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private Database database;
    private Outbox outbox;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(freshDatabase(), "", "", 3);
        outbox = outbox();
    }

    private Outbox outbox() {
        return new Outbox(database, clock, new Wakeup(), LEASE, 100, Set.of("groups"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @OnEachDatabase
    void another_instance_relays_without_waiting_when_one_stops() {
        put("a");
        assertThat(values(outbox.nextRecords())).containsExactly("a");

        outbox.releaseLease();

        assertThat(values(outbox().nextRecords())).containsExactly("a");
    }

    @OnEachDatabase
    void an_instance_without_the_lease_does_not_release_it_when_it_stops() {
        put("a");
        outbox.nextRecords();

        outbox().releaseLease();

        assertThat(outbox().nextRecords()).isEmpty();
    }

    @OnEachDatabase
    void an_instance_can_stop_while_the_database_is_unavailable() {
        database.close();

        assertThatCode(outbox::releaseLease).doesNotThrowAnyException();
    }

    @OnEachDatabase
    void an_unacknowledged_batch_is_sent_individually_and_then_batching_resumes() {
        put("a", "b", "c");
        List<Outbox.PendingRecord> batch = outbox.nextRecords();
        outbox.sendIndividually(batch);
        put("d", "e");

        assertThat(values(outbox.nextRecords())).containsExactly("a");
        outbox.deleteAcknowledged(outbox.nextRecords());
        assertThat(values(outbox.nextRecords())).containsExactly("b");
        outbox.deleteAcknowledged(outbox.nextRecords());
        assertThat(values(outbox.nextRecords())).containsExactly("c");
        outbox.deleteAcknowledged(outbox.nextRecords());

        assertThat(values(outbox.nextRecords())).containsExactly("d", "e");
    }

    @OnEachDatabase
    void a_record_that_is_never_acknowledged_is_always_sent_alone() {
        put("a", "never", "c");
        outbox.sendIndividually(outbox.nextRecords());
        outbox.deleteAcknowledged(outbox.nextRecords());

        for (int i = 0; i < 10; i++) {
            List<Outbox.PendingRecord> sent = outbox.nextRecords();
            assertThat(values(sent)).containsExactly("never");
            outbox.sendIndividually(sent);
        }
    }

    @OnEachDatabase
    void a_topic_that_cannot_be_written_is_parked_and_retried_while_others_continue_in_order() {
        putOn("dead", "large", "behind");
        putOn("outcomes", "a", "b");
        outbox.parkTopic(outbox.nextRecords(), Duration.ofSeconds(30));

        assertThat(values(outbox.nextRecords())).containsExactly("large");
        outbox.parkTopic(outbox.nextRecords(), Duration.ofSeconds(30));
        for (String other : List.of("a", "b")) {
            assertThat(values(outbox.nextRecords())).containsExactly(other);
            outbox.deleteAcknowledged(outbox.nextRecords());
        }
        assertThat(outbox.nextRecords()).isEmpty();

        clock.advance(Duration.ofSeconds(30));
        putOn("outcomes", "c");
        assertThat(values(outbox.nextRecords())).containsExactly("large");
        outbox.parkTopic(outbox.nextRecords(), Duration.ofSeconds(30));
        assertThat(values(outbox.nextRecords())).containsExactly("c");

        clock.advance(Duration.ofSeconds(30));
        outbox.deleteAcknowledged(outbox.nextRecords());
        assertThat(values(outbox.nextRecords())).startsWith("behind");
    }

    @OnEachDatabase
    void a_record_that_is_too_large_is_parked_and_records_behind_it_are_sent() {
        putOn("dead", "too large", "behind");
        putOn("outcomes", "a");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        assertThat(values(outbox.nextRecords())).containsExactly("too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        assertThat(outbox.countParked()).hasValue(1);
        assertThat(relayed()).containsExactly("behind", "a");
    }

    @OnEachDatabase
    void a_parked_record_is_retried_rarely_and_at_every_start() {
        putOn("dead", "too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        clock.advance(Duration.ofSeconds(299));
        assertThat(outbox.nextRecords()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(values(outbox.nextRecords())).containsExactly("too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        assertThat(outbox.nextRecords()).isEmpty();

        outbox.releaseLease();
        Outbox restarted = outbox();
        assertThat(values(restarted.nextRecords())).containsExactly("too large");
    }

    @OnEachDatabase
    void the_smallest_parked_record_is_retried_and_others_follow_when_it_is_acknowledged() {
        putOn("dead", "largest of all", "large", "larger");
        for (int i = 0; i < 3; i++) {
            outbox.sendIndividually(outbox.nextRecords());
            outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        }
        assertThat(outbox.countParked()).hasValue(3);

        clock.advance(Duration.ofMinutes(5));
        List<Outbox.PendingRecord> probe = outbox.nextRecords();
        assertThat(values(probe)).containsExactly("large");
        outbox.deleteAcknowledged(probe);

        assertThat(relayed()).containsExactly("largest of all", "larger");
        assertThat(outbox.countParked()).hasValue(0);
    }

    @OnEachDatabase
    void of_parked_records_that_are_partly_too_large_each_is_retried_once() {
        putOn("dead", "a fits", "b fits", "too large", "too large too");
        for (int i = 0; i < 4; i++) {
            outbox.sendIndividually(outbox.nextRecords());
            outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        }
        clock.advance(Duration.ofMinutes(5));
        List<String> tried = new ArrayList<>();

        List<Outbox.PendingRecord> batch = outbox.nextRecords();
        while (!batch.isEmpty()) {
            outbox.sendIndividually(batch);
            List<Outbox.PendingRecord> one = batch.subList(0, 1);
            tried.addAll(values(one));
            if (values(one).get(0).endsWith("fits")) {
                outbox.deleteAcknowledged(one);
            } else {
                outbox.parkRecord(one, Duration.ofSeconds(30), "too large");
            }
            batch = outbox.nextRecords();
        }

        assertThat(tried).doesNotHaveDuplicates().contains("a fits", "b fits");
    }

    @OnEachDatabase
    void each_topic_is_probed_with_one_of_its_records() {
        putOn("dead", "too large");
        putOn("events", "too large for events");
        outbox.sendIndividually(outbox.nextRecords());
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        clock.advance(Duration.ofMinutes(5));

        assertThat(relayed()).containsExactly("too large", "too large for events");
    }

    @OnEachDatabase
    void an_older_state_of_a_chat_is_never_sent_after_a_newer_one() {
        putKeyed("groups", "order-1", "old and too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        putKeyed("groups", "order-2", "another");
        putKeyed("groups", "order-1", "new");

        assertThat(relayed()).containsExactly("another", "new");
        clock.advance(Duration.ofMinutes(5));

        assertThat(outbox.nextRecords()).isEmpty();
        assertThat(outbox.countParked()).hasValue(0);
    }

    @OnEachDatabase
    void an_older_parked_record_of_a_topic_that_is_not_compacted_is_sent_after_a_newer_one() {
        putKeyed("events", "chat-1", "too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        putKeyed("events", "chat-1", "newer");

        assertThat(relayed()).containsExactly("newer");
        clock.advance(Duration.ofMinutes(5));

        assertThat(relayed()).containsExactly("too large");
    }

    @OnEachDatabase
    void a_batch_fits_the_producers_buffer_and_a_large_record_is_sent_alone() {
        String medium = "m".repeat(400_000);
        for (int i = 0; i < 50; i++) {
            putOn("dead", medium);
        }
        assertThat(outbox.nextRecords()).hasSize(20);
        outbox.deleteAcknowledged(outbox.nextRecords());
        putOn("dead", "x".repeat(500_000), "behind");

        assertThat(outbox.nextRecords()).hasSize(20);
        outbox.deleteAcknowledged(outbox.nextRecords());
        assertThat(outbox.nextRecords()).hasSize(10);
        outbox.deleteAcknowledged(outbox.nextRecords());
        assertThat(outbox.nextRecords()).singleElement().satisfies(each -> assertThat(each.value())
                .hasSize(500_000));
        outbox.deleteAcknowledged(outbox.nextRecords());
        assertThat(values(outbox.nextRecords())).containsExactly("behind");
    }

    @OnEachDatabase
    void topics_that_are_not_parked_continue_oldest_record_first() {
        putOn("events", "e1");
        putOn("outcomes", "o1");
        putOn("dead", "d1");
        outbox.sendIndividually(outbox.nextRecords());
        outbox.parkTopic(outbox.nextRecords(), Duration.ofSeconds(30));
        for (int i = 0; i < 3; i++) {
            putOn("events", "more events");
        }
        putOn("dead", "d2");
        putOn("outcomes", "o2");

        assertThat(relayed()).containsExactly("o1", "d1", "d2", "o2");
    }

    /** All records that can be sent now, in their order. */
    private List<String> relayed() {
        List<String> relayed = new ArrayList<>();
        for (List<Outbox.PendingRecord> next = outbox.nextRecords(); !next.isEmpty(); next = outbox.nextRecords()) {
            relayed.addAll(values(next));
            outbox.deleteAcknowledged(next);
        }
        return relayed;
    }

    private void putKeyed(String topic, String key, String value) {
        database.jdbi()
                .useTransaction(handle -> OutboxRecord.insert(
                        handle,
                        List.of(OutboxRecord.withKey(topic, key, value.getBytes(StandardCharsets.UTF_8), Map.of()))));
    }

    private void put(String... values) {
        putOn("topic", values);
    }

    private void putOn(String topic, String... values) {
        database.jdbi().useTransaction(handle -> {
            for (String value : values) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                OutboxRecord.insert(handle, List.of(new OutboxRecord(topic, Optional.empty(), bytes, Map.of())));
            }
        });
    }

    private static List<String> values(List<Outbox.PendingRecord> records) {
        return records.stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
