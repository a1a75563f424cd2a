package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.CommandCompletion.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A command has its one outcome when all its calls are confirmed, refused or undetermined. */
class OutcomesWaitForConfirmationTest extends WithConfirmation {
    @OnEachDatabase
    void a_command_has_no_outcome_while_a_call_of_it_is_not_confirmed() throws Exception {
        ledger.accept(create("c", "a", 2));
        ledger.work(ledger.onlyMailbox());
        receive("chat-of-ref:a", event -> event.withKey("c-1").saying(Kind.SENT));

        assertThat(ledger.outcomes()).isEmpty();
        receive("chat-of-ref:a", event -> event.withKey("c-2").saying(Kind.SENT));
        assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.get("status").asText()).isEqualTo("confirmed");
            assertThat(outcome.get("outcome_id").asText()).isEqualTo("c:confirmed");
            assertThat(outcome.get("calls").findValuesAsText("status")).containsExactly("confirmed", "confirmed");
        });
    }

    @OnEachDatabase
    void a_call_without_events_is_confirmed_when_linq_accepts_it() throws Exception {
        aGroup("a");
        accept(command("card", "a", CallKind.SHARE_CONTACT_CARD, "/x", "", Optional.empty()));

        assertThat(statuses()).containsExactly(Map.entry("card", "confirmed"));
    }

    @OnEachDatabase
    void a_refused_call_does_not_cancel_the_other_calls_of_its_command() throws Exception {
        ledger.accept(create("c", "a", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-of-ref:a"));
        receive("chat-of-ref:a", event -> event.withKey("c-1").failing(Kind.NOT_SENT, 4001));

        assertThat(ledger.outcomes()).isEmpty();
        ledger.work(mailbox);
        assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.get("status").asText()).isEqualTo("failed");
            assertThat(outcome.get("calls").findValuesAsText("status")).containsExactly("refused", "accepted");
        });
    }

    @OnEachDatabase
    void a_refused_call_can_be_replayed_with_a_fresh_key_and_the_confirmed_ones_are_not() throws Exception {
        ledger.accept(create("c", "a", 2));
        ledger.work(ledger.onlyMailbox());
        receive("chat-of-ref:a", event -> event.withKey("c-1").saying(Kind.SENT));
        receive("chat-of-ref:a", event -> event.withKey("c-2").failing(Kind.NOT_SENT, 4001));
        assertThat(ledger.failedCommands.replay("c")).isEmpty();
        List<String> made = ledger.workAll();
        receive("chat-of-ref:a", event -> event.withKey("c-2-r1").saying(Kind.SENT));

        assertThat(made).containsExactly("c call 2");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("c:failed", "c:confirmed:replay-1");
    }

    @OnEachDatabase
    void the_acceptance_has_an_outcome_if_configured() throws Exception {
        ledger.close();
        ledger = TestLedger.on(freshDatabase(), clock)
                .settling(new Settings(true, TestLedger.DEADLINE, true))
                .open();
        aGroup("a");

        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("create-a:accepted", "create-a:confirmed");
        assertThat(ledger.outcomes().get(0).has("finished_at")).isTrue();
    }

    @OnEachDatabase
    void acceptance_is_final_without_confirmation() throws Exception {
        ledger.close();
        ledger = TestLedger.on(freshDatabase(), clock).open();
        String chat = aGroup("a");
        receive(chat, event -> event.withKey("create-a-1").failing(Kind.NOT_SENT, 4001));
        clock.advance(Duration.ofDays(1));

        assertThat(ledger.confirmations.claimLateCalls(10)).isEmpty();
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("create-a:accepted");
    }

    @OnEachDatabase
    void concurrent_responses_and_events_complete_each_command_once() throws Exception {
        int commands = 120;
        int calls = 3;
        ledger.accept(IntStream.range(0, commands)
                .mapToObj(i -> create("c" + i, "g" + i, calls))
                .toArray(PlannedCommand[]::new));
        List<Mailbox> mailboxes = ledger.claim();
        assertThat(mailboxes).hasSize(commands);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> mailboxes.forEach(ledger::work)));
        for (int part = 0; part < 3; part++) {
            int first = part;
            running.add(threads.submit(() -> IntStream.range(0, commands * calls)
                    .filter(i -> i % 3 == first)
                    .forEach(i -> ledger.store(TestEvent.of("e" + i, "message.sent")
                            .inChat("chat-of-ref:g" + i / calls)
                            .withKey("c" + i / calls + "-" + (i % calls + 1))
                            .saying(Kind.SENT)
                            .event()))));
        }
        List<Future<?>> working = List.copyOf(running);
        for (int matcher = 0; matcher < 2; matcher++) {
            running.add(threads.submit(() -> {
                while (working.stream().anyMatch(each -> !each.isDone())) {
                    ledger.confirmations.matchBatch();
                }
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        clock.advance(Duration.ofSeconds(1));
        ledger.confirmations.matchBatch();
        threads.shutdown();

        assertThat(ledger.outcomes())
                .hasSize(commands)
                .allSatisfy(
                        outcome -> assertThat(outcome.get("status").asText()).isEqualTo("confirmed"))
                .extracting(outcome -> outcome.get("command_id").asText())
                .doesNotHaveDuplicates();
    }
}
