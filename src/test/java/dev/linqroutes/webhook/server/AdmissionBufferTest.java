package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.webhook.server.AdmissionBuffer.Admission;
import dev.linqroutes.webhook.server.AdmissionBuffer.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdmissionBufferTest {
    private static final int CAPACITY = 100;

    private final AdmissionBuffer<String> buffer = new AdmissionBuffer<>(CAPACITY);

    private Reservation<String> admit(String request, long bytes, String... evicted) {
        Admission<String> admission = buffer.reserve(request, bytes).orElseThrow();
        assertThat(admission.evicted()).containsExactly(evicted);
        return admission.reservation();
    }

    @Test
    void the_largest_incomplete_request_is_evicted_first_and_the_oldest_of_equals() {
        admit("small", 10);
        admit("large", 40);
        admit("large, later", 40);

        admit("newer", 12, "large");
        admit("newer still", 49, "large, later");
        admit("newest", 60, "newer still");
    }

    @Test
    void a_complete_request_is_never_evicted_and_a_full_buffer_admits_none() {
        buffer.pin(admit("complete", 60), 60);
        admit("incomplete", 30);

        assertThat(buffer.reserve("large", 41)).isEmpty();
        admit("fits", 40, "incomplete");
    }

    @Test
    void a_complete_request_is_charged_its_real_size() {
        Reservation<String> reservation = admit("of unknown length", 100);
        buffer.pin(reservation, 5);

        admit("next", 95);
    }

    @Test
    void the_buffer_never_exceeds_its_capacity_and_ends_empty() {
        Random random = new Random(20_261_127);
        for (int round = 0; round < 200; round++) {
            Map<Integer, Reservation<Integer>> reservations = new HashMap<>();
            AdmissionBuffer<Integer> buffer = new AdmissionBuffer<>(CAPACITY);
            for (int i = 0; i < 200; i++) {
                List<Integer> present = new ArrayList<>(reservations.keySet());
                int one = present.isEmpty() ? 0 : present.get(random.nextInt(present.size()));
                switch (random.nextInt(present.isEmpty() ? 1 : 4)) {
                    case 0, 1 -> {
                        int request = i;
                        Optional<Admission<Integer>> admission = buffer.reserve(i, 1 + random.nextInt(CAPACITY));
                        admission.ifPresent(admitted -> {
                            reservations.keySet().removeAll(admitted.evicted());
                            reservations.put(request, admitted.reservation());
                        });
                    }
                    case 2 -> buffer.release(reservations.remove(one));
                    default ->
                        reservations.computeIfPresent(
                                one,
                                (request, reservation) ->
                                        buffer.pin(reservation, random.nextInt((int) reservation.bytes() + 1)));
                }
                assertThat(reservations.values().stream()
                                .mapToLong(Reservation::bytes)
                                .sum())
                        .isLessThanOrEqualTo(CAPACITY);
            }
            reservations.values().forEach(buffer::release);

            assertThat(buffer.reserve(-1, CAPACITY)).isPresent();
        }
    }
}
