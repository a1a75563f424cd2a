package dev.linqroutes.files.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.check.CheckedRow.RowProblem;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.RowChunk;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.plan.IntakeMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks each row of a file without sending anything. Needs constant memory, plus the index of {@link DuplicateDetector}. */
public final class RowChecker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RowPreparation preparation;
    private final Optional<DryRun> dryRun;
    private final Supplier<LineChooser> lines;
    private final Clock clock;

    /** Plans rows independently of each other: for each row, in order, a command with its calls or a refusal. Thread-safe. */
    @FunctionalInterface
    public interface RowPreparation {
        List<IntakeDecision> prepare(List<ReceivedCommand> rows);
    }

    /**
     * @param dryRun compares rows with the ledger; empty without a ledger
     * @param lines chooses the lines of new groups for the rows of one file
     */
    public RowChecker(RowPreparation preparation, Optional<DryRun> dryRun, Supplier<LineChooser> lines, Clock clock) {
        this.preparation = preparation;
        this.dryRun = dryRun;
        this.lines = lines;
        this.clock = clock;
    }

    /**
     * The command that a row of the file becomes.
     *
     * @param row the first row of the command
     * @return empty when the row is refused, or is not the first row of a command
     */
    public Optional<PlannedCommand> plan(BatchFile file, long row) throws IOException {
        try (BatchFile.RowChunks chunks = file.chunks()) {
            while (chunks.hasNext()) {
                for (ReceivedCommand received : chunks.next()) {
                    if (rowNumber(received) == row) {
                        return preparation.prepare(List.of(received)).stream()
                                .filter(PlannedCommand.class::isInstance)
                                .map(PlannedCommand.class::cast)
                                .findFirst();
                    }
                }
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private record PreparedRows(List<ReceivedCommand> rows, List<IntakeDecision> decisions) {}

    /**
     * Passes the result of each row to the consumer, in order.
     *
     * @throws IOException when the file can no longer be read
     */
    void check(BatchFile file, Consumer<CheckedRow> results) throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        DuplicateDetector duplicates = new DuplicateDetector();
        LineChooser chooser = lines.get();
        Deque<Future<PreparedRows>> pending = new ArrayDeque<>();
        try (BatchFile.RowChunks chunks = file.chunks()) {
            while (chunks.hasNext() || !pending.isEmpty()) {
                while (chunks.hasNext() && pending.size() < 2 * threads) {
                    RowChunk chunk = chunks.next();
                    pending.add(
                            workers.submit(() -> new PreparedRows(chunk.rows(), preparation.prepare(chunk.rows()))));
                }
                judge(pending.remove().get(), duplicates, chooser, results);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void judge(
            PreparedRows prepared, DuplicateDetector duplicates, LineChooser chooser, Consumer<CheckedRow> results) {
        List<PlannedCommand> commands = prepared.decisions.stream()
                .filter(PlannedCommand.class::isInstance)
                .map(PlannedCommand.class::cast)
                .toList();
        List<DuplicateDetector.Judgement> judgements =
                commands.stream().map(duplicates::judgeNames).toList();
        List<DryRun.Verdict> verdicts = evaluate(commands, judgements, duplicates, chooser);
        int next = 0;
        for (int i = 0; i < prepared.rows.size(); i++) {
            ReceivedCommand received = prepared.rows.get(i);
            if (prepared.decisions.get(i) instanceof PlannedCommand command) {
                DryRun.Verdict verdict = verdicts.get(next);
                boolean createsNone =
                        isRejected(judgements.get(next), verdict) || isExpired(command) && !verdict.alreadyAccepted();
                results.accept(checkCommand(
                        received,
                        createsNone ? judgements.get(next) : duplicates.judgeGroup(command, verdict.command()),
                        verdict,
                        describeUnfilled(verdict.command(), duplicates.findNaming(command))));
                next++;
            } else {
                results.accept(new CheckedRow(
                        rowNumber(received),
                        RowVerdict.REFUSED,
                        toProblems(received, (CommandRefusal) prepared.decisions.get(i)),
                        List.of()));
            }
        }
    }

    private List<DryRun.Verdict> evaluate(
            List<PlannedCommand> commands,
            List<DuplicateDetector.Judgement> judgements,
            DuplicateDetector duplicates,
            LineChooser chooser) {
        List<DryRun.Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            PlannedCommand command = commands.get(i);
            candidates.add(new DryRun.Candidate(
                    command,
                    duplicates.isCreatedBefore(command),
                    duplicates.findNaming(command).isPresent(),
                    duplicates.isReferenceBefore(command),
                    judgements.get(i).objection().isPresent() || isExpired(command)));
        }
        return dryRun.map(run -> run.evaluate(candidates, chooser))
                .orElseGet(() -> DryRun.withoutLedger(candidates, chooser));
    }

    private static boolean isRejected(DuplicateDetector.Judgement judgement, DryRun.Verdict ledger) {
        return !ledger.alreadyAccepted()
                && (judgement.objection().isPresent() || ledger.refusalReason().isPresent());
    }

    private CheckedRow checkCommand(
            ReceivedCommand received,
            DuplicateDetector.Judgement judgement,
            DryRun.Verdict ledger,
            Optional<String> unfilled) {
        PlannedCommand command = ledger.command();
        List<String> warnings = new ArrayList<>(command.warnings());
        unfilled.ifPresent(warnings::add);
        judgement.warning().ifPresent(warnings::add);
        ledger.warning().ifPresent(warnings::add);
        if (ledger.alreadyAccepted()) {
            return new CheckedRow(rowNumber(received), RowVerdict.GOOD, List.of(), warnings);
        }
        Optional<CommandRefusal.Reason> objection = judgement.objection().or(ledger::refusalReason);
        if (objection.isPresent()) {
            return rejectedRow(
                    received, RowVerdict.REFUSED, toProblem(received, objection.get(), judgement.otherRow()));
        }
        if (isExpired(command)) {
            String field = IntakeMapper.describeField(received, "/expires_at");
            return rejectedRow(
                    received,
                    RowVerdict.EXPIRED,
                    toProblem(
                            received,
                            new CommandRefusal.Reason(field, "has passed, so nothing would be sent"),
                            OptionalLong.empty()));
        }
        Optional<String> failure = judgement.failure().or(ledger::failure);
        if (failure.isPresent()) {
            return rejectedRow(received, RowVerdict.WOULD_FAIL, RowProblem.of(judgement.otherRow(), failure.get()));
        }
        return new CheckedRow(
                rowNumber(received),
                RowVerdict.GOOD,
                List.of(),
                warnings,
                Optional.of(command),
                ledger.line(),
                MediaAddress.find(command, received.columns()));
    }

    /** Why the text that would be sent is not known yet. */
    private static Optional<String> describeUnfilled(PlannedCommand command, OptionalLong namingRow) {
        return command.template()
                .map(template ->
                        template.facts().stream().map(GroupFact::placeholder).collect(Collectors.joining(" and "))
                                + " is filled in when the row is accepted: "
                                + (namingRow.isPresent()
                                        ? "row " + namingRow.getAsLong() + " creates the group or changes its name"
                                        : "it is not known without the ledger"));
    }

    private static CheckedRow rejectedRow(ReceivedCommand received, RowVerdict verdict, RowProblem problem) {
        return new CheckedRow(rowNumber(received), verdict, List.of(problem), List.of());
    }

    private boolean isExpired(PlannedCommand command) {
        return command.expiresAt()
                .filter(time -> !time.isAfter(clock.instant()))
                .isPresent();
    }

    private static long rowNumber(ReceivedCommand received) {
        return ((CommandSource.File) received.source()).row();
    }

    private static List<RowProblem> toProblems(ReceivedCommand received, CommandRefusal refusal) {
        return refusal.problems().stream()
                .map(reason -> toProblem(received, reason, OptionalLong.empty()))
                .toList();
    }

    private static RowProblem toProblem(ReceivedCommand received, CommandRefusal.Reason reason, OptionalLong otherRow) {
        return received.columns().values().stream()
                .filter(place -> IntakeMapper.describe(place).equals(reason.where()))
                .findFirst()
                .map(place -> RowProblem.in(place, otherRow, valueIn(received, place), reason.message()))
                .orElseGet(() -> RowProblem.of(otherRow, reason.describe()));
    }

    /** The value of the cells at this place in the command. */
    private static String valueIn(ReceivedCommand received, ColumnPlace place) {
        try {
            JsonNode command = JSON.readTree(received.body());
            return received.columns().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(place))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .map(command::at)
                    .filter(JsonNode::isValueNode)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining("; "));
        } catch (IOException e) {
            // The body of a refused row may be its text instead of JSON.
            return "";
        }
    }
}
