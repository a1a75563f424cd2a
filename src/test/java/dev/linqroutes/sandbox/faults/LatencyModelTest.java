package dev.linqroutes.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyModelTest {
    private static long[] sorted(int median, int p99) {
        LatencyModel model = new LatencyModel(new SplittableRandom(1));
        return LongStream.generate(() -> model.next(median, p99).toMillis())
                .limit(20_000)
                .sorted()
                .toArray();
    }

    @Test
    void half_of_the_latencies_are_above_the_median_and_one_in_a_hundred_above_the_99th_percentile() {
        long[] latencies = sorted(200, 3_000);

        assertThat((double) latencies[10_000]).isCloseTo(200, within(10.0));
        assertThat((double) latencies[19_800]).isCloseTo(3_000, within(400.0));
    }

    @Test
    void without_a_99th_percentile_all_are_the_median() {
        assertThat(sorted(200, 0)).containsOnly(200);
    }

    @Test
    void none_is_longer_than_a_minute() {
        assertThat(sorted(200, 60_000)).endsWith(60_000);
    }
}
