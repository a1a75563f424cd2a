package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.LineChooser;
import java.util.List;
import java.util.Map;

/** A check tells what would be sent to groups that the line has left: Linq refuses it (reference 2.6, code 2013). */
class LeftGroupsAreCheckedTest extends WithRetention {
    @OnEachDatabase
    void what_is_sent_to_a_group_that_the_line_has_left_would_fail() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        acceptAndWork(create("c2", "order-2", 1));
        recordLineStatus(chatOf("order-1"), "left");

        assertThat(check("order-1").failure()).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("the line has left this group, so Linq would refuse it"));
        assertThat(check("order-2").failure()).isEmpty();
    }

    private DryRun.Verdict check(String groupRef) {
        return new DryRun(ledger.database, clock)
                .evaluate(
                        List.of(new DryRun.Candidate(send("m-" + groupRef, groupRef))),
                        LineChooser.ofUnusedLines(Map.of()))
                .get(0);
    }
}
