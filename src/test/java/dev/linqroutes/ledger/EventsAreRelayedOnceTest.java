package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.bytes;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.outbox.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** An event is relayed once and in order, with the ids of its command and group. */
class EventsAreRelayedOnceTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void an_event_delivered_twice_is_relayed_once() {
        ledger.store(TestEvent.received("e1", "chat-1"));
        ledger.store(TestEvent.received("e1", "chat-1"));

        assertThat(ledger.outgoing()).singleElement().satisfies(outgoing -> {
            assertThat(outgoing.topic()).isEqualTo("events");
            assertThat(outgoing.value()).isEqualTo(bytes("event e1"));
            assertThat(outgoing.key()).hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("chat-1")));
        });
    }

    @OnEachDatabase
    void an_event_has_headers_for_its_command_and_group_if_the_ledger_knows_them() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        // The key is known from the start, so the event finds its call before the response is recorded.
        ledger.store(TestEvent.of("e1", "message.sent")
                .inChat("chat-x")
                .withKey("c1-1")
                .event());
        ledger.work(ledger.onlyMailbox());
        ledger.store(TestEvent.received("e2", "chat-of-ref:order-1"));

        List<Outbox.PendingRecord> relayed = ledger.outgoing().stream()
                .filter(record -> record.topic().equals("events"))
                .toList();
        assertThat(relayed.get(0).headers())
                .containsEntry("linq-command-id", "c1")
                .containsEntry("linq-group-ref", "order-1");
        assertThat(relayed.get(1).headers())
                .containsEntry("linq-group-ref", "order-1")
                .doesNotContainKey("linq-command-id");
    }

    @OnEachDatabase
    void records_leave_the_outbox_in_order_and_only_when_acknowledged() {
        IntStream.range(0, 5).forEach(i -> ledger.store(TestEvent.received("e" + i, "chat-1")));

        List<Outbox.PendingRecord> first = ledger.outgoing();
        assertThat(first)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("event e0", "event e1", "event e2", "event e3", "event e4");
        assertThat(ledger.outgoing()).hasSize(5);
        ledger.outbox.deleteAcknowledged(first.subList(0, 2));

        assertThat(ledger.outgoing()).hasSize(3);
    }

    @OnEachDatabase
    void one_instance_relays_at_a_time_and_another_takes_over_when_its_lease_expires() {
        ledger.store(TestEvent.received("e1", "chat-1"));
        Outbox other = ledger.another().outbox;

        assertThat(ledger.outgoing()).hasSize(1);
        assertThat(other.nextRecords()).isEmpty();
        clock.advance(TestLedger.LEASE.plusSeconds(1));

        assertThat(other.nextRecords()).hasSize(1);
        assertThat(ledger.outgoing()).isEmpty();
    }
}
