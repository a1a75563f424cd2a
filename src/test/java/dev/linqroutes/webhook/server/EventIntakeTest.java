package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.webhook.event.RequiredEvent;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that is not published is stored all the same if the routes evaluate it. */
class EventIntakeTest {
    private final List<String> stored = new ArrayList<>();
    private final EventIntake intake = new EventIntake(
            type -> true,
            event -> {
                stored.add(event.eventType());
                return CompletableFuture.completedFuture(null);
            },
            () -> Duration.ZERO,
            Duration.ofSeconds(5),
            Runnable::run);

    @ParameterizedTest
    @EnumSource(RequiredEvent.class)
    void a_required_event_is_stored_also_if_its_type_is_dropped(RequiredEvent required) {
        record(required.type());

        assertThat(stored).containsExactly(required.type());
    }

    @ParameterizedTest
    @ValueSource(strings = "phone_number.status_updated")
    void an_event_that_the_ledger_reads_is_required(String type) {
        record(type);

        assertThat(stored).containsExactly(type);
    }

    @Test
    void another_dropped_event_is_not_stored() {
        record("call.ringing");

        assertThat(stored).isEmpty();
    }

    @Test
    void an_event_that_is_published_counts_as_stored() {
        EventIntake publishing = new EventIntake(
                type -> false,
                event -> CompletableFuture.completedFuture(null),
                () -> Duration.ZERO,
                Duration.ofSeconds(5),
                Runnable::run);

        assertThat(publishing.record(TestEvent.of("e1", "message.sent").event()))
                .isCompletedWithValue(WebhookResult.STORED);
    }

    private void record(String type) {
        VerifiedEvent event = TestEvent.of("e1", type).event();
        assertThat(intake.record(event)).isCompletedWithValue(WebhookResult.DROPPED);
    }
}
