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
    private static final int SIZE = 100;

    private final AdmissionBuffer<String> room = new AdmissionBuffer<>(SIZE);

    private Reservation<String> enter(String request, long bytes, String... evicted) {
        Admission<String> entry = room.reserve(request, bytes).orElseThrow();
        assertThat(entry.evicted()).containsExactly(evicted);
        return entry.reservation();
    }

    @Test
    void the_largest_whose_body_is_not_there_goes_first_and_of_equals_the_oldest() {
        enter("small", 10);
        enter("large", 40);
        enter("large, later", 40);

        enter("honest", 12, "large");
        enter("honest, too", 49, "large, later");
        enter("honest, large", 60, "honest, too");
    }

    @Test
    void one_whose_body_is_there_stays_and_where_only_such_are_nobody_comes_in() {
        room.pin(enter("there", 60), 60);
        enter("under way", 30);

        assertThat(room.reserve("large", 41)).isEmpty();
        enter("fits", 40, "under way");
    }

    @Test
    void a_request_is_charged_what_it_has_come_to() {
        Reservation<String> place = enter("of unknown length", 100);
        room.pin(place, 5);

        enter("next", 95);
    }

    @Test
    void whoever_comes_and_goes_the_room_is_never_over_full_and_empty_in_the_end() {
        Random random = new Random(20_261_127);
        for (int round = 0; round < 200; round++) {
            Map<Integer, Reservation<Integer>> inside = new HashMap<>();
            AdmissionBuffer<Integer> any = new AdmissionBuffer<>(SIZE);
            for (int i = 0; i < 200; i++) {
                List<Integer> present = new ArrayList<>(inside.keySet());
                int one = present.isEmpty() ? 0 : present.get(random.nextInt(present.size()));
                switch (random.nextInt(present.isEmpty() ? 1 : 4)) {
                    case 0, 1 -> {
                        int request = i;
                        Optional<Admission<Integer>> entry = any.reserve(i, 1 + random.nextInt(SIZE));
                        entry.ifPresent(entered -> {
                            inside.keySet().removeAll(entered.evicted());
                            inside.put(request, entered.reservation());
                        });
                    }
                    case 2 -> any.release(inside.remove(one));
                    default ->
                        inside.computeIfPresent(
                                one, (request, place) -> any.pin(place, random.nextInt((int) place.bytes() + 1)));
                }
                assertThat(inside.values().stream()
                                .mapToLong(Reservation::bytes)
                                .sum())
                        .isLessThanOrEqualTo(SIZE);
            }
            inside.values().forEach(any::release);

            assertThat(any.reserve(-1, SIZE)).isPresent();
        }
    }
}
