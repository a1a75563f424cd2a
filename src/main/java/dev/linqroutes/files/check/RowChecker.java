package dev.linqroutes.files.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.check.CheckedRow.RowProblem;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.RowChunk;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.plan.IntakeMapper;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds out what each row of a file would come to, and sends nothing. In constant memory but for what tells repeats. */
public final class RowChecker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMN_PREFIX = "column ";

    private final RowPreparation preparation;
    private final Optional<DryRun> dryRun;
    private final Clock clock;

    /** What rows come to by themselves: for each, in order, a command with its calls, or a refusal. Thread-safe. */
    @FunctionalInterface
    public interface RowPreparation {
        List<IntakeDecision> prepare(List<ReceivedCommand> rows);
    }

    /** @param ledger to hold the rows against what was sent before; empty where there is none */
    public RowChecker(RowPreparation preparation, Optional<DryRun> ledger, Clock clock) {
        this.preparation = preparation;
        this.dryRun = ledger;
        this.clock = clock;
    }

    private record PreparedRows(List<ReceivedCommand> rows, List<IntakeDecision> intakes) {}

    /**
     * Gives each row to the consumer, in order.
     *
     * @throws IOException when the file cannot be read any more
     */
    void check(BatchFile file, Consumer<CheckedRow> found) throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        DuplicateDetector repeats = new DuplicateDetector();
        Deque<Future<PreparedRows>> inWork = new ArrayDeque<>();
        try (BatchFile.RowChunks portions = file.chunks()) {
            while (portions.hasNext() || !inWork.isEmpty()) {
                while (portions.hasNext() && inWork.size() < 2 * threads) {
                    RowChunk portion = portions.next();
                    inWork.add(workers.submit(
                            () -> new PreparedRows(portion.rows(), preparation.prepare(portion.rows()))));
                }
                judge(inWork.remove().get(), repeats, found);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void judge(PreparedRows prepared, DuplicateDetector repeats, Consumer<CheckedRow> found) {
        List<PlannedCommand> commands = prepared.intakes.stream()
                .filter(PlannedCommand.class::isInstance)
                .map(PlannedCommand.class::cast)
                .toList();
        List<DuplicateDetector.Judgement> judgements = commands.stream()
                .map(command -> repeats.judge(command, isExpired(command)))
                .toList();
        List<DryRun.Verdict> opinions = dryRun.map(preview -> preview.evaluate(commands, repeats::isCreatedBefore))
                .orElse(List.of());
        int next = 0;
        for (int i = 0; i < prepared.rows.size(); i++) {
            ReceivedCommand received = prepared.rows.get(i);
            if (prepared.intakes.get(i) instanceof PlannedCommand command) {
                Optional<DryRun.Verdict> opinion =
                        opinions.isEmpty() ? Optional.empty() : Optional.of(opinions.get(next));
                found.accept(checkCommand(received, command, judgements.get(next), opinion));
                next++;
            } else {
                found.accept(new CheckedRow(
                        rowNumber(received),
                        RowVerdict.REFUSED,
                        toProblems(received, (CommandRefusal) prepared.intakes.get(i)),
                        List.of(),
                        Optional.empty()));
            }
        }
    }

    private CheckedRow checkCommand(
            ReceivedCommand received,
            PlannedCommand command,
            DuplicateDetector.Judgement repeated,
            Optional<DryRun.Verdict> ledger) {
        List<String> warnings = new ArrayList<>(command.warnings());
        repeated.warning().ifPresent(warnings::add);
        ledger.flatMap(DryRun.Verdict::warning).ifPresent(warnings::add);
        if (ledger.filter(DryRun.Verdict::alreadyAccepted).isPresent()) {
            return new CheckedRow(rowNumber(received), RowVerdict.GOOD, List.of(), warnings, Optional.of(command));
        }
        Optional<String> objection = repeated.objection().or(() -> ledger.flatMap(DryRun.Verdict::refusalReason));
        if (objection.isPresent()) {
            return rejectedRow(received, RowVerdict.REFUSED, new RowProblem("", "", objection.get()));
        }
        if (isExpired(command)) {
            String where = IntakeMapper.describeField(received, "/expires_at");
            return rejectedRow(
                    received,
                    RowVerdict.EXPIRED,
                    toProblem(received, new CommandRefusal.Reason(where, "has passed, so nothing would be sent")));
        }
        if (repeated.failure().isPresent()) {
            return rejectedRow(
                    received,
                    RowVerdict.WOULD_FAIL,
                    new RowProblem("", "", repeated.failure().get()));
        }
        return new CheckedRow(rowNumber(received), RowVerdict.GOOD, List.of(), warnings, Optional.of(command));
    }

    private static CheckedRow rejectedRow(ReceivedCommand received, RowVerdict verdict, RowProblem fault) {
        return new CheckedRow(rowNumber(received), verdict, List.of(fault), List.of(), Optional.empty());
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
                .map(reason -> toProblem(received, reason))
                .toList();
    }

    private static RowProblem toProblem(ReceivedCommand received, CommandRefusal.Reason reason) {
        if (!reason.where().startsWith(COLUMN_PREFIX)) {
            return new RowProblem("", "", reason.describe());
        }
        String column = reason.where().substring(COLUMN_PREFIX.length());
        return new RowProblem(column, valueInColumn(received, column), reason.message());
    }

    /** What stands in a column, as far as it went into the command. */
    private static String valueInColumn(ReceivedCommand received, String column) {
        try {
            JsonNode command = JSON.readTree(received.body());
            return received.columns().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(column))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .map(command::at)
                    .filter(JsonNode::isValueNode)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining("; "));
        } catch (IOException e) {
            // The body of a row that makes no command is its text.
            return "";
        }
    }
}
