package dev.linqroutes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.kafka.RecordChunker.Chunk;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordChunkerTest {
    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

    private final RecordChunker chunks = new RecordChunker(500);

    @Test
    void after_a_start_a_partition_starts_with_one_record_and_doubles_up_to_a_batch() {
        assertThat(sizes(take(records(0, 2_000, 10)))).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 500, 500, 489);
        assertThat(sizes(take(records(0, 500, 10)))).containsExactly(500);
    }

    @Test
    void only_the_first_record_of_a_partition_is_isolated() {
        List<Chunk> first = take(records(0, 2, 10));
        assertThat(first).extracting(Chunk::isolated).containsExactly(true, false);

        assertThat(take(records(0, 1, 10))).extracting(Chunk::isolated).containsExactly(false);
        assertThat(take(records(1, 1, 10))).extracting(Chunk::isolated).containsExactly(true);
    }

    @Test
    void a_new_partition_shares_no_chunk_with_another() {
        take(records(0, 2_000, 10));
        List<Exchange> mixed = new ArrayList<>(records(0, 100, 10));
        mixed.addAll(records(1, 3, 10));
        mixed.addAll(records(0, 100, 10));

        assertThat(sizes(take(mixed))).containsExactly(100, 1, 2, 100);
    }

    @Test
    void partitions_that_have_grown_share_one_chunk() {
        take(records(0, 2_000, 10));
        take(records(1, 2_000, 10));
        List<Exchange> mixed = new ArrayList<>(records(0, 100, 10));
        mixed.addAll(records(1, 100, 10));

        assertThat(sizes(take(mixed))).containsExactly(200);
    }

    @Test
    void after_an_uncommitted_chunk_a_partition_restarts_with_one_record() {
        take(records(0, 2_000, 10));
        chunks.split(records(0, 100, 10)).next();

        assertThat(sizes(take(records(0, 100, 10)))).startsWith(1, 2, 4);
    }

    @Test
    void a_chunk_is_limited_in_bytes_and_a_larger_record_is_a_chunk_of_its_own() {
        take(records(0, 2_000, 10));
        List<Exchange> large = new ArrayList<>(records(0, 10, 1_000_000));
        large.addAll(records(0, 1, 10_000_000));
        large.addAll(records(0, 5, 10));

        assertThat(sizes(take(large))).containsExactly(4, 4, 2, 1, 5);
    }

    @Test
    void headers_count_as_much_as_values() {
        take(records(0, 2_000, 10));
        List<Exchange> withHeaders = records(0, 10, 10);
        withHeaders.forEach(each -> each.getMessage()
                .setHeader(KafkaConstants.HEADERS, new RecordHeaders().add("large", new byte[1_300_000])));

        assertThat(sizes(take(withHeaders))).containsExactly(3, 3, 3, 1);
    }

    /** A record that crashes every process is isolated after few crashes, however many records precede it. */
    @Property(tries = 200)
    void a_record_that_crashes_its_process_is_isolated_after_few_crashes(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 400) Integer> before,
            @ForAll @IntRange(max = 600) int poison) {
        int offset = 0;
        for (int deaths = 1; deaths <= 12; deaths++) {
            RecordChunker restarted = new RecordChunker(500);
            List<Exchange> batch = new ArrayList<>();
            // Other partitions have the same number of new records each time, and are first in the batch.
            for (int i = 0; i < before.size(); i++) {
                batch.addAll(records(i + 1, before.get(i), 10));
            }
            int others = batch.size();
            batch.addAll(records(0, 601 - offset, 10));
            int deadly = others + poison - offset;
            Iterator<Chunk> cut = restarted.split(batch);
            int at = 0;
            Chunk chunk = cut.next();
            while (at + chunk.records().size() <= deadly) {
                at += chunk.records().size();
                restarted.markCommitted(chunk);
                chunk = cut.next();
            }
            if (chunk.isolated()) {
                return;
            }
            assertThat(at).isGreaterThanOrEqualTo(others);
            offset += at - others;
        }
        throw new AssertionError("not alone after 12 deaths");
    }

    private List<Chunk> take(List<Exchange> records) {
        List<Chunk> taken = new ArrayList<>();
        chunks.split(records).forEachRemaining(chunk -> {
            taken.add(chunk);
            chunks.markCommitted(chunk);
        });
        assertThat(taken.stream().flatMap(chunk -> chunk.records().stream())).containsExactlyElementsOf(records);
        return taken;
    }

    private static List<Integer> sizes(List<Chunk> chunks) {
        return chunks.stream().map(chunk -> chunk.records().size()).toList();
    }

    private static List<Exchange> records(int partition, int count, int bytes) {
        return IntStream.range(0, count)
                .<Exchange>mapToObj(i -> {
                    Exchange exchange = new DefaultExchange(CAMEL);
                    exchange.getMessage().setHeader(KafkaConstants.TOPIC, "commands");
                    exchange.getMessage().setHeader(KafkaConstants.PARTITION, partition);
                    exchange.getMessage().setBody(new byte[bytes]);
                    return exchange;
                })
                .toList();
    }
}
