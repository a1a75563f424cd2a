package dev.linqroutes.subscribe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.mailbox.LineReport;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how Linq rates the lines (reference 2.13), where new groups are shared among several: events may be missed, or not be sent at all. */
public final class LineStatusReader {
    private static final Logger LOG = LoggerFactory.getLogger(LineStatusReader.class);

    private final Supplier<JsonNode> linq;
    private final boolean needed;
    private final Clock clock;
    private final Consumer<List<LineReport>> states;

    /**
     * @param needed whether there are several lines; otherwise Linq is not asked
     * @param states gets the rating of each line that Linq names with one
     */
    public LineStatusReader(LinqApiClient linq, boolean needed, Clock clock, Consumer<List<LineReport>> states) {
        this(() -> linq.call("GET", "/phone_numbers", Map.of()).json(), needed, clock, states);
    }

    LineStatusReader(Supplier<JsonNode> linq, boolean needed, Clock clock, Consumer<List<LineReport>> states) {
        this.linq = linq;
        this.needed = needed;
        this.clock = clock;
        this.states = states;
    }

    /** Asks Linq; if it does not answer, what is known stays. */
    public void read() {
        if (!needed) {
            return;
        }
        // An event that comes meanwhile is newer.
        Instant now = clock.instant();
        JsonNode answer;
        try {
            answer = linq.get();
        } catch (LinqRequestFailed e) {
            LOG.warn("the states of the lines are not known anew, trying again in five minutes: {}", e.getMessage());
            return;
        }
        List<LineReport> reports = new ArrayList<>();
        for (JsonNode line : answer.path("phone_numbers")) {
            String reputation = line.at("/reputation/status").asText("");
            if (!reputation.isEmpty()) {
                reports.add(new LineReport(
                        line.path("phone_number").asText(), Optional.empty(), Optional.of(reputation), now));
            }
        }
        states.accept(reports);
    }
}
