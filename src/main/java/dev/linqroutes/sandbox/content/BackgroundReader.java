package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the background of a chat (reference 2.12 and 0.14). */
public final class BackgroundReader {
    private static final String CUSTOM = "custom";
    private static final Set<String> COLORS = Set.of(
            "mango",
            "ice",
            "plum",
            "deep_sea",
            "green_apple",
            "cherry",
            "bubblegum",
            "tangerine",
            "magenta",
            "lime",
            "silver",
            "carbon",
            "stone",
            CUSTOM);
    private static final Map<String, Set<String>> VARIANTS_OF_STYLES = Map.of(
            "sky", Set.of("dusk", "haze", "sunset", "clear", "sunrise", "dawn"),
            "water", Set.of("light", "dark"),
            "aurora", Set.of("green", "purple", "pink"));

    private BackgroundReader() {}

    public static ObjectNode read(JsonFields body, MediaReader media) {
        body.know("shades", "variant", "style", "image_url");
        ObjectNode background = JsonTrees.object();
        String type = body.text("type");
        background.put("type", type);
        switch (type) {
            case "color" -> addColor(body, background);
            case "dynamic" -> addStyle(body, background);
            case "photo" -> {
                String image = body.optionalText("image_url").orElse("");
                media.requireImage(image, "image_url");
                background.put("image_url", image);
            }
            default -> throw ApiError.invalidValue("'type' must be color, dynamic or photo");
        }
        return background;
    }

    private static void addColor(JsonFields body, ObjectNode background) {
        String variant = body.optionalText("variant").orElse(CUSTOM);
        requireOneOf(COLORS, variant, "variant");
        Optional<List<String>> shades = body.optionalTexts("shades");
        if (variant.equals(CUSTOM) && shades.isEmpty()) {
            throw ApiError.missingField("shades");
        }
        if (shades.filter(two -> two.size() != 2).isPresent()) {
            throw ApiError.invalidValue("'shades' must be two colors");
        }
        JsonNode colors = JsonTrees.orNull(shades.map(JsonTrees::texts));
        background.put("variant", variant).set("shades", colors);
    }

    private static void addStyle(JsonFields body, ObjectNode background) {
        String style = body.text("style");
        requireOneOf(VARIANTS_OF_STYLES.keySet(), style, "style");
        String variant = body.text("variant");
        requireOneOf(VARIANTS_OF_STYLES.get(style), variant, "variant");
        background.put("style", style).put("variant", variant);
    }

    private static void requireOneOf(Set<String> allowed, String value, String field) {
        if (!allowed.contains(value)) {
            throw ApiError.invalidValue("'" + field + "' must be one of "
                    + String.join(", ", allowed.stream().sorted().toList()));
        }
    }
}
