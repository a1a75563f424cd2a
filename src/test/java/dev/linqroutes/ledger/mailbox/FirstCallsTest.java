package dev.linqroutes.ledger.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirstCallsTest {
    private static final FirstCalls CALLS = new FirstCalls(List.of(1L, 2L, 5L, 9L), List.of(10L, 20L, 30L, 40L));

    @Test
    void calls_are_read_as_long_as_their_bodies_fit_together() {
        assertThat(CALLS.fitting(50, 59)).containsExactly(1L, 2L);
        assertThat(CALLS.fitting(50, 60)).containsExactly(1L, 2L, 5L);
        assertThat(CALLS.fitting(50, 100)).isEqualTo(CALLS.callIds());
    }

    @Test
    void the_next_call_is_read_however_large_it_is_and_then_no_other() {
        assertThat(CALLS.fitting(50, 5)).containsExactly(1L);
    }

    @Test
    void no_more_calls_are_read_than_a_worker_holds() {
        assertThat(CALLS.fitting(3, 1_000)).containsExactly(1L, 2L, 5L);
    }

    @Test
    void a_mailbox_without_calls_has_none() {
        assertThat(new FirstCalls(List.of(), List.of()).fitting(50, 100)).isEmpty();
    }
}
