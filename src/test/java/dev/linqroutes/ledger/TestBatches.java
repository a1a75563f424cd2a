package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.like;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchPartReleaser;
import dev.linqroutes.ledger.batch.BatchPartReleaser.ReleasablePart;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileClaim;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.batch.PartCompletion;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.intake.DelayedCommands;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.model.RefusalStatus;
import dev.linqroutes.ledger.ops.BatchControl;
import dev.linqroutes.ledger.ops.CommandCanceller;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The batches of one process, on a ledger that it may share with another one. */
final class TestBatches implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final long MOST_OPEN = 4;

    /** Linq's error codes after which a retry makes sense. */
    static final Set<Integer> TRANSIENT_CODES = Set.of(2009, 4001);

    /** Rows in a part. */
    static final int ROWS = 3;

    final TestLedger ledger;
    final FileImport intake;
    final BatchPartReleaser release;
    final BatchStateReader states;
    final PartCompletion completion;
    final RowResultReader results;
    final ResultsLease lease;
    final CommandCanceller canceller;
    final BatchControl control;
    final DelayedCommands delayed;
    private final CommandIntake acceptance;

    TestBatches(TestLedger.Builder how) {
        this(how.open());
    }

    private TestBatches(TestLedger ledger) {
        this.ledger = ledger;
        Clock clock = ledger.clock;
        Database database = ledger.database;
        OutboxTopics topics = TestLedger.TOPICS;
        intake = new FileImport(database, topics, clock, LEASE, new Wakeup(), new Wakeup());
        release = new BatchPartReleaser(database, clock, new Wakeup(), LEASE, MOST_OPEN);
        states = new BatchStateReader(database);
        completion = new PartCompletion(database);
        results = new RowResultReader(database);
        lease = new ResultsLease(database, topics, clock, LEASE, new Wakeup());
        canceller = new CommandCanceller(ledger.outcomeMapper, clock);
        control = new BatchControl(database, canceller, ledger.failedCommands, TRANSIENT_CODES, new Wakeup());
        delayed = new DelayedCommands(database, clock, new Wakeup(), Duration.ofSeconds(30));
        acceptance = new CommandIntake(
                database,
                new OutcomeMapper(topics.outcomes(), new SimpleMeterRegistry(), CommandTracer.OFF),
                topics.deadLetters(),
                ledger.pool,
                clock,
                new Wakeup(),
                new Wakeup(),
                CommandTracer.OFF);
    }

    /** Another process with the same ledger. */
    TestBatches another() {
        return new TestBatches(ledger);
    }

    @Override
    public void close() {
        ledger.close();
    }

    static Batch batch(String name) {
        return new Batch("f-" + name, name + ".csv", name, "sha of " + name);
    }

    /** A part of a file with a header: its first row follows the last row of the previous part. */
    static BatchPart part(String name, int number) {
        long first = 2 + (number - 1L) * ROWS;
        byte[] content = TestCommands.bytes("part " + number + " of " + name);
        return new BatchPart("f-" + name, number, first, first + ROWS - 1, ROWS, 0, content);
    }

    /** Imports a file with this number of parts. */
    void read(String name, int parts) {
        assertThat(intake.claim(batch(name))).isEqualTo(FileClaim.CLAIMED);
        IntStream.rangeClosed(1, parts).forEach(number -> intake.storePart(part(name, number)));
        intake.complete("f-" + name);
    }

    /** Releases the next part, with a new group for each row, and returns it as "name number". */
    Optional<String> releaseOne() {
        Optional<ReleasablePart> next = release.findNextPart();
        next.ifPresent(each -> {
            accept(creates(each.part()));
            release.markReleased(each.part());
        });
        return next.map(each -> each.batch().stem() + " " + each.part().number());
    }

    /** Releases all parts that may be released. */
    List<String> releaseAll() {
        List<String> released = new ArrayList<>();
        for (Optional<String> next = releaseOne(); next.isPresent(); next = releaseOne()) {
            released.add(next.get());
        }
        return released;
    }

    CommandIntake.Counts accept(List<? extends IntakeDecision> intakes) {
        return acceptance.accept(List.copyOf(intakes));
    }

    static List<PlannedCommand> creates(BatchPart part) {
        List<PlannedCommand> commands = new ArrayList<>();
        for (long row = part.firstRow(); row <= part.lastRow(); row++) {
            commands.add(row(part.batchId(), row, TestCommands.create(id(part, row), id(part, row), 1)));
        }
        return commands;
    }

    private static String id(BatchPart part, long row) {
        return part.batchId().substring(2) + "-" + row;
    }

    static Origin origin(String batchId, long row) {
        return new Origin(
                batchId + "-" + row,
                "{\"place\": \"a row\"}",
                batchId.substring(2) + ".csv row " + row,
                Optional.empty(),
                Optional.of(new Origin.Row(batchId, row)));
    }

    /** Imports a file with these rows and releases them. */
    void released(String name, IntakeDecision... intakes) {
        assertThat(intake.claim(batch(name))).isEqualTo(FileClaim.CLAIMED);
        BatchPart part = new BatchPart("f-" + name, 1, 2, 1 + intakes.length, intakes.length, 0, new byte[1]);
        intake.storePart(part);
        intake.complete("f-" + name);
        accept(List.of(intakes));
        release.markReleased(part);
    }

    /** The same command, as a row of a file. */
    static PlannedCommand row(String batchId, long row, PlannedCommand command) {
        return like(command).from(origin(batchId, row)).asItIs();
    }

    /** A row that validation has refused. */
    static CommandRefusal refusal(String batchId, long row, String commandId) {
        return new CommandRefusal(
                origin(batchId, row),
                RefusalStatus.REFUSED,
                Optional.of(commandId),
                Optional.of("create_group"),
                Optional.of("group of " + commandId),
                Optional.empty(),
                List.of(
                        new CommandRefusal.Reason("column to", "is missing"),
                        new CommandRefusal.Reason("", "and more")),
                Optional.empty());
    }

    static void assertFitsSchema(JsonNode outcome) {
        try (InputStream in = TestBatches.class.getResourceAsStream("/schemas/outcome.schema.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
            assertThat(schema.validate(outcome)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BatchState state(String name) {
        return states.find("f-" + name).orElseThrow();
    }

    boolean isCompleted(String name) {
        String batchId = "f-" + name;
        return states.findCompleted(Set.of(batchId)).contains(batchId);
    }

    List<RowResult> results(String name) {
        List<RowResult> all = new ArrayList<>();
        results.read("f-" + name).forEachRemaining(all::add);
        return all;
    }

    /** Finishes the batch with the counts of its results. */
    boolean finish(String name) {
        Map<String, Long> counts = new TreeMap<>();
        results(name).forEach(result -> counts.merge(result.status(), 1L, Long::sum));
        assertThat(lease.claimOrRenew("f-" + name)).isTrue();
        boolean finished = lease.finishBatch("f-" + name, counts);
        lease.release("f-" + name);
        return finished;
    }

    /** Takes all outcomes from the outbox and returns the summaries of batches. */
    List<JsonNode> takeSummaries() throws Exception {
        return ledger.takeOutcomes().stream()
                .filter(outcome -> outcome.path("type").asText().equals("batch"))
                .toList();
    }
}
