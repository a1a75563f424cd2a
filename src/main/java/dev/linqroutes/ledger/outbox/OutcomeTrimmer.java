package dev.linqroutes.ledger.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trims lists of an outcome that is too large for its topic; {@code left_out} counts the omitted entries. */
public final class OutcomeTrimmer {
    /** Kafka's default limit is 1,048,576 bytes; the rest is for key, headers and the record format. */
    static final int MAX_BYTES = 900_000;

    /** Limit of each list in a trimmed outcome. Three lists leave room for all other fields. */
    private static final int MAX_LIST_BYTES = 200_000;

    private static final List<String> LISTS = List.of("calls", "problems", "warnings");

    private OutcomeTrimmer() {}

    public static byte[] trimmedBytes(ObjectNode outcome) {
        byte[] whole = LedgerJson.bytes(outcome);
        if (whole.length <= MAX_BYTES) {
            return whole;
        }
        ObjectNode leftOut = LedgerJson.MAPPER.createObjectNode();
        for (String list : LISTS) {
            if (outcome.get(list) instanceof ArrayNode entries) {
                ArrayNode kept = trimmed(entries);
                if (kept.size() < entries.size()) {
                    leftOut.put(list, entries.size() - kept.size());
                    outcome.set(list, kept);
                }
            }
        }
        outcome.set("left_out", leftOut);
        return LedgerJson.bytes(outcome);
    }

    /** Keeps entries with an error first, then the others from the start, as far as they fit; in their original order. */
    private static ArrayNode trimmed(ArrayNode entries) {
        Set<Integer> chosen = new HashSet<>();
        int bytesLeft = MAX_LIST_BYTES;
        for (int i : byImportance(entries)) {
            int size = LedgerJson.bytes(entries.get(i)).length + 1;
            if (size <= bytesLeft) {
                bytesLeft -= size;
                chosen.add(i);
            }
        }
        ArrayNode kept = LedgerJson.MAPPER.createArrayNode();
        IntStream.range(0, entries.size()).filter(chosen::contains).forEach(i -> kept.add(entries.get(i)));
        return kept;
    }

    private static List<Integer> byImportance(ArrayNode entries) {
        List<Integer> errors = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            (hasError(entries.get(i)) ? errors : others).add(i);
        }
        return Stream.concat(errors.stream(), others.stream()).toList();
    }

    private static boolean hasError(JsonNode entry) {
        return entry.has("error_message") || entry.has("error_code");
    }
}
