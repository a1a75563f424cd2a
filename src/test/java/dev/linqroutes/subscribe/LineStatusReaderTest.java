package dev.linqroutes.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.mailbox.LineReport;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How Linq rates the lines is read where there are several. */
class LineStatusReaderTest {
    private final List<List<LineReport>> told = new ArrayList<>();
    private final TestClock clock = new TestClock();

    @Test
    void each_line_that_linq_rates_is_told() throws Exception {
        var answer = new ObjectMapper()
                .readTree(
                        "{\"phone_numbers\":[{\"phone_number\":\"+12025550101\",\"reputation\":{\"status\":\"CRITICAL\"}},"
                                + "{\"phone_number\":\"+12025550102\",\"reputation\":null}]}");

        new LineStatusReader(() -> answer, true, clock, told::add).read();

        assertThat(told)
                .containsExactly(List.of(
                        new LineReport("+12025550101", Optional.empty(), Optional.of("CRITICAL"), clock.instant())));
    }

    @Test
    void while_linq_does_not_answer_nothing_changes() {
        new LineStatusReader(
                        () -> {
                            throw LinqRequestFailed.withoutResponse("unavailable", new IOException());
                        },
                        true,
                        clock,
                        told::add)
                .read();

        assertThat(told).isEmpty();
    }

    @Test
    void for_a_single_line_linq_is_not_asked() {
        new LineStatusReader(() -> fail("asked"), false, clock, told::add).read();

        assertThat(told).isEmpty();
    }
}
