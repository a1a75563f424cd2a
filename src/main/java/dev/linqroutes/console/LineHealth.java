package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.subscribe.LinqApiClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What Linq says of the lines of the API key (reference 2.13). Linq is asked only while somebody looks, every few minutes, and nobody waits
 * for its answer. Thread-safe.
 */
final class LineHealth {
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final Supplier<JsonNode> linq;
    private final Executor executor;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Answer answer = new Answer(Instant.MIN, Map.of(), Optional.empty());

    /**
     * The last answer.
     *
     * @param lines the health of each line, such as {@code HEALTHY}; empty where Linq does not tell
     * @param problem why the lines could not be read, after which the older answer is kept
     */
    record Answer(Instant at, Map<String, Health> lines, Optional<String> problem) {}

    /** @param docUrl what Linq says about this status; may be empty */
    record Health(String status, String docUrl) {}

    LineHealth(LinqApiClient linq, Executor executor, Clock clock) {
        this(() -> linq.call("GET", "/phone_numbers", Map.of()).json(), executor, clock);
    }

    LineHealth(Supplier<JsonNode> linq, Executor executor, Clock clock) {
        this.linq = linq;
        this.executor = executor;
        this.clock = clock;
    }

    /** What is known; has Linq asked again if that is too old. */
    Answer latest() {
        Answer latest = answer;
        if (latest.at().isBefore(clock.instant().minus(MAX_AGE)) && asking.compareAndSet(false, true)) {
            executor.execute(this::ask);
        }
        return latest;
    }

    private void ask() {
        try {
            Map<String, Health> lines = new TreeMap<>();
            for (JsonNode line : linq.get().path("phone_numbers")) {
                lines.put(
                        line.path("phone_number").asText(),
                        new Health(
                                line.at("/reputation/status").asText(""),
                                line.at("/reputation/doc_url").asText("")));
            }
            answer = new Answer(clock.instant(), lines, Optional.empty());
        } catch (RuntimeException e) {
            answer = new Answer(clock.instant(), answer.lines(), Optional.of(e.getMessage()));
        } finally {
            asking.set(false);
        }
    }
}
