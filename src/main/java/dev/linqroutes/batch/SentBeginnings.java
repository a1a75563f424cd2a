package dev.linqroutes.batch;

import dev.linqroutes.csv.FileBeginnings;
import dev.linqroutes.csv.FileBeginnings.Beginning;
import dev.linqroutes.csv.FileStamp;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.ShorterBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a file begins with all of another one that was sent, or is: it has grown, or was dropped again with more. */
public final class SentBeginnings {
    private final BatchStates states;

    public SentBeginnings(BatchStates states) {
        this.states = states;
    }

    /**
     * What a file begins with.
     *
     * @param batch the longest, if there are several
     * @param beginning of the file, as long as that batch's
     */
    public record SentBeginning(ShorterBatch batch, Beginning beginning) {}

    /** Its options do not count: with other ones the same rows would be sent twice as well. */
    public Optional<SentBeginning> find(Path file) throws IOException {
        List<ShorterBatch> shorter = states.shorterThan(FileStamp.of(file).size());
        Map<Long, Beginning> beginnings = FileBeginnings.of(
                file, shorter.stream().map(ShorterBatch::contentBytes).toList());
        return shorter.stream()
                .filter(batch -> beginnings.containsKey(batch.contentBytes()))
                .map(batch -> new SentBeginning(batch, beginnings.get(batch.contentBytes())))
                .filter(sent -> sent.batch.contentSha256().equals(sent.beginning.sha256()))
                .max(Comparator.comparingLong(sent -> sent.batch.contentBytes()));
    }

    /** Whether all of a file was sent, or is. */
    public boolean isSent(String batchId) {
        return states.find(batchId)
                .filter(batch -> !batch.status().equals("reading"))
                .isPresent();
    }
}
