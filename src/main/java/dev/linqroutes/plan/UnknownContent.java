package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.plan.link.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a part of Linq's format has that this version does not check: a type, or fields of a known type. It is sent as given.
 *
 * @param type of the part
 * @param isTypeChecked whether the known fields of the type are checked
 * @param fields the unchecked ones, in order; all of them if the type is not checked
 */
record UnknownContent(String type, boolean isTypeChecked, ObjectNode fields) {
    /** The fields that the schema of commands describes. */
    static final Map<String, List<String>> CHECKED = Map.of(
            "text", List.of("type", "value", "text_decorations", "mention", "mention_range"),
            "media", List.of("type", "url", "attachment_id", "file", "sticker"),
            "link", List.of("type", "value"));

    /** Linq accepts them only as the only part of a message, and only in iMessage (reference 3.2). */
    private static final Set<String> CARDS = Set.of("imessage_app", "app_clip");

    static UnknownContent of(JsonNode part) {
        String type = part.path("type").asText();
        ObjectNode fields = part.deepCopy();
        fields.remove(CHECKED.getOrDefault(type, List.of()));
        return new UnknownContent(type, CHECKED.containsKey(type), fields);
    }

    static boolean isCard(JsonNode part) {
        return CARDS.contains(part.path("type").asText());
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The names that are a known name in another style: {@code Text}, {@code attachmentId}. */
    List<Problem> findMisspellings(String pointer) {
        if (!isTypeChecked) {
            return misspelling(type, knownTypes()).map(problem -> new Problem(pointer + "/type", problem)).stream()
                    .toList();
        }
        List<Problem> problems = new ArrayList<>();
        fields.fieldNames().forEachRemaining(name -> misspelling(name, CHECKED.get(type))
                .map(problem -> new Problem(pointer + "/" + Problem.escapePointer(name), problem))
                .ifPresent(problems::add));
        return problems;
    }

    private static Optional<String> misspelling(String written, List<String> known) {
        return known.stream()
                .filter(name -> !name.equals(written) && DidYouMean.isSpelling(written, name))
                .findFirst()
                .map(name -> "is not known; did you mean \"" + name + "\"?");
    }

    private static List<String> knownTypes() {
        return Stream.concat(CHECKED.keySet().stream(), CARDS.stream()).sorted().toList();
    }

    /** For the producer. */
    String describe(int index) {
        String part = "part " + index + " of the message: ";
        if (!isTypeChecked) {
            return part + "type " + Quoting.quote(type) + " is not checked, and sent as given"
                    + (CARDS.contains(type) ? "" : DidYouMean.hint(type, knownTypes()));
        }
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return part + (names.size() == 1 ? "field " : "fields ")
                + String.join(", ", names.stream().map(Quoting::quote).toList())
                + " of type " + type + (names.size() == 1 ? " is" : " are") + " not known, and sent as given"
                + (names.size() == 1 ? DidYouMean.hint(names.get(0), CHECKED.get(type)) : "");
    }

    /** Pointers to the texts and names with a link in them, at any depth. */
    List<String> findLinks(String pointer) {
        List<String> found = new ArrayList<>();
        collectLinks(pointer, fields, found);
        return found;
    }

    private static void collectLinks(String pointer, JsonNode json, List<String> found) {
        if (json.isTextual() && hasLink(json.textValue())) {
            found.add(pointer);
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            collectLinks(pointer + "/" + i, json.get(i), found);
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String inside = pointer + "/" + Problem.escapePointer(field.getKey());
            if (hasLink(field.getKey())) {
                found.add(inside);
            } else {
                collectLinks(inside, field.getValue(), found);
            }
        }
    }

    static boolean hasLink(String text) {
        return !Links.findIn(text).isEmpty();
    }
}
