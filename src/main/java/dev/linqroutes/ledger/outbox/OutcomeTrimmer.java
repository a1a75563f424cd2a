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

/** Keeps an outcome so small that its topic takes it; what was left out of a list is counted in the outcome itself. */
public final class OutcomeTrimmer {
    /** Kafka takes records of 1,048,576 bytes by default; the rest is for key, headers and the record's own form. */
    static final int MAX_BYTES = 900_000;

    /** What is kept of each list of an outcome that is too large. Four of them leave room for everything else. */
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

    /** What went wrong first, then the others from the beginning, as far as there is room; in the order that they had. */
    private static ArrayNode trimmed(ArrayNode entries) {
        Set<Integer> chosen = new HashSet<>();
        int room = MAX_LIST_BYTES;
        for (int i : byImportance(entries)) {
            int size = LedgerJson.bytes(entries.get(i)).length + 1;
            if (size <= room) {
                room -= size;
                chosen.add(i);
            }
        }
        ArrayNode kept = LedgerJson.MAPPER.createArrayNode();
        IntStream.range(0, entries.size()).filter(chosen::contains).forEach(i -> kept.add(entries.get(i)));
        return kept;
    }

    private static List<Integer> byImportance(ArrayNode entries) {
        List<Integer> wrong = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            (hasError(entries.get(i)) ? wrong : others).add(i);
        }
        return Stream.concat(wrong.stream(), others.stream()).toList();
    }

    private static boolean hasError(JsonNode entry) {
        return entry.has("error_message") || entry.has("error_code");
    }
}
