package dev.linqroutes.files.imports;

import dev.linqroutes.files.io.FilePrefixes;
import dev.linqroutes.files.io.FilePrefixes.Prefix;
import dev.linqroutes.files.io.FileStamp;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.batch.ShorterBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a file begins with all of another one that was sent, or is: it has grown, or was dropped again with more. */
public final class SentPrefixFinder {
    private final BatchStateReader states;

    public SentPrefixFinder(BatchStateReader states) {
        this.states = states;
    }

    /**
     * What a file begins with.
     *
     * @param batch the longest, if there are several
     * @param prefix of the file, as long as that batch's
     */
    public record SentPrefix(ShorterBatch batch, Prefix prefix) {}

    /** Its options do not count: with other ones the same rows would be sent twice as well. */
    public Optional<SentPrefix> find(Path file) throws IOException {
        List<ShorterBatch> shorter = states.findShorter(FileStamp.of(file).size());
        Map<Long, Prefix> beginnings = FilePrefixes.read(
                file, shorter.stream().map(ShorterBatch::contentBytes).toList());
        return shorter.stream()
                .filter(batch -> beginnings.containsKey(batch.contentBytes()))
                .map(batch -> new SentPrefix(batch, beginnings.get(batch.contentBytes())))
                .filter(sent -> sent.batch.contentSha256().equals(sent.prefix.sha256()))
                .max(Comparator.comparingLong(sent -> sent.batch.contentBytes()));
    }

    /** Whether all of a file was sent, or is. */
    public boolean isSent(String batchId) {
        return states.find(batchId)
                .filter(batch -> batch.status() != BatchStatus.READING)
                .isPresent();
    }
}
