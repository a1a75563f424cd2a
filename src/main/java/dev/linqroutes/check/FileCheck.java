package dev.linqroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.check.CheckedRow.Fault;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.Portion;
import dev.linqroutes.ledger.Intake;
import dev.linqroutes.ledger.NewCommand;
import dev.linqroutes.ledger.Preview;
import dev.linqroutes.ledger.Refusal;
import dev.linqroutes.plan.IntakeMaker;
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
public final class FileCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMN = "column ";

    private final Preparation preparation;
    private final Optional<Preview> ledger;
    private final Clock clock;

    /** What rows come to by themselves: for each, in order, a command with its calls, or a refusal. Thread-safe. */
    @FunctionalInterface
    public interface Preparation {
        List<Intake> prepare(List<Received> rows);
    }

    /** @param ledger to hold the rows against what was sent before; empty where there is none */
    public FileCheck(Preparation preparation, Optional<Preview> ledger, Clock clock) {
        this.preparation = preparation;
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Prepared(List<Received> rows, List<Intake> intakes) {}

    /**
     * Gives each row to the consumer, in order.
     *
     * @throws IOException when the file cannot be read any more
     */
    void run(BatchFile file, Consumer<CheckedRow> found) throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        Repeats repeats = new Repeats();
        Deque<Future<Prepared>> inWork = new ArrayDeque<>();
        try (BatchFile.Portions portions = file.portions()) {
            while (portions.hasNext() || !inWork.isEmpty()) {
                while (portions.hasNext() && inWork.size() < 2 * threads) {
                    Portion portion = portions.next();
                    inWork.add(workers.submit(() -> new Prepared(portion.rows(), preparation.prepare(portion.rows()))));
                }
                judge(inWork.remove().get(), repeats, found);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void judge(Prepared prepared, Repeats repeats, Consumer<CheckedRow> found) {
        List<NewCommand> commands = prepared.intakes.stream()
                .filter(NewCommand.class::isInstance)
                .map(NewCommand.class::cast)
                .toList();
        List<Repeats.Judgement> judgements = commands.stream()
                .map(command -> repeats.judge(command, isExpired(command)))
                .toList();
        List<Preview.Opinion> opinions = ledger.map(preview -> preview.of(commands, repeats::isMadeBefore))
                .orElse(List.of());
        int next = 0;
        for (int i = 0; i < prepared.rows.size(); i++) {
            Received received = prepared.rows.get(i);
            if (prepared.intakes.get(i) instanceof NewCommand command) {
                Optional<Preview.Opinion> opinion =
                        opinions.isEmpty() ? Optional.empty() : Optional.of(opinions.get(next));
                found.accept(checked(received, command, judgements.get(next), opinion));
                next++;
            } else {
                found.accept(new CheckedRow(
                        row(received),
                        Verdict.REFUSED,
                        faults(received, (Refusal) prepared.intakes.get(i)),
                        List.of(),
                        Optional.empty()));
            }
        }
    }

    private CheckedRow checked(
            Received received, NewCommand command, Repeats.Judgement repeated, Optional<Preview.Opinion> ledger) {
        List<String> warnings = new ArrayList<>(command.warnings());
        repeated.warning().ifPresent(warnings::add);
        ledger.flatMap(Preview.Opinion::warning).ifPresent(warnings::add);
        if (ledger.filter(Preview.Opinion::isKnown).isPresent()) {
            return new CheckedRow(row(received), Verdict.GOOD, List.of(), warnings, Optional.of(command));
        }
        Optional<String> objection = repeated.objection().or(() -> ledger.flatMap(Preview.Opinion::objection));
        if (objection.isPresent()) {
            return bad(received, Verdict.REFUSED, new Fault("", "", objection.get()));
        }
        if (isExpired(command)) {
            String where = IntakeMaker.where(received, "/expires_at");
            return bad(
                    received,
                    Verdict.EXPIRED,
                    fault(received, new Refusal.Reason(where, "has passed, so nothing would be sent")));
        }
        if (repeated.failure().isPresent()) {
            return bad(
                    received,
                    Verdict.WOULD_FAIL,
                    new Fault("", "", repeated.failure().get()));
        }
        return new CheckedRow(row(received), Verdict.GOOD, List.of(), warnings, Optional.of(command));
    }

    private static CheckedRow bad(Received received, Verdict verdict, Fault fault) {
        return new CheckedRow(row(received), verdict, List.of(fault), List.of(), Optional.empty());
    }

    private boolean isExpired(NewCommand command) {
        return command.expiresAt()
                .filter(time -> !time.isAfter(clock.instant()))
                .isPresent();
    }

    private static long row(Received received) {
        return ((Source.File) received.source()).row();
    }

    private static List<Fault> faults(Received received, Refusal refusal) {
        return refusal.problems().stream()
                .map(reason -> fault(received, reason))
                .toList();
    }

    private static Fault fault(Received received, Refusal.Reason reason) {
        if (!reason.where().startsWith(COLUMN)) {
            return new Fault("", "", reason.told());
        }
        String column = reason.where().substring(COLUMN.length());
        return new Fault(column, value(received, column), reason.message());
    }

    /** What stands in a column, as far as it went into the command. */
    private static String value(Received received, String column) {
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
