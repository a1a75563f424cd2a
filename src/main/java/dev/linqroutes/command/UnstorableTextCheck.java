package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.text.ControlCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds texts that are valid JSON but cannot be stored in PostgreSQL or encoded as UTF-8. */
final class UnstorableTextCheck {
    private UnstorableTextCheck() {}

    static List<Problem> findProblems(JsonNode json) {
        List<Problem> problems = new ArrayList<>();
        collect(json, "", problems);
        return problems;
    }

    private static void collect(JsonNode json, String pointer, List<Problem> problems) {
        if (json.isTextual() && !isStorable(json.textValue())) {
            problems.add(
                    new Problem(pointer, "contains a NUL character or an unpaired surrogate, which cannot be stored"));
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            collect(json.get(i), pointer + "/" + i, problems);
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            collect(field.getValue(), pointer + "/" + Problem.escapePointer(field.getKey()), problems);
        }
    }

    /** Whether a text has neither a NUL character nor an unpaired surrogate. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || ControlCharacters.isUnpairedSurrogate(text, i)) {
                return false;
            }
        }
        return true;
    }
}
