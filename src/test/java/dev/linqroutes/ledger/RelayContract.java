package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How records leave the outbox when Kafka or the program stops in between, whichever database it stands on. */
abstract class RelayContract {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private Database database;
    private Outbox outbox;

    /** JDBC URL of a new, empty database. */
    abstract String freshDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(freshDatabase(), "", "", 3);
        outbox = outbox();
    }

    private Outbox outbox() {
        return new Outbox(database, clock, new WorkSignal(), LEASE, 100);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_instance_that_stops_lets_the_next_relay_at_once() {
        put("a");
        assertThat(values(outbox.next())).containsExactly("a");

        outbox.handOver();

        assertThat(values(outbox().next())).containsExactly("a");
    }

    @Test
    void an_instance_that_does_not_relay_takes_the_relay_from_nobody_when_it_stops() {
        put("a");
        outbox.next();

        outbox().handOver();

        assertThat(outbox().next()).isEmpty();
    }

    @Test
    void an_instance_can_stop_while_the_database_is_away() {
        database.close();

        assertThatCode(outbox::handOver).doesNotThrowAnyException();
    }

    @Test
    void a_batch_that_was_not_acknowledged_is_sent_again_one_by_one_and_then_batches_go_as_before() {
        put("a", "b", "c");
        List<Outbox.Outgoing> batch = outbox.next();
        outbox.slowDown(batch);
        put("d", "e");

        assertThat(values(outbox.next())).containsExactly("a");
        outbox.delete(outbox.next());
        assertThat(values(outbox.next())).containsExactly("b");
        outbox.delete(outbox.next());
        assertThat(values(outbox.next())).containsExactly("c");
        outbox.delete(outbox.next());

        assertThat(values(outbox.next())).containsExactly("d", "e");
    }

    @Test
    void a_record_that_is_never_acknowledged_is_sent_alone_however_often() {
        put("a", "never", "c");
        outbox.slowDown(outbox.next());
        outbox.delete(outbox.next());

        for (int i = 0; i < 10; i++) {
            List<Outbox.Outgoing> sent = outbox.next();
            assertThat(values(sent)).containsExactly("never");
            outbox.slowDown(sent);
        }
    }

    @Test
    void a_topic_that_does_not_take_a_record_is_held_and_tried_again_while_the_others_go_on_in_order() {
        putOn("dead", "large", "behind");
        putOn("outcomes", "a", "b");
        outbox.hold(outbox.next(), 30_000);

        assertThat(values(outbox.next())).containsExactly("large");
        outbox.hold(outbox.next(), 30_000);
        for (String other : List.of("a", "b")) {
            assertThat(values(outbox.next())).containsExactly(other);
            outbox.delete(outbox.next());
        }
        assertThat(outbox.next()).isEmpty();

        clock.pass(Duration.ofSeconds(30));
        putOn("outcomes", "c");
        assertThat(values(outbox.next())).containsExactly("large");
        outbox.hold(outbox.next(), 30_000);
        assertThat(values(outbox.next())).containsExactly("c");

        clock.pass(Duration.ofSeconds(30));
        outbox.delete(outbox.next());
        assertThat(values(outbox.next())).startsWith("behind");
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

    private static List<String> values(List<Outbox.Outgoing> records) {
        return records.stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
