package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.testing.TestClock;

/** An event whose type is dropped is not published; what it reports about a call is recorded all the same, once. */
class DroppedEventsStillConfirmTest extends OnH2AndPostgres {
    private final TestClock clock = new TestClock();

    @OnEachDatabase
    void a_command_is_confirmed_by_an_event_that_is_not_published() throws Exception {
        try (TestLedger ledger = TestLedger.on(freshDatabase(), clock)
                .confirming()
                .dropping("message.sent")
                .open()) {
            ledger.accept(create("c1", "order-1", 1));
            ledger.work(ledger.onlyMailbox());
            VerifiedEvent sent = TestEvent.of("e1", "message.sent")
                    .inChat("chat-of-ref:order-1")
                    .withKey("c1-1")
                    .saying(Kind.SENT)
                    .event();

            ledger.store(sent);
            ledger.store(sent);
            ledger.store(TestEvent.received("e2", "chat-of-ref:order-1"));
            ledger.confirmations.matchBatch();

            assertThat(ledger.events.duplicates()).isOne();
            assertThat(ledger.outgoing())
                    .filteredOn(record -> record.topic().equals("events"))
                    .extracting(record -> new String(record.value()))
                    .containsExactly("event e2");
            assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> assertThat(
                            outcome.get("status").asText())
                    .isEqualTo("confirmed"));
        }
    }
}
