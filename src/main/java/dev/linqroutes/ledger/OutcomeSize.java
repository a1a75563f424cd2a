package dev.linqroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keeps an outcome so small that its topic takes it; what was left out of a list is counted in the outcome itself. */
final class OutcomeSize {
    /** Kafka takes records of 1,048,576 bytes by default; the rest is for key, headers and the record's own form. */
    static final int LARGEST = 900_000;

    /** What is kept of each list of an outcome that is too large. Four of them leave room for everything else. */
    private static final int LARGEST_LIST = 200_000;

    private static final List<String> LISTS = List.of("calls", "problems", "warnings");

    private OutcomeSize() {}

    static byte[] bytes(ObjectNode outcome) {
        byte[] whole = Json.bytes(outcome);
        if (whole.length <= LARGEST) {
            return whole;
        }
        ObjectNode leftOut = Json.MAPPER.createObjectNode();
        for (String list : LISTS) {
            if (outcome.get(list) instanceof ArrayNode entries) {
                ArrayNode kept = kept(entries);
                if (kept.size() < entries.size()) {
                    leftOut.put(list, entries.size() - kept.size());
                    outcome.set(list, kept);
                }
            }
        }
        outcome.set("left_out", leftOut);
        return Json.bytes(outcome);
    }

    /** What went wrong first, then the others from the beginning, as far as there is room; in the order that they had. */
    private static ArrayNode kept(ArrayNode entries) {
        Set<Integer> chosen = new HashSet<>();
        int room = LARGEST_LIST;
        for (int i : byImportance(entries)) {
            int size = Json.bytes(entries.get(i)).length + 1;
            if (size <= room) {
                room -= size;
                chosen.add(i);
            }
        }
        ArrayNode kept = Json.MAPPER.createArrayNode();
        IntStream.range(0, entries.size()).filter(chosen::contains).forEach(i -> kept.add(entries.get(i)));
        return kept;
    }

    private static List<Integer> byImportance(ArrayNode entries) {
        List<Integer> wrong = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            (saysWhatWentWrong(entries.get(i)) ? wrong : others).add(i);
        }
        return Stream.concat(wrong.stream(), others.stream()).toList();
    }

    private static boolean saysWhatWentWrong(JsonNode entry) {
        return entry.has("error_message") || entry.has("error_code");
    }
}
