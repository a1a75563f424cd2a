package dev.linqroutes.console;

import dev.linqroutes.files.check.FileChecker;
import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.check.RowChecker.RowPreparation;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.kafka.DeadLetterReader;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.intake.ReferenceWaits;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.mailbox.NextCallReader;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.Backlog;
import dev.linqroutes.ledger.ops.BatchControl;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.Instances;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters;
import dev.linqroutes.ledger.ops.WaitingCommands;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.subscribe.LinqApiClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** What the console consists of. */
public final class ConsoleParts implements AutoCloseable {
    /** Rows that are sent before the others. */
    private static final int FIRST_ROWS = 3;

    private final NowApi now;
    private final ExecutorService lineReads = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "read-lines");
        thread.setDaemon(true);
        return thread;
    });
    private final Activity activity;
    private final InstanceOverview instances;
    private final SheetWorkspace workspace;
    private final SheetApi sheets;
    private final SheetEditor sheetEditor;
    private final SheetSending sheetSending;
    private final BatchApi batches;
    private final GroupApi groups;
    private final CommandApi commands;
    private final DeadLetterApi deadLetters;
    private final RejectedFilesApi rejectedFiles;
    private final PauseApi pauses;
    private final AuditLog audit;

    /** What it reads and changes in the ledger. */
    public record Ledger(
            Drafts drafts,
            BatchStateReader batchStates,
            BatchControl batchControl,
            Backlog backlog,
            LineQuota lines,
            NewConversations newConversations,
            LineStates lineStates,
            Pauses pauses,
            GroupReader groups,
            NextCallReader nextCalls,
            ReferenceWaits references,
            FailedCommands failedCommands,
            WaitingCommands waitingCommands,
            ReplayedDeadLetters replayedDeadLetters,
            AuditLog audit,
            Instances instances) {}

    /**
     * What it uses to read and check dead letters.
     *
     * @param topic makes a reader
     */
    public record DeadLetters(
            Supplier<DeadLetterReader> topic, RowPreparation preparation, DryRun dryRun, Supplier<LineChooser> lines) {}

    /** What it asks Linq, and what the calls have told. */
    public record Linq(LinqApiClient api, CircuitBreaker circuitBreaker) {}

    /** What it uses to check files as an import does. */
    public record Files(BatchFileOpener opener, FileChecker checker, RowChecker rows, InboxFolder inbox) {}

    /**
     * Limits that it shows and calculates with.
     *
     * @param line that sends by default
     * @param workers that make calls at a time
     * @param messagesPerMinute that a group is sent at most
     * @param advisedPerDay messages of a line
     * @param maxPerDay messages of a line; empty for no limit
     * @param newConversations of a line
     */
    public record Limits(
            Optional<String> line,
            int workers,
            int messagesPerMinute,
            long advisedPerDay,
            OptionalLong maxPerDay,
            LineLoad.Limits newConversations) {}

    public ConsoleParts(
            CamelContext context,
            Ledger ledger,
            Files files,
            DeadLetters deadLetters,
            Limits limits,
            Linq linq,
            MeterRegistry metrics,
            Clock clock)
            throws IOException {
        this.activity = new Activity(metrics, clock);
        this.instances = new InstanceOverview(ledger.instances(), activity);
        this.audit = ledger.audit();
        this.now = new NowApi(
                context,
                ledger,
                linq.circuitBreaker(),
                new LineHealth(linq.api(), lineReads, clock),
                instances,
                limits,
                clock);
        this.workspace = new SheetWorkspace(
                ledger.drafts(),
                files.opener(),
                files.checker(),
                () -> new SheetCheck(
                        new SheetEstimate(
                                limits.messagesPerMinute(), limits.advisedPerDay(), limits.newConversations()),
                        FIRST_ROWS));
        BatchView batchView = new BatchView(files.inbox());
        SheetStore store = new SheetStore(
                ledger.drafts(),
                workspace,
                ledger.batchStates(),
                new SheetView(new HandleSuggester(limits.line()), limits.workers(), activity::callTime),
                batchView);
        ColumnMemory columns = new ColumnMemory(ledger.drafts());
        this.sheets = new SheetApi(ledger.drafts(), store, workspace, columns, files.rows(), audit);
        this.sheetEditor = new SheetEditor(ledger.drafts(), store, workspace, columns);
        this.sheetSending = new SheetSending(ledger.drafts(), store, workspace, audit);
        this.batches = new BatchApi(ledger, batchView, files.inbox(), sheets);
        this.rejectedFiles = new RejectedFilesApi(
                files.inbox().rejectedFiles(), ledger.instances().self().host(), clock);
        this.pauses = new PauseApi(ledger.pauses(), audit);
        GroupWaits waits = new GroupWaits(
                ledger,
                linq.circuitBreaker(),
                new WaitingReason(clock, limits.messagesPerMinute(), limits.maxPerDay(), limits.newConversations()),
                clock);
        this.commands =
                new CommandApi(ledger.failedCommands(), ledger.waitingCommands(), audit, ledger.groups(), waits);
        this.deadLetters = new DeadLetterApi(
                deadLetters.topic(),
                new DeadLetterCheck(deadLetters.preparation(), deadLetters.dryRun(), deadLetters.lines(), clock),
                ledger.replayedDeadLetters(),
                ledger.failedCommands(),
                audit);
        this.groups = new GroupApi(ledger.groups(), ledger.pauses(), waits);
    }

    NowApi now() {
        return now;
    }

    Activity activity() {
        return activity;
    }

    InstanceOverview instances() {
        return instances;
    }

    SheetApi sheets() {
        return sheets;
    }

    SheetEditor sheetEditor() {
        return sheetEditor;
    }

    SheetSending sheetSending() {
        return sheetSending;
    }

    BatchApi batches() {
        return batches;
    }

    RejectedFilesApi rejectedFiles() {
        return rejectedFiles;
    }

    PauseApi pauses() {
        return pauses;
    }

    CommandApi commands() {
        return commands;
    }

    DeadLetterApi deadLetters() {
        return deadLetters;
    }

    GroupApi groups() {
        return groups;
    }

    AuditLog audit() {
        return audit;
    }

    @Override
    public void close() {
        lineReads.shutdownNow();
        instances.stop();
        workspace.close();
    }
}
