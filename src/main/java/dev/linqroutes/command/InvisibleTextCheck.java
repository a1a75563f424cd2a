package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds fields without a visible character. Such a name, poll option or text would look empty on a phone, and two such ids
 * would look the same. The text of a message is exempt: the message may still have links and media.
 */
final class InvisibleTextCheck {
    private static final List<String> FIELDS = List.of("command_id", "group_ref", "display_name", "text");

    private InvisibleTextCheck() {}

    static List<Problem> findProblems(JsonNode command) {
        List<Problem> problems = new ArrayList<>();
        FIELDS.forEach(field -> require("/" + field, command.path(field), problems));
        JsonNode options = command.path("options");
        for (int i = 0; i < options.size(); i++) {
            require("/options/" + i, options.get(i), problems);
        }
        return problems;
    }

    private static void require(String pointer, JsonNode value, List<Problem> problems) {
        if (value.isTextual() && InvisibleCharacters.isBlank(value.textValue())) {
            problems.add(new Problem(pointer, "must not be empty: it has no visible character"));
        }
    }
}
