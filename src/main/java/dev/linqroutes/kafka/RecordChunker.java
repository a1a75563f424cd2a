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
 * Splits a batch of records into chunks, each of which is accepted and committed separately.
 *
 * <p>A chunk has a size limit, so that a batch of large records needs no more memory for planning than any other. After a start
 * or an error each partition starts with a single record, and every committed chunk doubles the size of the next: a record that
 * crashes the process is soon accepted alone, whatever records surround it.
 */
final class RecordChunker {
    /** Same limit as for a chunk of a file. The calls of the commands are a few times larger. */
    private static final long MAX_BYTES = 4_000_000;

    private final int maxRecords;
    private final Map<String, Integer> chunkSizes = new HashMap<>();
    private boolean uncommitted;

    RecordChunker(int maxRecords) {
        this.maxRecords = maxRecords;
    }

    /**
     * Consecutive records of a batch.
     *
     * @param receivedNanos when the batch was received, by {@link System#nanoTime}
     * @param isolated whether it is a single record, so that a crash affects no other record
     */
    record Chunk(List<Exchange> records, long receivedNanos, boolean isolated) {}

    /** Returns the chunks in order. Each one is determined after the chunk before it is finished. */
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

    /** Marks a chunk as accepted, with its offsets committed. */
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
