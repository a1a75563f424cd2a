package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.ledger.db.LedgerUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** When the ledger is told to delete, and the topic is looked at. */
class RetentionRouteTest extends RouteRig {
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();

    /** Public, for Camel to call it. The ledger is away at the second run, and nothing is left after the fourth. */
    public final class ThreeRuns {
        public boolean deleteSome() {
            int run = runs.incrementAndGet();
            if (run == 2) {
                throw new LedgerUnavailable("away", null);
            }
            return run < 4;
        }
    }

    /** Public, for Camel to call it. */
    public final class Checks {
        public void logProblem() {
            checks.incrementAndGet();
        }
    }

    RetentionRouteTest() {
        super("retention");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("retention", new ThreeRuns());
        registry.bind("deduplicationWindowCheck", new Checks());
    }

    @Test
    void while_there_is_more_to_delete_it_goes_on_at_once_and_then_waits() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(runs).hasValue(4));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(checks).hasValue(1));

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> runs.get() == 4);
    }
}
