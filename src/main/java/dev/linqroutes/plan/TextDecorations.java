package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.Problem;
import dev.linqroutes.plan.link.RemainingText;
import dev.linqroutes.plan.link.TextRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Validates the decorations and the mention of a text part (reference 3.2), and adjusts them when the text around them changes.
 */
final class TextDecorations {
    static final int MAX_DECORATIONS = 100;

    private static final String DECORATIONS = "text_decorations";
    private static final String MENTION = "mention";
    private static final String MENTION_RANGE = "mention_range";
    private static final String RANGE = "range";
    private static final String ANIMATION = "animation";

    private TextDecorations() {}

    /** @param pointer of the object with the decorations */
    static List<Problem> findProblems(String pointer, JsonNode part) {
        List<Problem> problems = new ArrayList<>();
        int length = part.get("value").textValue().length();
        JsonNode decorations = part.path(DECORATIONS);
        for (int i = 0; i < decorations.size(); i++) {
            String at = pointer + "/" + DECORATIONS + "/" + i;
            JsonNode decoration = decorations.get(i);
            if (decoration.has("style") == decoration.has(ANIMATION)) {
                problems.add(new Problem(at, "requires either style or animation"));
            }
            findRangeProblem(at + "/" + RANGE, decoration.get(RANGE), length).ifPresent(problems::add);
            for (int j = 0; j < i; j++) {
                JsonNode other = decorations.get(j);
                boolean isAnimated = decoration.has(ANIMATION) || other.has(ANIMATION);
                if (isAnimated && range(decoration).overlaps(range(other))) {
                    problems.add(new Problem(
                            at, "overlaps decoration " + j + ", but an animation must not overlap anything"));
                }
            }
        }
        if (part.has(MENTION)) {
            String value = part.get("value").textValue();
            if (value.isBlank() || value.startsWith("@", mentionRange(part).start())) {
                problems.add(new Problem(
                        pointer + "/" + MENTION, "requires a text that contains the member's name, without @"));
            }
        }
        if (part.has(MENTION_RANGE)) {
            String at = pointer + "/" + MENTION_RANGE;
            findRangeProblem(at, part.get(MENTION_RANGE), length).ifPresent(problems::add);
            if (!part.has(MENTION)) {
                problems.add(new Problem(at, "requires a mention"));
            }
        }
        return problems;
    }

    private static Optional<Problem> findRangeProblem(String pointer, JsonNode json, int length) {
        TextRange range = TextRange.fromJson(json);
        if (range.start() >= range.end()) {
            return Optional.of(new Problem(pointer, "must start before it ends, is " + range));
        }
        return range.end() <= length
                ? Optional.empty()
                : Optional.of(
                        new Problem(pointer, "must be within the text of " + length + " UTF-16 units, is " + range));
    }

    /**
     * Returns the part with its remaining text.
     *
     * @param warnings gets the decorations that applied only to removed text
     * @return empty if the mention applied only to removed text
     */
    static Optional<ObjectNode> moveTo(ObjectNode part, RemainingText remaining, List<String> warnings) {
        ObjectNode moved = MessageParts.text(remaining.text());
        List<String> dropped = new ArrayList<>();
        for (JsonNode decoration : part.path(DECORATIONS)) {
            Optional<TextRange> range = remaining.locate(range(decoration));
            if (range.isPresent()) {
                moved.withArray(DECORATIONS).add(withRange(range.get(), decoration));
            } else {
                dropped.add(kind(decoration) + " " + range(decoration));
            }
        }
        if (!dropped.isEmpty()) {
            warnings.add("dropped, because it applied only to a link: " + String.join(", ", dropped));
        }
        if (!part.has(MENTION)) {
            return Optional.of(moved);
        }
        return remaining
                .locate(mentionRange(part))
                .map(range -> addMention(moved, part.get(MENTION).textValue(), range));
    }

    /** Joins two texts with a line break; at most one of them has a mention. */
    static ObjectNode join(ObjectNode first, ObjectNode second) {
        String prefix = first.get("value").textValue() + "\n";
        ObjectNode joined = MessageParts.text(prefix + second.get("value").textValue());
        copy(first, 0, joined);
        copy(second, prefix.length(), joined);
        return joined;
    }

    private static void copy(ObjectNode part, int offset, ObjectNode joined) {
        for (JsonNode decoration : part.path(DECORATIONS)) {
            joined.withArray(DECORATIONS).add(withRange(range(decoration).shiftedBy(offset), decoration));
        }
        if (part.has(MENTION)) {
            addMention(joined, part.get(MENTION).textValue(), mentionRange(part).shiftedBy(offset));
        }
    }

    static boolean hasMention(JsonNode part) {
        return part.has(MENTION);
    }

    static int countDecorations(JsonNode part) {
        return part.path(DECORATIONS).size();
    }

    static ObjectNode decorate(ObjectNode part, List<JsonNode> decorations) {
        if (!decorations.isEmpty()) {
            part.putArray(DECORATIONS).addAll(decorations);
        }
        return part;
    }

    static ObjectNode addMention(ObjectNode part, String handle, TextRange range) {
        part.put(MENTION, handle);
        part.set(MENTION_RANGE, range.toJson());
        return part;
    }

    private static TextRange mentionRange(JsonNode part) {
        return part.has(MENTION_RANGE)
                ? TextRange.fromJson(part.get(MENTION_RANGE))
                : new TextRange(0, part.get("value").textValue().length());
    }

    private static TextRange range(JsonNode decoration) {
        return TextRange.fromJson(decoration.get(RANGE));
    }

    private static JsonNode withRange(TextRange range, JsonNode decoration) {
        return ((ObjectNode) decoration.deepCopy()).set(RANGE, range.toJson());
    }

    private static String kind(JsonNode decoration) {
        return decoration.path("style").asText(decoration.path(ANIMATION).asText());
    }
}
