package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.call;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A person gets few enough messages of a line in a minute, however many groups they are in (reference 0.18). */
class PeopleInManyGroupsAreNotRefusedTest extends OnH2AndPostgres {
    private static final String LINE = "+12025550100";
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final int MOST = 3;

    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).personPerMinute(MOST).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_person_in_many_groups_gets_messages_of_the_line_one_minute_after_the_other() throws Exception {
        for (int i = 0; i < 8; i++) {
            ledger.accept(aGroup("g" + i, LINE, ANN));
        }

        assertThat(work()).hasSize(MOST);
        clock.advance(Duration.ofSeconds(59));
        assertThat(work()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).hasSize(MOST);
        clock.advance(Duration.ofMinutes(1));
        assertThat(work()).hasSize(2);
    }

    @OnEachDatabase
    void other_people_other_lines_and_calls_that_are_no_messages_do_not_wait() throws Exception {
        for (int i = 0; i < MOST; i++) {
            ledger.accept(aGroup("g" + i, LINE, ANN));
        }
        work();
        ledger.accept(
                aGroup("with Bob", LINE, BOB),
                aGroup("from elsewhere", "+12025550199", ANN),
                call("renamed", "g0", CallKind.UPDATE_CHAT),
                send("to g1", "g1"));

        assertThat(work()).containsExactlyInAnyOrder("with Bob call 1", "from elsewhere call 1", "renamed call 1");
    }

    @OnEachDatabase
    void a_group_that_waits_is_due_at_its_time() throws Exception {
        for (int i = 0; i < 2 * MOST; i++) {
            ledger.accept(aGroup("g" + i, LINE, ANN));
        }
        work();

        clock.advance(Duration.ofSeconds(30));
        assertThat(ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void messages_of_one_group_count_together_with_those_of_others() throws Exception {
        ledger.accept(aGroup("a", LINE, ANN), aGroup("b", LINE, ANN));
        work();
        ledger.accept(aCommand("many").toGroup("a").withMessages(4));

        assertThat(work()).hasSize(MOST - 2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(work()).hasSize(MOST);
    }

    /** Until nothing is due; Linq's answers show the member of the group. */
    private List<String> work() throws InterruptedException {
        List<String> worked = new ArrayList<>();
        List<Mailbox> claimed = ledger.claim();
        while (!claimed.isEmpty()) {
            for (Mailbox mailbox : claimed) {
                while (mailbox.hasNextCall(clock.instant())) {
                    worked.add(mailbox.nextCall().describe());
                    ledger.record(mailbox, accepted(mailbox));
                }
                ledger.giveBack(mailbox);
            }
            claimed = ledger.claim();
        }
        return worked;
    }

    private CallResult.Accepted accepted(Mailbox mailbox) {
        ChatState.Member member = new ChatState.Member(
                mailbox.name().contains("Bob") ? BOB : ANN,
                "active",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                clock.instant());
        return new CallResult.Accepted(
                201,
                Optional.of("chat-of-" + mailbox.name()),
                Optional.of("message"),
                Optional.of("trace"),
                ChatState.withMember(member),
                CallResult.Accepted.Effect.AWAITED);
    }

    private static PlannedCommand aGroup(String ref, String line, String member) {
        return aCommand(ref)
                .forGroup(new GroupAddress.NewGroup(ref, line, "members of " + ref, Optional.empty()))
                .with(new PlannedCall(
                        1,
                        CallKind.CREATE_CHAT,
                        "POST",
                        "/chats",
                        "{\"from\":\"" + line + "\",\"to\":[\"" + member + "\"]}",
                        Optional.of(ref + "-1")));
    }
}
