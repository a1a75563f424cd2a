package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a text part with its decorations and its mention (reference 3.2). */
final class TextPartReader {
    private static final Set<String> STYLES = Set.of("bold", "italic", "strikethrough", "underline");
    private static final Set<String> ANIMATIONS =
            Set.of("big", "small", "shake", "nod", "explode", "ripple", "bloom", "jitter");

    /** Start inclusive, end exclusive, in UTF-16 code units. */
    private record Range(int start, int end) {
        boolean overlaps(Range other) {
            return start < other.end && other.start < end;
        }
    }

    /** Invisible characters; a text of nothing else counts as empty. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}\\uFE00-\\uFE0F\\u034F\\u115F\\u1160\\u2800\\u3164\\uFFA0]*+");

    private TextPartReader() {}

    static JsonNode read(JsonFields part) {
        String value = part.text("value");
        if (value.isEmpty() || value.length() > 10_000) {
            throw ApiError.invalidValue("'" + part.pathOf("value") + "' must have 1 to 10000 characters");
        }
        if (INVISIBLE.matcher(value).matches()) {
            throw ApiError.invalidContent("'" + part.pathOf("value") + "' has no visible characters");
        }
        ObjectNode read = JsonTrees.object().put("type", "text").put("value", value);
        List<JsonFields> decorations = part.objects("text_decorations");
        requireDecorations(decorations, value.length(), part.pathOf("text_decorations"));
        if (!decorations.isEmpty()) {
            read.set("text_decorations", JsonTrees.array(decorations, JsonFields::node));
        }
        part.optionalText("mention").ifPresent(handle -> read.put("mention", SandboxHandles.normalize(handle)));
        part.optionalList("mention_range").ifPresent(range -> {
            if (!part.has("mention")) {
                throw ApiError.invalidValue("'" + part.pathOf("mention_range") + "' needs a mention");
            }
            range(range, value.length(), part.pathOf("mention_range"));
            read.set("mention_range", range);
        });
        return read;
    }

    private static void requireDecorations(List<JsonFields> decorations, int length, String path) {
        if (decorations.size() > 100) {
            throw ApiError.invalidValue("'" + path + "' must have at most 100 entries");
        }
        List<Range> styled = new ArrayList<>();
        List<Range> animated = new ArrayList<>();
        for (JsonFields decoration : decorations) {
            Range range = range(
                    decoration
                            .optionalList("range")
                            .orElseThrow(() -> ApiError.missingField(decoration.pathOf("range"))),
                    length,
                    decoration.pathOf("range"));
            boolean animation = decoration.has("animation");
            if (animation == decoration.has("style")) {
                throw ApiError.invalidValue("'" + decoration.path() + "' needs exactly one of 'style' and 'animation'");
            }
            String name = decoration.text(animation ? "animation" : "style");
            if (!(animation ? ANIMATIONS : STYLES).contains(name)) {
                throw ApiError.invalidValue("'" + decoration.path() + "' names the unknown decoration '" + name + "'");
            }
            if (animated.stream().anyMatch(range::overlaps)
                    || animation && styled.stream().anyMatch(range::overlaps)) {
                throw ApiError.invalidValue(
                        "'" + decoration.path() + "': an animation must not overlap another decoration");
            }
            (animation ? animated : styled).add(range);
        }
    }

    private static Range range(ArrayNode range, int length, String path) {
        if (range.size() == 2 && range.get(0).canConvertToInt() && range.get(1).canConvertToInt()) {
            Range read = new Range(range.get(0).intValue(), range.get(1).intValue());
            if (read.start >= 0 && read.start < read.end && read.end <= length) {
                return read;
            }
        }
        throw ApiError.invalidValue("'" + path + "' must be [start, end) within the text");
    }
}
