package dev.linqroutes.plan.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A range of a text, in UTF-16 units as in Linq's API (reference 3.2).
 *
 * @param end index after the last unit
 */
public record TextRange(int start, int end) {
    public static TextRange fromJson(JsonNode json) {
        return new TextRange(json.get(0).asInt(), json.get(1).asInt());
    }

    public ArrayNode toJson() {
        return JsonNodeFactory.instance.arrayNode().add(start).add(end);
    }

    public boolean contains(int index) {
        return index >= start && index < end;
    }

    public boolean overlaps(TextRange other) {
        return start < other.end && other.start < end;
    }

    public TextRange shiftedBy(int length) {
        return new TextRange(start + length, end + length);
    }

    @Override
    public String toString() {
        return "[" + start + ", " + end + "]";
    }
}
