package dev.linqroutes.files.imports;

import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.FileFingerprint;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The import of one file: its batch, row counts and reasons of refused rows. Thread-safe once the file is open. */
public final class ImportSession {
    /** Enough for a person to start correcting the file. */
    private static final int MAX_REASONS = 1_000;

    /** In characters. Limits all reasons of a file to a few megabytes. */
    private static final int MAX_REASON_LENGTH = 2_000;

    private final Path path;
    private final String stem;
    private final List<String> reasons = new ArrayList<>();
    private Optional<Batch> batch = Optional.empty();
    private BatchFile file;
    private long rows;
    private long refused;

    /** @param stem of the file in the inbox */
    ImportSession(Path path, String stem) {
        this.path = path;
        this.stem = stem;
    }

    Batch open(BatchFile opened) {
        file = opened;
        FileFingerprint content = new FileFingerprint(file.contentBytes(), file.contentSha256());
        batch = Optional.of(new Batch(file.batchId(), file.name(), stem, file.sha256(), Optional.of(content)));
        return batch();
    }

    /** Whether the file was opened. */
    boolean isOpen() {
        return batch.isPresent();
    }

    Batch batch() {
        return batch.orElseThrow();
    }

    public String batchId() {
        return batch().batchId();
    }

    String stem() {
        return stem;
    }

    Path path() {
        return path;
    }

    /** The rows. The caller closes the result; the split of the route does. */
    public BatchFile.RowChunks chunks() throws IOException {
        return file.chunks();
    }

    synchronized void countRows(List<IntakeDecision> decisions) {
        rows += decisions.size();
        for (IntakeDecision decision : decisions) {
            if (decision instanceof CommandRefusal refusal) {
                refused++;
                if (reasons.size() < MAX_REASONS) {
                    reasons.add(describe(refusal));
                }
            }
        }
    }

    private static String describe(CommandRefusal refusal) {
        String reason = refusal.problems().stream()
                .map(CommandRefusal.Reason::describe)
                .collect(Collectors.joining("; ", refusal.origin().place() + ": ", ""));
        return Quoting.shorten(reason, MAX_REASON_LENGTH);
    }

    /** Whether the file is all-or-nothing and has a refused row. */
    synchronized boolean isRejectedAsWhole() {
        return file.isAllOrNothing() && refused > 0;
    }

    synchronized long rows() {
        return rows;
    }

    synchronized long refused() {
        return refused;
    }

    synchronized List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** The reasons why the file is rejected, for the person who corrects it. */
    synchronized String describeRejection() {
        String more = refused > reasons.size() ? "\n… and " + (refused - reasons.size()) + " more" : "";
        return file.name() + ": " + refused + " of " + rows
                + " commands are refused, and the options set all_or_nothing:"
                + " no command was sent. Correct these and drop the file again:\n" + String.join("\n", reasons)
                + more;
    }

    /** Warnings about the file as a whole. */
    List<String> warnings() {
        return file.warnings();
    }

    /** For the log. */
    synchronized String describe() {
        return file.name() + ": batch " + batch().batchId() + ", " + rows + " commands, " + (rows - refused) + " good, "
                + refused + " refused";
    }
}
