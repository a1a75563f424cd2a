package dev.linqroutes.bench.peer;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.RecordContext;
import java.time.Duration;
import java.util.List;

/** Confluent Parallel Consumer: one record of a key at a time, as many keys at once as there are workers. */
public final class ParallelConsumerPeer {
    private static final int MAX_POLL_RECORDS = 500;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private ParallelConsumerPeer() {}

    public static void main(String... arguments) {
        PeerSettings settings = PeerSettings.fromEnvironment();
        HttpCaller http = new HttpCaller(settings);
        ParallelStreamProcessor<byte[], byte[]> processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<byte[], byte[]>builder()
                        .consumer(settings.consumer(MAX_POLL_RECORDS))
                        .ordering(ProcessingOrder.KEY)
                        .maxConcurrency(settings.workers())
                        .retryDelayProvider(ParallelConsumerPeer::delay)
                        .build());
        processor.subscribe(List.of(settings.commands()));
        processor.poll(records -> http.call(records.value()));
        System.out.println(PeerSettings.READY);
    }

    /** As long as the answer says. */
    private static Duration delay(RecordContext<byte[], byte[]> record) {
        Throwable reason = record.getLastFailureReason().orElse(null);
        while (reason != null && !(reason instanceof HttpCaller.AgainException)) {
            reason = reason.getCause();
        }
        return reason instanceof HttpCaller.AgainException again ? again.delay() : AGAIN;
    }
}
