package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a list or an object with more entries than a command can have. Runs before schema validation, which creates a message
 * for each entry: 900 kB of entries took 46 s and 400 MB.
 */
final class WidthLimit {
    /**
     * Length of the longest valid lists: parts of a message, decorations of a text, recipients before duplicates are removed.
     */
    private static final int MAX_ENTRIES = 100;

    private WidthLimit() {}

    /** Returns the first list or object that is too wide. */
    static Optional<Problem> findProblem(JsonNode command) {
        return findProblem(command, "");
    }

    private static Optional<Problem> findProblem(JsonNode json, String pointer) {
        if (json.size() > MAX_ENTRIES) {
            String entries = json.isArray() ? "entries" : "fields";
            return Optional.of(
                    new Problem(pointer, "has too many " + entries + ": at most " + MAX_ENTRIES + " are allowed"));
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
