package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.InProcessProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files whose groups are shared among several lines, of which Linq flags one. */
class SeveralLinesIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ONE = "+12223334444";
    private static final String OTHER = "+12223335555";

    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults().withLines(List.of(ONE, OTHER));
    }

    @Test
    void a_flagged_line_makes_no_new_groups_and_those_that_wait_go_from_the_first_that_is_active_again()
            throws Exception {
        InProcessProgram instance = program()
                .with("linq.from", "")
                .with("linq.lines", ONE + "," + OTHER)
                .subscribedTo(linq)
                .start();
        drop("first.csv", sheet(0, 4));
        await().atMost(LONG).until(() -> linq.linesOfGroups().size() == 4);
        assertThat(linq.linesOfGroups()).containsExactlyInAnyOrder(ONE, ONE, OTHER, OTHER);

        linq.flagLine(ONE, true);
        await().atMost(LONG).until(() -> unhealthyLines(instance) == 1);
        drop("second.csv", sheet(4, 2));
        await().atMost(LONG).until(() -> linq.linesOfGroups().size() == 6);
        assertThat(linq.linesOfGroups()).filteredOn(OTHER::equals).hasSize(4);

        linq.flagLine(OTHER, true);
        await().atMost(LONG).until(() -> unhealthyLines(instance) == 2);
        drop("third.csv", sheet(6, 2));
        await().atMost(LONG).until(() -> instance.metrics().contains("linq_mailboxes_waiting 2.0"));
        assertThat(linq.linesOfGroups()).hasSize(6);

        linq.flagLine(ONE, false);
        await().atMost(LONG).until(() -> linq.linesOfGroups().size() == 8);
        assertThat(linq.linesOfGroups()).filteredOn(ONE::equals).hasSize(4);
    }

    private static long unhealthyLines(InProcessProgram instance) throws Exception {
        return instance.metrics()
                .lines()
                .filter(line -> line.startsWith("linq_line_unhealthy{") && line.endsWith(" 1.0"))
                .count();
    }

    private static String sheet(int first, int groups) {
        StringBuilder rows = new StringBuilder("group_ref,to,name,message\n");
        for (int i = first; i < first + groups; i++) {
            rows.append("g%1$d,+1202555%2$04d;+1303555%2$04d,Group %1$d,Hello\n".formatted(i, 100 + i));
        }
        return rows.toString();
    }
}
