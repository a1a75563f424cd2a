package dev.linqroutes.kafka;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Cuts a batch of records into chunks, each of which is accepted and committed by itself.
 *
 * <p>A chunk is bounded by bytes, so that a batch of large records takes no more memory while it is planned than any other.
 * After a start, and after an error, each partition begins with a single record, and every chunk that was committed doubles
 * the next: a record that kills the process is soon the only one in hand, whatever stands around it.
 */
final class RecordChunker {
    /** The same as a portion of a file; what it is split into is a few times as large. */
    private static final long MAX_BYTES = 4_000_000;

    private final int maxRecords;
    private final Map<String, Integer> chunkSizes = new HashMap<>();
    private boolean uncommitted;

    /** @param most records of one chunk */
    RecordChunker(int most) {
        this.maxRecords = most;
    }

    /**
     * Some records of a batch.
     *
     * @param receivedNanos when the batch was received
     * @param isolated whether it is a single record because nothing behind it may suffer if it kills the process
     */
    record Chunk(List<Exchange> records, long receivedNanos, boolean isolated) {}

    /** The chunks in order; each is cut when the one before it is done with. */
    synchronized Iterator<Chunk> split(List<Exchange> records) {
        if (uncommitted) {
            chunkSizes.clear();
            uncommitted = false;
        }
        long receivedNanos = System.nanoTime();
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < records.size();
            }

            @Override
            public Chunk next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Chunk chunk = nextChunk(records.subList(at, records.size()), receivedNanos);
                at += chunk.records.size();
                return chunk;
            }
        };
    }

    private synchronized Chunk nextChunk(List<Exchange> records, long receivedNanos) {
        String first = partition(records.get(0));
        boolean grows = chunkSize(first) < maxRecords;
        long bytes = bytes(records.get(0));
        int end = 1;
        while (end < records.size()
                && end < chunkSize(first)
                && bytes + bytes(records.get(end)) <= MAX_BYTES
                && (grows
                        ? partition(records.get(end)).equals(first)
                        : chunkSize(partition(records.get(end))) == maxRecords)) {
            bytes += bytes(records.get(end));
            end++;
        }
        uncommitted = true;
        return new Chunk(records.subList(0, end), receivedNanos, chunkSize(first) == 1);
    }

    /** The chunk is in the ledger, and its offsets are committed. */
    synchronized void markCommitted(Chunk chunk) {
        uncommitted = false;
        String first = partition(chunk.records.get(0));
        chunkSizes.put(first, Math.min(maxRecords, chunkSize(first) * 2));
    }

    private int chunkSize(String partition) {
        return chunkSizes.getOrDefault(partition, 1);
    }

    private static String partition(Exchange each) {
        return each.getMessage().getHeader(KafkaConstants.TOPIC) + "-"
                + each.getMessage().getHeader(KafkaConstants.PARTITION);
    }

    private static long bytes(Exchange each) {
        Message message = each.getMessage();
        return length(message.getHeader(KafkaConstants.KEY))
                + length(message.getBody())
                + CommandRecords.headers(message).map(PackedHeaders::packedSize).orElse(0L);
    }

    private static int length(Object value) {
        return value instanceof byte[] bytes ? bytes.length : 0;
    }
}
