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

/**
 * Detects a file that starts with the complete content of an imported batch: it has grown, or was dropped again with more rows.
 */
public final class SentPrefixFinder {
    private final BatchStateReader states;

    public SentPrefixFinder(BatchStateReader states) {
        this.states = states;
    }

    /**
     * An imported batch at the start of a file.
     *
     * @param batch the longest one, if there are several
     * @param prefix of the file, of the same length as the batch
     */
    public record SentPrefix(ShorterBatch batch, Prefix prefix) {}

    /** Compares the content without options: with other options, too, the same rows would be sent twice. */
    public Optional<SentPrefix> find(Path file) throws IOException {
        List<ShorterBatch> shorter = states.findShorter(FileStamp.of(file).size());
        Map<Long, Prefix> prefixes = FilePrefixes.read(
                file, shorter.stream().map(ShorterBatch::contentBytes).toList());
        return shorter.stream()
                .filter(batch -> prefixes.containsKey(batch.contentBytes()))
                .map(batch -> new SentPrefix(batch, prefixes.get(batch.contentBytes())))
                .filter(sent -> sent.batch.contentSha256().equals(sent.prefix.sha256()))
                .max(Comparator.comparingLong(sent -> sent.batch.contentBytes()));
    }

    /** Whether the batch was imported completely. */
    public boolean isSent(String batchId) {
        return states.find(batchId)
                .filter(batch -> batch.status() != BatchStatus.READING)
                .isPresent();
    }
}
