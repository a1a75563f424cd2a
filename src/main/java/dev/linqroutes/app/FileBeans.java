package dev.linqroutes.app;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.BatchPartCodec;
import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.imports.ImportSessions;
import dev.linqroutes.files.inbox.ClaimedFileFilter;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.inbox.StableFileFilter;
import dev.linqroutes.files.media.LocalFiles;
import dev.linqroutes.files.media.MediaFolder;
import dev.linqroutes.files.results.CompletedFileFinder;
import dev.linqroutes.files.results.ReopenedFileRestorer;
import dev.linqroutes.files.results.ResultsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** What the routes take-files, read-batch, release-batch and write-results name. */
final class FileBeans {
    private FileBeans() {}

    /**
     * Where the files are that commands name: beside the sheets unless another folder is configured.
     *
     * @param sheets the folder with the sheets
     */
    static MediaFolder mediaFolder(Settings settings, Path sheets) {
        return new MediaFolder(
                settings.optional("media.directory").map(Path::of).orElse(sheets), sheets);
    }

    /**
     * @return the inbox
     * @throws IOException if it cannot be used
     */
    static InboxFolder bind(CamelContext context, Settings settings, LedgerBeans ledger, Clock clock)
            throws IOException {
        Registry beans = context.getRegistry();
        InboxFolder inbox = new InboxFolder(Path.of(settings.text("inbox.directory")), Clock.systemDefaultZone());
        inbox.recover();
        ImportRegistry imports = new ImportRegistry(new BatchFileOpener(settings.charset("inbox.fallback-encoding")));
        beans.bind("inboxFolder", inbox);
        beans.bind("lateWriteDetector", inbox.lateWriteDetector());
        beans.bind(
                "stableFileFilter",
                new StableFileFilter(
                        settings.duration("inbox.settle-time"),
                        settings.duration("inbox.fill-timeout"),
                        settings.optional("media.directory").isPresent() ? name -> false : LocalFiles::isSent,
                        clock));
        beans.bind("pendingFileFilter", imports.pendingFilter(new ClaimedFileFilter(clock)));
        beans.bind("importSessions", new ImportSessions(imports, inbox, ledger.fileImport(), ledger.batchStates()));
        beans.bind(
                "rowThreadPool",
                context.getExecutorServiceManager()
                        .newFixedThreadPool(
                                imports, "read-rows", Runtime.getRuntime().availableProcessors()));
        beans.bind("batchPartCodec", new BatchPartCodec());
        beans.bind("completedFiles", new CompletedFileFinder(imports, ledger.batchStates()));
        beans.bind("reopenedFiles", new ReopenedFileRestorer(imports, inbox, ledger.batchStates()));
        beans.bind(
                "importProgress",
                new ImportProgress(ledger.batchStates(), imports, clock, settings.duration("inbox.progress-interval")));
        beans.bind("resultsWriter", new ResultsWriter(imports, inbox, ledger.rowResults(), ledger.resultsLease()));
        return inbox;
    }
}
