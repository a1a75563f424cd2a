package dev.linqroutes.console;

import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.check.FileChecker;
import dev.linqroutes.files.csv.CsvSheet;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sheets of the ledger as temporary files, since everything that reads files reads them from disk. Keeps the last few; checks one at a
 * time, beside the imports. Thread-safe.
 */
final class SheetWorkspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SheetWorkspace.class);

    /** People who prepare a sheet at the same time on this instance. */
    private static final int MAX_OPEN = 8;

    private static final String FOLDER_PREFIX = "linq-routes-console-";
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final Drafts drafts;
    private final BatchFileOpener opener;
    private final FileChecker checker;
    private final Supplier<SheetCheck> newCheck;
    private final Path folder;
    private final Map<String, OpenSheet> open = new LinkedHashMap<>(16, 0.75f, true);
    private final ExecutorService checks = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "check-sheet");
        thread.setDaemon(true);
        return thread;
    });

    SheetWorkspace(Drafts drafts, BatchFileOpener opener, FileChecker checker, Supplier<SheetCheck> newCheck)
            throws IOException {
        this.drafts = drafts;
        this.opener = opener;
        this.checker = checker;
        this.newCheck = newCheck;
        this.folder = Files.createTempDirectory(FOLDER_PREFIX);
        deleteLeftovers();
    }

    /** Of programs that were killed. One that runs makes a missing folder again. */
    private void deleteLeftovers() {
        Instant before = Instant.now().minus(LEFTOVER_AGE);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.getParent(), FOLDER_PREFIX + "*")) {
            for (Path each : found) {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
                    deleteFolder(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.info("temporary files of earlier programs could not be deleted: {}", e.getMessage());
        }
    }

    /**
     * The current version of a sheet; its check has started.
     *
     * @throws ConsoleError when it was sent or deleted
     */
    synchronized OpenSheet open(Draft draft) throws IOException {
        OpenSheet known = open.get(draft.draftId());
        if (known != null && known.version() == draft.version() && Files.exists(known.path())) {
            return known;
        }
        DraftContent content = drafts.readContent(draft.draftId())
                .orElseThrow(() -> ConsoleError.conflict("the sheet was sent or deleted meanwhile"));
        Path path = write(
                Files.createDirectories(folder.resolve(draft.draftId() + "-" + draft.version())),
                draft.file(),
                content);
        OpenSheet opened = new OpenSheet(draft.version(), path, opener.openSheet(path), newCheck.get());
        open.put(draft.draftId(), opened);
        if (known != null && known.version() != draft.version() && Files.exists(known.path())) {
            deleteFolder(known.path().getParent());
        }
        closeOldest();
        checks.execute(() -> check(opened));
        return opened;
    }

    private void check(OpenSheet sheet) {
        try {
            checker.check(sheet.path(), sheet.check());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sheet.check().fail("the check was stopped; check again");
        } catch (IOException | RuntimeException e) {
            LOG.warn("sheet {} could not be checked", sheet.path().getFileName(), e);
            sheet.check().fail("the check failed, check again: " + e.getMessage());
        }
    }

    private void closeOldest() throws IOException {
        Iterator<OpenSheet> oldest = open.values().iterator();
        while (open.size() > MAX_OPEN) {
            OpenSheet each = oldest.next();
            oldest.remove();
            deleteFolder(each.path().getParent());
        }
    }

    private static Path write(Path directory, String file, DraftContent content) throws IOException {
        if (!content.options().isEmpty()) {
            Files.writeString(directory.resolve(optionsName(file)), content.options());
        }
        Path path = directory.resolve(file);
        Files.write(path, content.sheet());
        return path;
    }

    /** The name of the options of a sheet. */
    private static String optionsName(String file) {
        return Sidecar.namesFor(file).get(1);
    }

    /** Checks that a content is a sheet, and returns its cells. */
    <T> T read(String file, DraftContent content, SheetReader<T> reader) throws IOException {
        return withFile(file, content, path -> reader.read(opener.openSheet(path)));
    }

    /** Reads something from a sheet. */
    @FunctionalInterface
    interface SheetReader<T> {
        T read(CsvSheet sheet) throws IOException;
    }

    /** The sheet as an import reads it; empty if it cannot be read as a whole. */
    Optional<BatchFile> openBatch(OpenSheet sheet) throws IOException {
        try {
            return Optional.of(opener.open(sheet.path()));
        } catch (UnreadableFile e) {
            // Its check tells why.
            return Optional.empty();
        }
    }

    /**
     * Checks that a content could be opened.
     *
     * @throws ConsoleError when its options are invalid, or it is no sheet
     */
    void requireReadable(String file, DraftContent content) throws IOException {
        try {
            read(file, content, sheet -> sheet);
        } catch (UnreadableFile e) {
            // The person at the page has not seen an options file.
            throw ConsoleError.invalid(e.getMessage().replace(optionsName(file) + ", key ", "value of "));
        }
    }

    /** Identifies a content as it was uploaded. */
    static String uploadId(byte[] content) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(content));
    }

    /** The id of the batch that a content becomes when it is imported. */
    String batchId(String file, DraftContent content) throws IOException {
        return withFile(file, content, path -> opener.open(path).batchId());
    }

    private interface FileReader<T> {
        T read(Path file) throws IOException;
    }

    /** Reads a content as a file, which is gone afterwards. */
    private <T> T withFile(String name, DraftContent content, FileReader<T> reader) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(folder), "read-");
        try {
            return reader.read(write(directory, name, content));
        } finally {
            deleteFolder(directory);
        }
    }

    @Override
    public void close() {
        checks.shutdownNow();
        try {
            deleteFolder(folder);
        } catch (IOException e) {
            LOG.info("temporary files in {} could not be deleted: {}", folder, e.getMessage());
        }
    }

    private static void deleteFolder(Path path) throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.walk(path)) {
            paths = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : paths) {
            Files.deleteIfExists(each);
        }
    }
}
