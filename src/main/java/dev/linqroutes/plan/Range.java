package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A stretch of a text, in UTF-16 units as Linq counts them (reference 3.2).
 *
 * @param end index behind the last
 */
record Range(int start, int end) {
    static Range of(JsonNode json) {
        return new Range(json.get(0).asInt(), json.get(1).asInt());
    }

    ArrayNode json() {
        return JsonNodeFactory.instance.arrayNode().add(start).add(end);
    }

    boolean contains(int index) {
        return index >= start && index < end;
    }

    boolean overlaps(Range other) {
        return start < other.end && other.start < end;
    }

    Range behind(int length) {
        return new Range(start + length, end + length);
    }

    @Override
    public String toString() {
        return "[" + start + ", " + end + "]";
    }
}
