package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.ops.WaitingCommands;
import dev.linqroutes.linq.RequestWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** A person can cancel single commands that have not started; the others of their groups keep their order. */
class SingleCommandsAreCancelledTest extends OnTwoInstances {
    private WaitingCommands waiting;

    @BeforeEach
    void openCommands() {
        waiting = new WaitingCommands(here.ledger.database, here.canceller, new Wakeup());
    }

    @OnEachDatabase
    void a_cancelled_command_has_an_outcome_and_the_others_of_its_group_are_worked_in_their_order() throws Exception {
        here.ledger.accept(
                create("c1", "order-1", 1), send("c2", "order-1"), send("c3", "order-1"), send("c4", "order-1"));

        assertThat(waiting.cancel(List.of("c3", "c2"), obstacles -> handle -> {}))
                .isEmpty();

        assertThat(here.ledger.takeOutcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactlyInAnyOrder("c2:cancelled", "c3:cancelled");
        assertThat(here.ledger.workAll()).containsExactly("c1 call 1", "c4 call 1");
    }

    @OnEachDatabase
    void outcomes_of_cancelled_commands_are_counted_like_all_others() {
        here.ledger.accept(create("c1", "order-1", 1), create("c2", "order-2", 1));
        here.released("a", row("f-a", 2, create("c3", "order-3", 1)));

        waiting.cancel(List.of("c1", "c2"), obstacles -> handle -> {});
        here.control.cancel("f-a");

        assertThat(here.ledger
                        .metrics
                        .get("linq.outcomes")
                        .tags("type", "create_group", "status", "cancelled")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @OnEachDatabase
    void a_delayed_command_is_cancelled() throws Exception {
        here.ledger.accept(tomorrow(create("c1", "order-1", 1)));

        assertThat(waiting.cancel(List.of("c1"), obstacles -> handle -> {})).isEmpty();

        clock.advance(Duration.ofDays(2));
        here.delayed.releaseDue();
        assertThat(here.ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void a_command_whose_group_is_being_worked_on_is_refused_until_the_group_is_released() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));
        Mailbox leased = here.ledger.onlyMailbox();

        assertThat(waiting.cancel(List.of("c1"), obstacles -> handle -> {}))
                .isEqualTo(
                        Map.of("c1", "its group is being worked on at this moment; pause the group, then try again"));

        here.ledger.putBack(leased);
        assertThat(waiting.cancel(List.of("c1"), obstacles -> handle -> {})).isEmpty();
    }

    @OnEachDatabase
    void a_command_that_somebody_else_is_cancelling_is_refused_with_that_reason_and_later_as_cancelled() {
        here.ledger.accept(create("waits", "order-1", 1), tomorrow(create("delayed", "order-2", 1)));
        List<String> both = List.of("waits", "delayed");

        here.ledger.database.jdbi().useTransaction(somebodyElse -> {
            assertThat(here.canceller.cancel(somebodyElse, both)).isEmpty();

            // In a thread of its own: in this one it would take part in the transaction.
            assertThat(CompletableFuture.supplyAsync(() -> waiting.cancel(both, obstacles -> handle -> {}))
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join())
                    .containsOnlyKeys(both)
                    .allSatisfy((id, reason) ->
                            assertThat(reason).isEqualTo("it is being changed at this moment; try again"));
        });

        assertThat(waiting.cancel(both, obstacles -> handle -> {}))
                .containsOnlyKeys(both)
                .allSatisfy((id, reason) -> assertThat(reason).isEqualTo("it is finished: cancelled"));
    }

    @OnEachDatabase
    void a_command_of_which_a_call_was_tried_is_refused() throws Exception {
        here.ledger.accept(create("partly", "order-1", 2), create("in-doubt", "order-2", 1));
        for (Mailbox mailbox : here.ledger.claim()) {
            if (mailbox.name().equals("ref:order-1")) {
                here.ledger.record(mailbox, accepted("chat-1"));
            }
            here.ledger.record(
                    mailbox, new CallResult.Retry(Duration.ZERO, CallResult.Retry.Reason.INDETERMINATE, fault(503)));
        }

        assertThat(waiting.cancel(List.of("partly", "in-doubt"), obstacles -> handle -> {}))
                .containsOnlyKeys("partly", "in-doubt")
                .allSatisfy((id, reason) -> assertThat(reason)
                        .isEqualTo("one of its calls was already tried, and Linq may have it: it will complete"));
        assertThat(here.ledger.workAll()).containsExactlyInAnyOrder("partly call 2", "in-doubt call 1");
    }

    @OnEachDatabase
    void what_is_finished_or_unknown_is_refused_and_the_others_of_the_selection_are_cancelled() throws Exception {
        here.ledger.accept(create("done", "order-1", 1));
        here.ledger.workAll();
        here.ledger.accept(send("waits", "order-1"));

        assertThat(waiting.cancel(List.of("done", "nobody's", "waits"), obstacles -> handle -> {}))
                .isEqualTo(Map.of(
                        "done", "it is finished: accepted",
                        "nobody's", "there is no such command in the ledger"));

        assertThat(waiting.cancel(List.of("waits"), obstacles -> handle -> {}))
                .isEqualTo(Map.of("waits", "it is finished: cancelled"));
        assertThat(here.ledger.workAll()).isEmpty();
    }

    @OnEachDatabase
    void a_group_whose_create_was_cancelled_may_be_created_by_another_command() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));

        assertThat(waiting.cancel(List.of("c1"), obstacles -> handle -> {})).isEmpty();

        assertThat(here.ledger.accept(send("c2", "order-1")).refused()).isEqualTo(1);
        here.ledger.accept(create("again", "order-1", 1));
        assertThat(here.ledger.workAll()).containsExactly("again call 1");
    }

    @OnEachDatabase
    void what_waits_for_the_time_of_a_create_goes_on_when_the_create_is_cancelled_and_later_commands_keep_their_time()
            throws Exception {
        here.ledger.accept(tomorrow(create("c1", "order-1", 1)));
        here.ledger.accept(send("behind", "order-1"));
        here.ledger.accept(like(send("later", "order-1"))
                .notBefore(clock.instant().plus(Duration.ofDays(3)))
                .asItIs());

        assertThat(waiting.cancel(List.of("c1"), obstacles -> handle -> {})).isEmpty();
        here.delayed.releaseDue();

        // Its call finds no chat, and fails.
        assertThat(here.ledger.workAll()).containsExactly("behind call 1");
        clock.advance(Duration.ofDays(4));
        here.delayed.releaseDue();
        assertThat(here.ledger.workAll()).containsExactly("later call 1");
    }

    @OnEachDatabase
    void what_waits_behind_a_cancelled_create_fails_because_its_group_has_no_chat() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1), send("c2", "order-1"));

        assertThat(waiting.cancel(List.of("c1"), obstacles -> handle -> {})).isEmpty();

        Mailbox mailbox = here.ledger.onlyMailbox();
        Call call = mailbox.nextCall();
        assertThat(call.describe()).isEqualTo("c2 call 1");
        assertThatThrownBy(() -> new RequestWriter("key", clock).callRequest(mailbox, call))
                .hasMessage("group \"order-1\" has no chat because it was not created");
    }

    @OnEachDatabase
    void a_row_of_a_file_is_cancelled_alone_and_its_file_ends_with_the_others() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)), row("f-a", 3, create("c3", "order-3", 1)));

        assertThat(waiting.cancel(List.of("c2"), obstacles -> handle -> {})).isEmpty();

        assertThat(here.ledger.workAll()).containsExactly("c3 call 1");
        here.completion.recordCompletedParts();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 1L, "cancelled", 1L));
        assertThat(here.isCompleted("a")).isTrue();
    }
}
