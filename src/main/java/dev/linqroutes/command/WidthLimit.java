package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a list or an object that is wider than any of a command. Looked for before the schema is asked: that makes a message
 * of each entry, and 900 kB of them took 46 s and 400 MB.
 */
final class WidthLimit {
    /** As many entries as the longest lists have: parts of a message, decorations of a text, recipients as they are given. */
    private static final int MAX_ENTRIES = 100;

    private WidthLimit() {}

    /** The first that is too wide; empty for a command as any producer means it. */
    static Optional<Problem> findProblem(JsonNode command) {
        return findProblem(command, "");
    }

    private static Optional<Problem> findProblem(JsonNode json, String pointer) {
        if (json.size() > MAX_ENTRIES) {
            String entries = json.isArray() ? "entries" : "fields";
            return Optional.of(
                    new Problem(pointer, "has too many " + entries + ": at most " + MAX_ENTRIES + " are taken"));
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            Optional<Problem> inside = findProblem(json.get(i), pointer + "/" + i);
            if (inside.isPresent()) {
                return inside;
            }
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            Optional<Problem> inside =
                    findProblem(field.getValue(), pointer + "/" + Problem.escapePointer(field.getKey()));
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }
}
