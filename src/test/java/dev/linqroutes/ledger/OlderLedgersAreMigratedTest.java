package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerSchema;
import dev.linqroutes.ledger.poll.PollReadBack.DuePoll;
import dev.linqroutes.ledger.poll.PollState;
import dev.linqroutes.ledger.poll.PollState.Vote;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/** A ledger of an older version is migrated with its open work. */
class OlderLedgersAreMigratedTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_ledger_of_version_1_is_migrated_with_its_open_work() throws Exception {
        String url = emptyDatabase();
        boolean h2 = url.startsWith("jdbc:h2:");
        try (HikariDataSource source = Database.dataSource(url, "", "", 3)) {
            LedgerSchema.migrationConfig(source, h2).target("1").load().migrate();
            Jdbi.create(source).useHandle(handle -> handle.createScript(
                            ClasspathSqlLocator.create().locate("ledger/version-1"))
                    .execute());
        }
        reopen(TestLedger.on(url, clock));
        ledger.accept(send("new-1", "order-1"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("old-2 call 1", "old-2 call 2", "new-1 call 1");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue(), outcome -> outcome.get("warnings")
                        .size())
                .containsExactly(tuple("old-2", 1), tuple("new-1", 0));
    }

    /** The votes of an erased person would come back by a read. */
    @OnEachDatabase
    void a_poll_from_which_an_older_version_may_have_erased_a_person_is_not_read_back() throws Exception {
        String url = emptyDatabase();
        boolean h2 = url.startsWith("jdbc:h2:");
        try (HikariDataSource source = Database.dataSource(url, "", "", 3)) {
            LedgerSchema.migrationConfig(source, h2).target("27").load().migrate();
            Jdbi.create(source)
                    .useHandle(handle -> handle.execute(
                            "INSERT INTO poll (message_id, changed_at) VALUES ('m-old', CURRENT_TIMESTAMP)"));
        }
        reopen(TestLedger.on(url, clock));
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();

        vote("m-old");
        vote("m-new");
        clock.advance(Duration.ofDays(1));

        assertThat(ledger.pollReadBack.takeDue()).map(DuePoll::messageId).contains("m-new");
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
    }

    private void vote(String poll) {
        ledger.store(TestEvent.of("e-" + poll, "poll.vote.added")
                .aboutMessage(poll)
                .showing(PollState.withVote("tue", new Vote("+12025550101", true, clock.instant())))
                .event());
    }

    @OnEachDatabase
    void only_a_ledger_with_the_newest_migration_is_up_to_date() throws Exception {
        String other = emptyDatabase();
        boolean h2 = other.startsWith("jdbc:h2:");
        try (HikariDataSource source = Database.dataSource(other, "", "", 3)) {
            assertThat(LedgerSchema.isUpToDate(source)).isFalse();

            LedgerSchema.migrationConfig(source, h2).target("1").load().migrate();
            assertThat(LedgerSchema.isUpToDate(source)).isFalse();

            LedgerSchema.migrationConfig(source, h2).load().migrate();
            assertThat(LedgerSchema.isUpToDate(source)).isTrue();
        }
    }
}
