package dev.linqroutes.batch;

import dev.linqroutes.command.Shown;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.Portion;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchPart;
import dev.linqroutes.ledger.FileContent;
import dev.linqroutes.ledger.Intake;
import dev.linqroutes.ledger.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file that is being read into the ledger, and what was found in it so far. Thread-safe once it is open. */
public final class Reading {
    /** A person mends these first. */
    private static final int MOST_REASONS = 1_000;

    /** So that all of them take a few megabytes, whatever the rows hold. */
    private static final int LONGEST_REASON = 2_000;

    private final Path path;
    private final String stem;
    private final List<String> reasons = new ArrayList<>();
    private Optional<Batch> batch = Optional.empty();
    private BatchFile file;
    private long rows;
    private long refused;

    /** @param stem under which the file stands in the inbox */
    Reading(Path path, String stem) {
        this.path = path;
        this.stem = stem;
    }

    Batch open(BatchFile opened) {
        file = opened;
        FileContent content = new FileContent(file.contentBytes(), file.contentSha256());
        batch = Optional.of(new Batch(file.batchId(), file.name(), stem, file.sha256(), Optional.of(content)));
        return batch();
    }

    /** Whether the file could be read once. */
    boolean isOpen() {
        return batch.isPresent();
    }

    Batch batch() {
        return batch.orElseThrow();
    }

    String stem() {
        return stem;
    }

    Path path() {
        return path;
    }

    /** To be closed; the split does it. */
    public BatchFile.Portions portions() throws IOException {
        return file.portions();
    }

    /** The part that a portion becomes, now that it is known what its rows come to. */
    BatchPart part(Portion portion, List<Intake> prepared) {
        List<Refusal> refusals = prepared.stream()
                .filter(Refusal.class::isInstance)
                .map(Refusal.class::cast)
                .toList();
        count(prepared.size(), refusals);
        return Parts.pack(batch().batchId(), portion, refusals.size());
    }

    private synchronized void count(int prepared, List<Refusal> refusals) {
        rows += prepared;
        refused += refusals.size();
        for (Refusal refusal : refusals) {
            if (reasons.size() < MOST_REASONS) {
                String reason = refusal.origin().place()
                        + refusal.problems().stream()
                                .map(Refusal.Reason::told)
                                .collect(Collectors.joining("; ", ": ", ""));
                reasons.add(Shown.shortened(reason, LONGEST_REASON));
            }
        }
    }

    /** Whether its good rows are not to be sent because others are bad. */
    synchronized boolean isGivenUp() {
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

    /** For whoever has to correct the file. */
    synchronized String toldGivenUp() {
        String more = refused > reasons.size() ? "\n… and " + (refused - reasons.size()) + " more" : "";
        return file.name() + ": " + refused + " of " + rows
                + " commands are refused, and the file is to be all or nothing:"
                + " nothing of it was sent. Correct these and drop the file again:\n" + String.join("\n", reasons)
                + more;
    }

    /** What a person should know of the file as a whole. */
    List<String> warnings() {
        return file.warnings();
    }

    /** For the log. */
    synchronized String told() {
        return file.name() + ": batch " + batch().batchId() + ", " + rows + " commands, " + (rows - refused) + " good, "
                + refused + " refused";
    }
}
