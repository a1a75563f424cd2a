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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** How records leave the outbox when Kafka or the program stops in between. */
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
        return new Outbox(database, clock, new Wakeup(), LEASE, 100, "groups");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @OnEachDatabase
    void an_instance_that_stops_lets_the_next_relay_at_once() {
        put("a");
        assertThat(values(outbox.nextRecords())).containsExactly("a");

        outbox.releaseLease();

        assertThat(values(outbox().nextRecords())).containsExactly("a");
    }

    @OnEachDatabase
    void an_instance_that_does_not_relay_takes_the_relay_from_nobody_when_it_stops() {
        put("a");
        outbox.nextRecords();

        outbox().releaseLease();

        assertThat(outbox().nextRecords()).isEmpty();
    }

    @OnEachDatabase
    void an_instance_can_stop_while_the_database_is_away() {
        database.close();

        assertThatCode(outbox::releaseLease).doesNotThrowAnyException();
    }

    @OnEachDatabase
    void a_batch_that_was_not_acknowledged_is_sent_again_one_by_one_and_then_batches_go_as_before() {
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
    void a_record_that_is_never_acknowledged_is_sent_alone_however_often() {
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
    void a_topic_that_does_not_take_a_record_is_held_and_tried_again_while_the_others_go_on_in_order() {
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
    void a_record_that_is_too_large_is_parked_and_what_stands_behind_it_goes_on() {
        putOn("dead", "too large", "behind");
        putOn("outcomes", "a");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        assertThat(values(outbox.nextRecords())).containsExactly("too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        assertThat(outbox.countParked()).hasValue(1);
        assertThat(relayed()).containsExactly("behind", "a");
    }

    @OnEachDatabase
    void a_parked_record_is_tried_rarely_and_at_every_start() {
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
    void of_many_parked_records_the_smallest_one_is_tried_and_the_others_follow_when_it_was_taken() {
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
    void where_a_topic_takes_some_of_the_parked_records_each_of_the_others_is_tried_once() {
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
    void each_topic_is_tried_with_a_record_of_its_own() {
        putOn("dead", "too large");
        putOn("events", "too large for events");
        outbox.sendIndividually(outbox.nextRecords());
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");

        clock.advance(Duration.ofMinutes(5));

        assertThat(relayed()).containsExactly("too large", "too large for events");
    }

    @OnEachDatabase
    void what_a_chat_looked_like_before_never_comes_behind_what_it_looks_like_now() {
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
    void an_older_parked_record_of_another_topic_comes_although_a_newer_one_with_its_key_went_before() {
        putKeyed("events", "chat-1", "too large");
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
        putKeyed("events", "chat-1", "newer");

        assertThat(relayed()).containsExactly("newer");
        clock.advance(Duration.ofMinutes(5));

        assertThat(relayed()).containsExactly("too large");
    }

    @OnEachDatabase
    void a_batch_holds_no_more_bytes_than_a_producer_buffers_and_a_large_record_goes_alone() {
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
    void of_several_topics_those_that_are_not_held_go_on_oldest_first() {
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

    /** Everything that goes now, in the order in which it goes. */
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
