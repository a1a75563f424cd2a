package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.testing.PublishedContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;

/** What a person does is in the list of actions and on the topic, or in neither. */
class ActionsArePublishedTest extends WithRetention {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PublishedContract CONTRACT = PublishedContract.load();

    private static final Action PAUSE = new Action("Ann", ActionType.PAUSE, "all calls", "too many");

    private AuditLog audit;

    @BeforeEach
    void makeLog() {
        audit = new AuditLog(ledger.database, TestLedger.TOPICS, clock);
    }

    @OnEachDatabase
    void an_action_is_listed_and_published_with_the_user_as_its_key() throws Exception {
        record(new Action("Ann", ActionType.CANCEL_BATCH, "friends.csv", "wrong text"), 40, "2 already in progress");

        AuditLog.Entry listed = audit.findNewest(Long.MAX_VALUE, 10).get(0);
        JsonNode published = onlyPublished();
        assertThat(listed.doneBy()).isEqualTo("Ann");
        assertThat(published.get("audit_id").asText()).endsWith("-" + listed.auditId());
        assertThat(published.get("done_at").asText()).isEqualTo(clock.instant().toString());
        assertThat(published.get("user").asText()).isEqualTo("Ann");
        assertThat(published.get("action").asText()).isEqualTo("cancel-batch");
        assertThat(published.get("target").asText()).isEqualTo("friends.csv");
        assertThat(published.get("reason").asText()).isEqualTo("wrong text");
        assertThat(published.get("items").asInt()).isEqualTo(40);
        assertThat(published.get("result").asText()).isEqualTo("2 already in progress");
    }

    @OnEachDatabase
    void an_action_waits_until_kafka_has_acknowledged_it_and_keeps_its_id() throws Exception {
        record(PAUSE, 1, "paused");

        byte[] first = ledger.outgoing().get(0).value();
        assertThat(ledger.outgoing()).singleElement().satisfies(again -> assertThat(again.value())
                .isEqualTo(first));
        ledger.takeOutgoing();

        assertThat(ledger.outgoing()).isEmpty();
    }

    @OnEachDatabase
    void an_action_that_cannot_be_published_is_not_listed() {
        inTransaction(handle -> handle.execute("ALTER TABLE outbox RENAME TO outbox_gone"));

        assertThatThrownBy(() -> audit.begin(PAUSE))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("cannot record an action");

        assertThat(audit.findNewest(Long.MAX_VALUE, 10)).isEmpty();
    }

    @OnEachDatabase
    void texts_that_are_too_long_or_cannot_be_stored_are_cut_and_made_storable() throws Exception {
        record(
                new Action("B\u0000b", ActionType.PAUSE, "x".repeat(5_000), "\uD83D\uDE00".repeat(500_000)),
                1,
                "\uD800");

        AuditLog.Entry listed = audit.findNewest(Long.MAX_VALUE, 10).get(0);
        JsonNode published = onlyPublished();
        assertThat(listed.doneBy()).isEqualTo("B b");
        assertThat(listed.target()).isEqualTo("x".repeat(1_000));
        assertThat(listed.reason()).isEqualTo("\uD83D\uDE00".repeat(500));
        assertThat(published.get("user").asText()).isEqualTo("B b");
        assertThat(published.get("target").asText()).isEqualTo(listed.target());
        assertThat(published.get("reason").asText()).isEqualTo(listed.reason());
        assertThat(published.get("result").asText()).isEqualTo(" ");
    }

    @OnEachDatabase
    void the_newest_actions_are_listed_first_and_older_ones_by_page() {
        record(new Action("Ann", ActionType.SEND_SHEET, "a.csv", ""), 3, "batch 1");
        record(new Action("Bob", ActionType.STOP_SHEET, "a.csv", ""), 1, "not sent");

        List<AuditLog.Entry> newest = audit.findNewest(Long.MAX_VALUE, 1);

        assertThat(newest).extracting(AuditLog.Entry::action).containsExactly("stop-sheet");
        assertThat(audit.findNewest(newest.get(0).auditId(), 10))
                .extracting(AuditLog.Entry::action)
                .containsExactly("send-sheet");
    }

    @OnEachDatabase
    void an_action_that_has_begun_has_no_result_until_it_is_completed() throws Exception {
        AuditLog.Entry begun = audit.begin(new Action("Ann", ActionType.REPLAY_COMMANDS, "code 404", "it is back"));

        assertThat(audit.findNewest(Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.hasResult()).isFalse());
        JsonNode started = published(ledger.takeOutgoing().get(0));
        assertThat(started.get("result").asText()).isEqualTo("started");

        clock.advance(Duration.ofMinutes(1));
        audit.complete(begun, 12, "3 not replayed");

        assertThat(audit.findNewest(Long.MAX_VALUE, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.hasResult()).isTrue();
            assertThat(entry.items()).isEqualTo(12);
            assertThat(entry.result()).isEqualTo("3 not replayed");
        });
        JsonNode completed = onlyPublished();
        assertThat(completed.get("completes")).isEqualTo(started.get("audit_id"));
        assertThat(completed.get("audit_id")).isNotEqualTo(started.get("audit_id"));
        assertThat(completed.get("done_at").asText()).isEqualTo(clock.instant().toString());
        assertThat(completed.get("items").asInt()).isEqualTo(12);
        assertThat(completed.get("result").asText()).isEqualTo("3 not replayed");
    }

    private void record(Action action, long items, String result) {
        ledger.database.jdbi().useTransaction(audit.entry(action, items, result)::write);
    }

    /** The only record of the outbox; it keeps to the contract. */
    private JsonNode onlyPublished() throws Exception {
        List<Outbox.PendingRecord> waiting = ledger.outgoing();
        assertThat(waiting).hasSize(1);
        return published(waiting.get(0));
    }

    private static JsonNode published(Outbox.PendingRecord record) throws Exception {
        assertThat(record.topic()).isEqualTo("audit");
        byte[] key = record.key().orElseThrow();
        ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>("audit", 0, 0, key, record.value());
        record.headers().forEach((name, value) -> sent.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        CONTRACT.assertConforms("linq.audit", sent);
        JsonNode published = JSON.readTree(record.value());
        assertThat(new String(key, StandardCharsets.UTF_8))
                .isEqualTo(published.get("user").asText());
        return published;
    }
}
