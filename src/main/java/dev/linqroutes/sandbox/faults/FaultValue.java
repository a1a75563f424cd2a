package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** What a fault or a setting of one can be set to, as JSON. */
sealed interface FaultValue {
    JsonNode standard();

    boolean accepts(JsonNode value);

    /** The accepted values in words, such as {@code 0 to 1}. */
    String range();

    /** Of everything that it can strike. */
    record Share() implements FaultValue {
        @Override
        public JsonNode standard() {
            return JsonNodeFactory.instance.numberNode(0.0);
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1;
        }

        @Override
        public String range() {
            return "0 to 1";
        }
    }

    record Whole(long off, long least, long most) implements FaultValue {
        @Override
        public JsonNode standard() {
            return JsonNodeFactory.instance.numberNode(off);
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isIntegralNumber()
                    && value.canConvertToLong()
                    && value.longValue() >= least
                    && value.longValue() <= most;
        }

        @Override
        public String range() {
            return least == Long.MIN_VALUE ? "a whole number" : "a whole number from " + least + " to " + most;
        }
    }

    record Flag() implements FaultValue {
        @Override
        public JsonNode standard() {
            return JsonNodeFactory.instance.booleanNode(false);
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isBoolean();
        }

        @Override
        public String range() {
            return "true or false";
        }
    }

    /** One of these words; the first is the standard. */
    record Choice(List<String> words) implements FaultValue {
        @Override
        public JsonNode standard() {
            return JsonNodeFactory.instance.textNode(words.get(0));
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && words.contains(value.textValue());
        }

        @Override
        public String range() {
            return "one of " + String.join(", ", words);
        }
    }
}
