package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.DraftStatus;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters;
import dev.linqroutes.ledger.ops.WaitingCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** What a person does is recorded in the same transaction: an action that cannot be recorded has no effect. */
class NothingIsDoneWithoutARecordTest extends OnTwoInstances {
    private static final Duration HOLD = Duration.ofSeconds(10);

    private AuditLog audit;
    private Pauses pauses;
    private Drafts drafts;

    @BeforeEach
    void openParts() {
        audit = new AuditLog(here.ledger.database, TestLedger.TOPICS, clock);
        pauses = new Pauses(here.ledger.database, clock);
        drafts = new Drafts(here.ledger.database, clock);
    }

    @OnEachDatabase
    void nothing_is_paused_nor_resumed() {
        pauses.pause(PauseScope.LINE, "+12223334444", "flagged", "Ann", recorded());

        assertRefused(() -> pauses.pause(PauseScope.ALL, "", "too many", "Ann", recorded()));
        assertRefused(() -> pauses.resume(PauseScope.LINE, "+12223334444", recorded()));

        assertThat(pauses.findAll()).extracting(Pauses.Pause::scope).containsExactly(PauseScope.LINE);
    }

    @OnEachDatabase
    void no_sheet_is_sent_stopped_nor_deleted() {
        String edited = drafts.create("edited.csv", rows(), "upload-1", "Ann");
        String held = drafts.create("held.csv", rows(), "upload-2", "Ann");
        drafts.hold(held, 1, "batch-2", HOLD, "Ann", recorded());
        Draft draft = drafts.find(edited).orElseThrow();
        Drafts.Part part = new Drafts.Part("first.csv", rows(), "batch-3");

        assertRefused(() -> drafts.hold(edited, 1, "batch-1", HOLD, "Ann", recorded()));
        assertRefused(() -> drafts.split(draft, rows(), part, HOLD, "Ann", recorded()));
        assertRefused(() -> drafts.delete(edited, recorded()));
        assertRefused(() -> drafts.stop(held, "Ann", recorded()));

        assertThat(drafts.findNewest()).hasSize(2);
        assertThat(drafts.find(edited).orElseThrow().version()).isEqualTo(1);
        assertThat(drafts.find(edited).orElseThrow().status()).isEqualTo(DraftStatus.EDITING);
        assertThat(drafts.find(held).orElseThrow().status()).isEqualTo(DraftStatus.HELD);
    }

    @OnEachDatabase
    void no_waiting_command_is_cancelled() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));
        WaitingCommands waiting = new WaitingCommands(here.ledger.database, here.canceller, new Wakeup());

        assertRefused(() -> waiting.cancel(List.of("c1"), obstacles -> recorded()));

        assertThat(here.ledger.takeOutcomes()).isEmpty();
        assertThat(here.ledger.workAll()).containsExactly("c1 call 1");
    }

    @OnEachDatabase
    void no_dead_letter_is_replayed() {
        ReplayedDeadLetters letters = new ReplayedDeadLetters(here.ledger.database, "commands", clock, new Wakeup());

        assertRefused(() -> letters.replay("k-1", Optional.empty(), new byte[] {1}, "c1", "Ann", recorded()));

        assertThat(letters.find(List.of("k-1"))).isEmpty();
        assertThat(here.ledger.outgoing()).isEmpty();
    }

    @OnEachDatabase
    void what_has_no_effect_is_not_recorded() {
        pauses.resume(PauseScope.ALL, "", recorded());
        drafts.stop("unknown", "Ann", recorded());

        assertThat(audit.findNewest(Long.MAX_VALUE, 10)).isEmpty();
    }

    private TransactionStep recorded() {
        return audit.entry(new Action("Ann", ActionType.PAUSE, "it", "because"), 1, "done");
    }

    private void assertRefused(ThrowingCallable action) {
        here.ledger.database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE audit RENAME TO audit_gone"));
        assertThatThrownBy(action).isInstanceOf(LedgerException.class).hasMessageContaining("cannot ");
        here.ledger.database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE audit_gone RENAME TO audit"));
    }

    private static DraftContent rows() {
        return new DraftContent(new byte[] {1}, "");
    }
}
