package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linqroutes.ledger.mailbox.NextCallReader;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.GroupReader.GroupCall;
import dev.linqroutes.ledger.ops.GroupReader.GroupSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A person finds a group by what they know of it. */
class GroupsAreSearchedTest extends WithRetention {
    private GroupReader groups;

    @BeforeEach
    void groups() throws Exception {
        groups = new GroupReader(ledger.database);
        acceptAndWork(create("c1", "order-1001", 2), create("c2", "order-1002", 1));
        ledger.accept(send("c3", "order-1001"));
    }

    @OnEachDatabase
    void by_its_name_or_a_part_of_it_in_any_case() {
        assertThat(groups.search("order-1001"))
                .extracting(group -> group.groupRef().orElseThrow())
                .containsExactly("order-1001");
        assertThat(groups.search("RDER-100")).hasSize(2);
        assertThat(groups.search("")).hasSize(2);
    }

    @OnEachDatabase
    void by_the_id_of_its_chat() {
        assertThat(groups.search(chatOf("order-1002")))
                .extracting(group -> group.groupRef().orElseThrow())
                .containsExactly("order-1002");
    }

    @OnEachDatabase
    void characters_of_patterns_stand_for_themselves() {
        assertThat(groups.search("%")).isEmpty();
        assertThat(groups.search("order_1001")).isEmpty();
        assertThat(groups.search("!")).isEmpty();
    }

    @OnEachDatabase
    void its_calls_are_those_of_its_commands_in_their_order() {
        String mailbox = groups.search("order-1001").get(0).mailbox();

        assertThat(groups.findCalls(mailbox, List.of()))
                .extracting(GroupCall::commandId, GroupCall::position, GroupCall::status)
                .containsExactly(tuple("c1", 1, "confirmed"), tuple("c1", 2, "confirmed"), tuple("c3", 1, "waiting"));
        assertThat(groups.find(mailbox).orElseThrow().dueAt()).isPresent();
        assertThat(groups.find("no such group")).isEmpty();
    }

    @OnEachDatabase
    void as_long_as_its_create_waits_or_is_delayed_a_group_is_shown_with_what_creates_it() {
        PlannedCommand later = create("c5", "order-1004", 1);
        ledger.accept(
                create("c4", "order-1003", 2),
                like(later).notBefore(clock.instant().plus(Duration.ofDays(1))).asItIs());

        for (String group : List.of("order-1003", "order-1004")) {
            String mailbox = groups.search(group).get(0).mailbox();
            assertThat(groups.find(mailbox).orElseThrow().creation())
                    .contains(groups.findCalls(mailbox, List.of()).get(0).body());
        }
        assertThat(groups.find(groups.search("order-1001").get(0).mailbox())
                        .orElseThrow()
                        .creation())
                .as("of a group that was created")
                .isEmpty();
    }

    @OnEachDatabase
    void the_calls_of_a_command_that_is_looked_at_are_shown_however_old_it_is() {
        String mailbox = groups.search("order-1001").get(0).mailbox();
        for (int i = 0; i < GroupReader.MAX_COMMANDS; i++) {
            ledger.accept(send("newer-" + i, "order-1001"));
        }

        assertThat(groups.findCalls(mailbox, List.of())).hasSize(GroupReader.MAX_COMMANDS);
        assertThat(groups.findCalls(mailbox, List.of("c3", "newer-7")))
                .hasSize(GroupReader.MAX_COMMANDS + 1)
                .first()
                .extracting(GroupCall::commandId)
                .isEqualTo("c3");
    }

    @OnEachDatabase
    void the_next_call_is_the_first_in_the_mailbox_and_not_one_of_the_oldest_command() throws Exception {
        acceptAndWork(create("c4", "order-1003", 1));
        ledger.accept(
                like(send("delayed", "order-1003"))
                        .notBefore(clock.instant().plusSeconds(5))
                        .asItIs(),
                send("c5", "order-1003"));
        clock.advance(Duration.ofSeconds(5));
        ledger.releaseDelayed();
        NextCallReader next = new NextCallReader(
                ledger.database, clock, TestLedger.DEADLINE, TestLedger.CONFIRM_TIMEOUT, TestLedger.REFERENCE_TIMEOUT);
        String mailbox = groups.search("order-1003").get(0).mailbox();

        assertThat(next.find(mailbox)).contains(new NextCallReader.NextCall("c5", 1, Optional.empty()));
        assertThat(next.find(groups.search("order-1002").get(0).mailbox())).isEmpty();
    }

    @OnEachDatabase
    void a_group_with_calls_to_make_is_waiting() {
        assertThat(groups.search("order-1001")).allMatch(group -> group.dueAt().isPresent());
        assertThat(groups.search("order-1002"))
                .noneMatch((GroupSummary group) -> group.dueAt().isPresent());
    }
}
