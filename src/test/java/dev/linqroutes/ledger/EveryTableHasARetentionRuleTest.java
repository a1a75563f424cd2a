package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.db.JobLease;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.intake.IntakeAttemptRecorder;
import dev.linqroutes.ledger.mailbox.LineReport;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.media.MediaStore;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.Instances;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.poll.PollState;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows of every table are deleted some time, except for those that the docs name. */
class EveryTableHasARetentionRuleTest extends WithRetention {
    private static final String SHA256_OF_1 = "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";
    private static final Pattern DESCRIBED = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    @OnEachDatabase
    void rows_of_all_tables_are_deleted_except_for_those_that_the_docs_name() throws Exception {
        batches.released("a", row("f-a", 2, create("c1", "order-1", 2)), row("f-a", 3, send("c2", "nobody")));
        workAndConfirm();
        acceptAndWork(create("c4", "order-4", 1), sendToChat("c5", "chat-5"));
        ledger.accept(create("c6", "order-6", 1), send("c7", "nobody"));
        failNextCall(ledger.onlyMailbox());
        receiveEvent(chatOf("order-4"), event -> event.saying(Kind.BACKGROUND_SET, "blue"));
        receiveEvent(chatOf("order-4"), event -> event.aboutMessage("m-poll")
                .showing(PollState.withVote("o-1", new PollState.Vote("+1", true, clock.instant()))));
        completeAndFinish("a");
        inTransaction(handle -> new JobLease("some job", clock, TestBatches.LEASE).claimOrRenew(handle));
        new IntakeAttemptRecorder(ledger.database, clock).recordStart("a record that did not come again");
        Drafts drafts = new Drafts(ledger.database, clock);
        drafts.create("sheet.csv", new DraftContent(new byte[] {1}, ""), "upload-1", "Ann");
        drafts.rememberColumnFields("a header", List.of("to", "message"));
        new AuditLog(ledger.database, TestLedger.TOPICS, clock)
                .begin(new Action("Ann", ActionType.SEND_SHEET, "sheet.csv", ""));
        new Instances(ledger.database, new Instances.Self("host-1", "1.0", clock.instant())).report(Map.of());
        inTransaction(handle -> handle.createUpdate("UPDATE instance SET seen_at = :now")
                .bind("now", clock.instant())
                .execute());
        new ReplayedDeadLetters(ledger.database, "commands", clock, new Wakeup())
                .replay("k-1", Optional.empty(), new byte[] {1}, "c8", "Ann", handle -> {});
        new MediaStore(ledger.database, clock, file -> new ByteArrayInputStream(new byte[] {1}))
                .store(List.of(aCommand("c9").withFile(new MediaFile("a.png", SHA256_OF_1, "image/png", 1))));
        park();
        new Pauses(ledger.database, clock).pause(PauseScope.LINE, LINE, "too many", "Ann", handle -> {});
        inTransaction(
                handle -> handle.createUpdate("INSERT INTO line_pace (line, turn_at) VALUES ('+12025550100', :now)")
                        .bind("now", clock.instant())
                        .execute());
        inTransaction(handle -> handle.createUpdate(
                        "INSERT INTO line_health (line, status, since) VALUES ('+12025550100', 'FLAGGED', :now)")
                .bind("now", clock.instant())
                .execute());
        ledger.lineStates.record(
                List.of(new LineReport("+12025550100", Optional.of("FLAGGED"), Optional.empty(), clock.instant())));
        Map<String, Long> before = counts();
        assertThat(before).as("rows before").doesNotContainValue(0L);
        for (String chatId : names("chat", "chat_id")) {
            recordLineStatus(chatId, "left");
        }
        takeOutbox();

        clock.advance(FAILED_RETENTION.plusDays(1));
        deleteAll();
        takeOutbox();

        assertThat(nonEmpty()).containsExactly("lease", "pause");
        assertThat(described()).isEqualTo(before.keySet());
        assertThat(RetentionJob.TABLES).isSubsetOf(before.keySet());
        assertThat(new TreeSet<>(before.keySet()))
                .as("a new table needs a rule, here and in docs/retention.md")
                .isEqualTo(
                        union(RetentionJob.TABLES, Set.of("lease", "member_set", "outbox", "parked_record", "pause")));
    }

    private static Set<String> union(List<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Tables for which the docs describe when their rows are deleted. */
    private static Set<String> described() throws Exception {
        return DESCRIBED
                .matcher(Files.readString(Path.of("docs/retention.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> nonEmpty() {
        return counts().entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Row counts of all tables that the migrations create. */
    private Map<String, Long> counts() {
        List<String> tables = inTransaction(handle -> handle.createQuery(
                        """
                        SELECT table_name
                        FROM information_schema.tables
                        WHERE table_schema = CURRENT_SCHEMA
                          AND table_name <> 'flyway_schema_history'
                        """)
                .mapTo(String.class)
                .list());
        Map<String, Long> counts = new TreeMap<>();
        tables.forEach(table -> counts.put(table, count(table)));
        return counts;
    }

    /** Parks the first record of the outbox. */
    private void park() {
        Outbox outbox =
                new Outbox(ledger.database, clock, new Wakeup(), TestBatches.LEASE, 1, TestLedger.TOPICS.compacted());
        outbox.parkRecord(outbox.nextRecords(), Duration.ofSeconds(30), "too large");
    }
}
