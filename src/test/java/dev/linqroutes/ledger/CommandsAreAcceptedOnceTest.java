package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.at;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestThreads.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.Outbox;
import java.util.List;
import java.util.stream.IntStream;

/** A command that is delivered more than once, or to several instances concurrently, is worked once. */
class CommandsAreAcceptedOnceTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_record_delivered_twice_is_accepted_once_and_reported_once() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        CommandIntake.Counts second = ledger.accept(create("c1", "order-1", 1));

        assertThat(second).isEqualTo(new CommandIntake.Counts(0, 0, 1));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1");
        assertThat(ledger.outcomes()).extracting(o -> o.get("status").asText()).containsExactly("accepted");
    }

    @OnEachDatabase
    void a_record_that_was_accepted_is_not_refused_when_the_file_that_it_names_is_gone() throws Exception {
        PlannedCommand named = create("c1", "order-1", 1);
        PlannedCommand unnamed = at("position-2", create("position-2", "order-2", 1));
        ledger.accept(named, unnamed);
        CommandIntake.Counts second = ledger.acceptance.accept(List.of(
                CommandRefusal.of(named, "file \"a.pdf\" does not exist"),
                CommandRefusal.withoutContent(unnamed.origin(), "internal error")));

        assertThat(second).isEqualTo(new CommandIntake.Counts(0, 0, 2));
        assertThat(ledger.outgoing()).isEmpty();
        assertThat(ledger.workAll()).containsExactlyInAnyOrder("c1 call 1", "position-2 call 1");
    }

    @OnEachDatabase
    void a_record_that_occurs_twice_in_one_poll_is_accepted_once() throws Exception {
        CommandIntake.Counts accepted = ledger.accept(create("c1", "order-1", 1), create("c1", "order-1", 1));

        assertThat(accepted).isEqualTo(new CommandIntake.Counts(1, 0, 1));
    }

    @OnEachDatabase
    void a_command_id_used_at_another_position_is_a_duplicate_and_is_not_worked() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(at("elsewhere", create("c1", "order-1", 1)));

        assertThat(ledger.work(ledger.onlyMailbox())).hasSize(1);
        assertThat(ledger.outcomes())
                .extracting(o -> o.get("status").asText())
                .containsExactlyInAnyOrder("duplicate", "accepted");
    }

    @OnEachDatabase
    void a_duplicate_has_an_outcome_and_no_dead_letter() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(at("elsewhere", create("c1", "order-1", 1)));

        assertThat(ledger.outgoing()).extracting(Outbox.PendingRecord::topic).containsExactly("outcomes");
        assertThat(ledger.outcomes().get(0).get("duplicate_of").asText()).isEqualTo("groups-of-c1.csv row 2");
    }

    @OnEachDatabase(times = 10)
    void two_instances_that_accept_the_same_records_at_once_accept_each_once() throws Exception {
        List<IntakeDecision> batch = IntStream.range(0, 200)
                .mapToObj(i -> (IntakeDecision) create("c" + i, "order-" + i, 2))
                .toList();

        List<CommandIntake.Counts> accepted = atOnce(4, () -> ledger.acceptance.accept(batch));

        assertThat(accepted.stream().mapToInt(CommandIntake.Counts::accepted).sum())
                .isEqualTo(200);
        assertThat(accepted.stream().mapToInt(CommandIntake.Counts::redelivered).sum())
                .isEqualTo(600);
    }

    @OnEachDatabase
    void accepted_commands_survive_the_end_of_the_process() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        reopen();

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1", "c1 call 2");
    }
}
