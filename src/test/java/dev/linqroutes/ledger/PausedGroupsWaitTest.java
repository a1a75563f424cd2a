package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.mailbox.Pauses;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** What a person has paused makes no calls, on any instance, until somebody resumes it; then it goes on in its order. */
class PausedGroupsWaitTest extends OnEachLedgerUrl {
    private static final Duration RECHECK = Duration.ofSeconds(31);

    private Pauses pauses;

    @BeforeEach
    void groups() throws Exception {
        pauses = new Pauses(ledger.database, clock);
        ledger.accept(create("c1", "order-1", 1), send("c2", "order-1"), create("c3", "order-2", 1));
    }

    @OnEachDatabase
    void a_paused_group_makes_no_calls_and_does_not_hold_up_others() throws Exception {
        pauses.pause(PauseScope.GROUP, mailboxOf("order-1"), "wrong text", "Ann", handle -> {});
        clock.advance(Duration.ofSeconds(2));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c3 call 1");
        clock.advance(RECHECK);
        assertThat(ledger.claim()).isEmpty();

        pauses.resume(PauseScope.GROUP, mailboxOf("order-1"), handle -> {});
        clock.advance(RECHECK);
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1", "c2 call 1");
    }

    @OnEachDatabase
    void while_all_is_paused_nothing_is_claimed() throws Exception {
        pauses.pause(PauseScope.ALL, "", "maintenance", "Ann", handle -> {});
        clock.advance(Duration.ofSeconds(2));
        assertThat(ledger.claim()).isEmpty();

        pauses.resume(PauseScope.ALL, "", handle -> {});
        clock.advance(Duration.ofSeconds(2));
        assertThat(ledger.claim()).extracting(Mailbox::groupRef).hasSize(2);
    }

    @OnEachDatabase
    void a_paused_line_makes_no_calls() throws Exception {
        pauses.pause(PauseScope.LINE, lineOf("order-1"), "flagged", "Ann", handle -> {});
        clock.advance(Duration.ofSeconds(2));

        assertThat(ledger.claim())
                .extracting(mailbox -> mailbox.groupRef().orElseThrow())
                .containsExactly("order-2");
        assertThat(pauses.find(mailboxOf("order-1"), Optional.of(lineOf("order-1"))))
                .hasValueSatisfying(pause -> assertThat(pause.describe()).isEqualTo("paused by Ann: flagged"));
    }

    @OnEachDatabase
    void what_is_paused_already_is_not_paused_again_and_keeps_its_reason() {
        assertThat(pauses.pause(PauseScope.ALL, "", "first", "Ann", handle -> {}))
                .isTrue();
        assertThat(pauses.pause(PauseScope.ALL, "", "second", "Bob", handle -> {}))
                .isFalse();

        assertThat(pauses.findAll()).extracting(Pauses.Pause::reason).containsExactly("first");
        assertThat(pauses.resume(PauseScope.ALL, "", handle -> {})).isTrue();
        assertThat(pauses.resume(PauseScope.ALL, "", handle -> {})).isFalse();
    }

    private String mailboxOf(String groupRef) {
        return value("mailbox", groupRef);
    }

    private String lineOf(String groupRef) {
        return value("line", groupRef);
    }

    private String value(String column, String groupRef) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT " + column + " FROM chat_group WHERE group_ref = :ref")
                .bind("ref", groupRef)
                .mapTo(String.class)
                .one());
    }
}
