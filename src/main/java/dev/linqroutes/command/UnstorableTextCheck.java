package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds texts that JSON can write down but that neither PostgreSQL nor UTF-8 can hold. */
final class UnstorableTextCheck {
    private UnstorableTextCheck() {}

    static List<Problem> findProblems(JsonNode json) {
        List<Problem> problems = new ArrayList<>();
        collect(json, "", problems);
        return problems;
    }

    private static void collect(JsonNode json, String pointer, List<Problem> problems) {
        if (json.isTextual() && !isStorable(json.textValue())) {
            problems.add(new Problem(pointer, "holds a NUL character or half a surrogate pair, which is no text"));
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            collect(json.get(i), pointer + "/" + i, problems);
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            collect(field.getValue(), pointer + "/" + Problem.escapePointer(field.getKey()), problems);
        }
    }

    /** Without NUL and without half a surrogate pair. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
