package dev.linqroutes.subscribe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how Linq rates the lines (reference 2.13), where new groups are shared among several: events may be missed, or not be sent at all. */
public final class LineStatusReader {
    private static final Logger LOG = LoggerFactory.getLogger(LineStatusReader.class);

    private final Supplier<JsonNode> linq;
    private final boolean needed;
    private final Consumer<Map<String, String>> states;

    /**
     * @param needed whether there are several lines; otherwise Linq is not asked
     * @param states gets the rating of each line that Linq names with one
     */
    public LineStatusReader(LinqApiClient linq, boolean needed, Consumer<Map<String, String>> states) {
        this(() -> linq.call("GET", "/phone_numbers", Map.of()).json(), needed, states);
    }

    LineStatusReader(Supplier<JsonNode> linq, boolean needed, Consumer<Map<String, String>> states) {
        this.linq = linq;
        this.needed = needed;
        this.states = states;
    }

    /** Asks Linq; if it does not answer, what is known stays. */
    public void read() {
        if (!needed) {
            return;
        }
        JsonNode answer;
        try {
            answer = linq.get();
        } catch (LinqRequestFailed e) {
            LOG.warn("the states of the lines are not known anew, trying again in five minutes: {}", e.getMessage());
            return;
        }
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode line : answer.path("phone_numbers")) {
            String status = line.at("/reputation/status").asText("");
            if (!status.isEmpty()) {
                statuses.put(line.path("phone_number").asText(), status);
            }
        }
        states.accept(statuses);
    }
}
