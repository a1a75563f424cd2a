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
 * Decorations and mention of a text part (reference 3.2): held against the rules, and kept on the characters they were
 * meant for when the text around them changes.
 */
final class TextDecorations {
    static final int MAX_DECORATIONS = 100;

    private static final String DECORATIONS = "text_decorations";
    private static final String MENTION = "mention";
    private static final String MENTION_RANGE = "mention_range";
    private static final String RANGE = "range";
    private static final String ANIMATION = "animation";

    private TextDecorations() {}

    /** @param pointer of the object that holds the decorations */
    static List<Problem> findProblems(String pointer, JsonNode part) {
        List<Problem> problems = new ArrayList<>();
        int length = part.get("value").textValue().length();
        JsonNode decorations = part.path(DECORATIONS);
        for (int i = 0; i < decorations.size(); i++) {
            String at = pointer + "/" + DECORATIONS + "/" + i;
            JsonNode decoration = decorations.get(i);
            if (decoration.has("style") == decoration.has(ANIMATION)) {
                problems.add(new Problem(at, "needs either style or animation"));
            }
            findRangeProblem(at + "/" + RANGE, decoration.get(RANGE), length).ifPresent(problems::add);
            for (int j = 0; j < i; j++) {
                JsonNode other = decorations.get(j);
                boolean animated = decoration.has(ANIMATION) || other.has(ANIMATION);
                if (animated && range(decoration).overlaps(range(other))) {
                    problems.add(
                            new Problem(at, "overlaps decoration " + j + ", and an animation may overlap nothing"));
                }
            }
        }
        if (part.has(MENTION)) {
            String value = part.get("value").textValue();
            if (value.isBlank() || value.startsWith("@", mentionRange(part).start())) {
                problems.add(new Problem(
                        pointer + "/" + MENTION, "needs a text that holds the member's bare name, without @"));
            }
        }
        if (part.has(MENTION_RANGE)) {
            String at = pointer + "/" + MENTION_RANGE;
            findRangeProblem(at, part.get(MENTION_RANGE), length).ifPresent(problems::add);
            if (!part.has(MENTION)) {
                problems.add(new Problem(at, "needs a mention"));
            }
        }
        return problems;
    }

    private static Optional<Problem> findRangeProblem(String pointer, JsonNode json, int length) {
        TextRange range = TextRange.fromJson(json);
        if (range.start() >= range.end()) {
            return Optional.of(new Problem(pointer, "must begin before it ends, is " + range));
        }
        return range.end() <= length
                ? Optional.empty()
                : Optional.of(
                        new Problem(pointer, "must lie within the text of " + length + " UTF-16 units, is " + range));
    }

    /**
     * The part with what is left of its text.
     *
     * @param warnings told of the decorations that stood only on what is gone
     * @return empty if the mention stood only on what is gone
     */
    static Optional<ObjectNode> moveTo(ObjectNode part, RemainingText remains, List<String> warnings) {
        ObjectNode moved = MessageParts.text(remains.text());
        List<String> dropped = new ArrayList<>();
        for (JsonNode decoration : part.path(DECORATIONS)) {
            Optional<TextRange> range = remains.locate(range(decoration));
            if (range.isPresent()) {
                moved.withArray(DECORATIONS).add(withRange(range.get(), decoration));
            } else {
                dropped.add(kind(decoration) + " " + range(decoration));
            }
        }
        if (!dropped.isEmpty()) {
            warnings.add("dropped with the link that they stood on: " + String.join(", ", dropped));
        }
        if (!part.has(MENTION)) {
            return Optional.of(moved);
        }
        return remains.locate(mentionRange(part))
                .map(range -> addMention(moved, part.get(MENTION).textValue(), range));
    }

    /** Two texts as one, with a line break between them; at most one of them has a mention. */
    static ObjectNode join(ObjectNode first, ObjectNode second) {
        String begin = first.get("value").textValue() + "\n";
        ObjectNode joined = MessageParts.text(begin + second.get("value").textValue());
        copy(first, 0, joined);
        copy(second, begin.length(), joined);
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
