package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.DraftStatus;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sheet of the console is changed by one person at a time, can be stopped until it is sent, and is sent once. */
class SheetsAreSentOnceTest extends OnH2AndPostgres {
    private static final Duration HOLD = Duration.ofSeconds(10);

    private final TestClock clock = new TestClock();
    private Database database;
    private Drafts drafts;
    private String id;

    @BeforeEach
    void create() throws Exception {
        database = Database.open(freshDatabase(), "", "", 2);
        drafts = new Drafts(database, clock);
        id = drafts.create("friends.csv", rows("first"), "upload-1", "Ann");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @OnEachDatabase
    void of_two_changes_of_the_same_version_the_second_has_no_effect() {
        assertThat(drafts.update(id, 1, rows("of Ann"), "Ann")).isTrue();
        assertThat(drafts.update(id, 1, rows("of Bob"), "Bob")).isFalse();

        assertThat(content()).isEqualTo("of Ann");
        assertThat(draft().version()).isEqualTo(2);
    }

    @OnEachDatabase
    void a_sheet_that_is_held_is_not_changed_and_not_held_again() {
        assertThat(drafts.hold(id, 1, "batch-1", HOLD, "Ann", handle -> {})).isTrue();

        assertThat(drafts.update(id, 2, rows("late"), "Bob")).isFalse();
        assertThat(drafts.hold(id, 2, "batch-1", HOLD, "Bob", handle -> {})).isFalse();
        assertThat(drafts.delete(id, handle -> {})).isFalse();
    }

    @OnEachDatabase
    void a_sheet_is_claimed_when_its_time_has_come_and_by_one_instance() {
        drafts.hold(id, 1, "batch-1", HOLD, "Ann", handle -> {});
        assertThat(drafts.claimDue()).isEmpty();

        clock.advance(HOLD);
        assertThat(drafts.claimDue()).extracting(Draft::draftId).containsExactly(id);
        assertThat(drafts.claimDue()).isEmpty();
        assertThat(drafts.stop(id, "Bob", handle -> {})).as("too late").isFalse();
    }

    @OnEachDatabase
    void a_sheet_of_an_instance_that_died_is_claimed_again() {
        drafts.hold(id, 1, "batch-1", HOLD, "Ann", handle -> {});
        clock.advance(HOLD);
        drafts.claimDue();

        clock.advance(Duration.ofMinutes(2));

        assertThat(drafts.claimDue()).extracting(Draft::draftId).containsExactly(id);
    }

    @OnEachDatabase
    void a_sheet_that_was_stopped_is_not_sent_and_can_be_changed() {
        drafts.hold(id, 1, "batch-1", HOLD, "Ann", handle -> {});

        assertThat(drafts.stop(id, "Bob", handle -> {})).isTrue();

        clock.advance(HOLD);
        assertThat(drafts.claimDue()).isEmpty();
        assertThat(drafts.update(id, draft().version(), rows("changed"), "Bob")).isTrue();
    }

    @OnEachDatabase
    void of_a_sheet_that_was_sent_the_content_is_gone() {
        drafts.hold(id, 1, "batch-1", HOLD, "Ann", handle -> {});
        clock.advance(HOLD);
        drafts.claimDue();

        drafts.markSent(id);

        assertThat(drafts.readContent(id)).isEmpty();
        assertThat(draft().status()).isEqualTo(DraftStatus.SENT);
        assertThat(draft().batchId()).contains("batch-1");
        clock.advance(Duration.ofHours(1));
        assertThat(drafts.claimDue()).isEmpty();
    }

    @OnEachDatabase
    void the_first_rows_are_held_and_the_others_stay_or_neither() {
        Drafts.Part part = new Drafts.Part("friends-first.csv", rows("three rows"), "batch-3");
        Draft old = draft();
        assertThat(drafts.findSent("upload-1")).isEmpty();

        String first =
                drafts.split(old, rows("rest"), part, HOLD, "Ann", handle -> {}).orElseThrow();
        assertThat(drafts.split(old, rows("rest"), part, HOLD, "Ann", handle -> {}))
                .as("an old version")
                .isEmpty();

        assertThat(drafts.findNewest()).hasSize(2);
        assertThat(drafts.findSent("upload-1")).map(Draft::draftId).contains(first);
        assertThat(drafts.find(first).orElseThrow().restId()).contains(id);
        assertThat(content()).isEqualTo("rest");
        assertThat(draft().status()).isEqualTo(DraftStatus.EDITING);
        assertThat(drafts.find(first).orElseThrow().status()).isEqualTo(DraftStatus.HELD);
        clock.advance(HOLD);
        assertThat(drafts.claimDue()).extracting(Draft::draftId).containsExactly(first);
    }

    @OnEachDatabase
    void what_columns_are_taken_for_is_remembered_by_their_header() {
        assertThat(drafts.findColumnFields("header")).isEmpty();
        drafts.rememberColumnFields("header", List.of("to", "message"));
        drafts.rememberColumnFields("header", List.of("to", "links"));

        assertThat(drafts.findColumnFields("header")).contains(List.of("to", "links"));
        assertThat(drafts.findColumnFields("another")).isEmpty();
    }

    private Draft draft() {
        return drafts.find(id).orElseThrow();
    }

    private String content() {
        DraftContent content = drafts.readContent(id).orElseThrow();
        String text = new String(content.sheet(), StandardCharsets.UTF_8);
        assertThat(content.options()).as("of the same version").isEqualTo("region=" + text);
        return text;
    }

    private static DraftContent rows(String text) {
        return new DraftContent(text.getBytes(StandardCharsets.UTF_8), "region=" + text);
    }
}
