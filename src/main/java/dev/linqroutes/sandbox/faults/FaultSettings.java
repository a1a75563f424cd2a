package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which faults are on, and how they are set. Whatever is not set has its standard: faults are off. */
public final class FaultSettings {
    private static final FaultSettings NONE = new FaultSettings(Map.of());

    /** Sums of shares such as 0.7 + 0.2 + 0.1 are not exact. */
    private static final double ROUNDING = 1e-9;

    private final Map<Fault, JsonNode> values = new EnumMap<>(Fault.class);

    private FaultSettings(Map<Fault, JsonNode> values) {
        this.values.putAll(values);
        requireConsistent();
    }

    public static FaultSettings none() {
        return NONE;
    }

    /** @throws IllegalArgumentException when a name is unknown or a value out of its range */
    static FaultSettings of(ObjectNode json) {
        Map<Fault, JsonNode> values = new EnumMap<>(Fault.class);
        json.properties().forEach(field -> put(values, field.getKey(), field.getValue()));
        return new FaultSettings(values);
    }

    /**
     * @param assignments {@code NAME=VALUE}, or {@code NAME} to have that fault always
     * @throws IllegalArgumentException when a name is unknown or a value out of its range
     */
    public static FaultSettings of(List<String> assignments) {
        Map<Fault, JsonNode> values = new EnumMap<>(Fault.class);
        for (String assignment : assignments) {
            String[] parts = assignment.split("=", 2);
            String name = parts[0].strip();
            put(values, name, parts.length == 2 ? read(parts[1].strip()) : always(name));
        }
        return new FaultSettings(values);
    }

    private static void put(Map<Fault, JsonNode> values, String name, JsonNode value) {
        Fault fault = require(name);
        if (value.isNull()) {
            return;
        }
        if (!fault.value().accepts(value)) {
            throw new IllegalArgumentException(
                    "Fault '" + fault.key() + "' is " + fault.value().range() + ", not " + value);
        }
        values.put(fault, value);
    }

    private static Fault require(String name) {
        return Fault.find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no fault '" + name + "'. There are: " + Fault.names()));
    }

    private static JsonNode always(String name) {
        Fault fault = require(name);
        if (fault.value() instanceof FaultValue.Share) {
            return IntNode.valueOf(1);
        }
        if (fault.value() instanceof FaultValue.Flag) {
            return BooleanNode.TRUE;
        }
        throw new IllegalArgumentException(
                "'" + fault.key() + "' needs a value: " + fault.value().range());
    }

    private static JsonNode read(String text) {
        try {
            return JsonTrees.read(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private void requireConsistent() {
        for (Fault.Of of : Fault.Of.values()) {
            double sum = of == Fault.Of.ACCOUNT
                    ? 0
                    : Fault.of(of).stream()
                            .filter(fault -> fault.value() instanceof FaultValue.Share)
                            .mapToDouble(this::share)
                            .sum();
            require(
                    sum <= 1 + ROUNDING,
                    "A " + of.word() + " meets one fault at most, so their shares add up to 1 at most, not to "
                            + Math.round(sum * 1e6) / 1e6);
        }
        int p99 = whole(Fault.LATENCY_P99_MILLIS);
        require(
                p99 == 0 || 0 < whole(Fault.LATENCY_MEDIAN_MILLIS) && whole(Fault.LATENCY_MEDIAN_MILLIS) <= p99,
                "'latency_p99_millis' needs a 'latency_median_millis' that is not above it");
        require(
                !flag(Fault.LATE_DELIVERED) || word(Fault.MESSAGE_FAILS_REASON).equals(MessageFailure.MAY_BE_DELIVERED),
                "'late_delivered' needs the 'message_fails_reason' " + MessageFailure.MAY_BE_DELIVERED);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * For a request that names its faults itself: it meets no others, but has the settings of these.
     *
     * @throws IllegalArgumentException when they do not go together
     */
    FaultSettings replacedBy(FaultSettings named) {
        Map<Fault, JsonNode> changed = new EnumMap<>(values);
        changed.keySet().removeIf(fault -> fault.of() != Fault.Of.SETTING);
        changed.putAll(named.values);
        return new FaultSettings(changed);
    }

    /**
     * @param json values in place of those that are set; null for the standard
     * @throws IllegalArgumentException when a name is unknown, a value out of its range, or they do not go together
     */
    FaultSettings with(ObjectNode json) {
        Map<Fault, JsonNode> changed = new EnumMap<>(values);
        json.properties().forEach(field -> changed.remove(require(field.getKey())));
        json.properties().forEach(field -> put(changed, field.getKey(), field.getValue()));
        return new FaultSettings(changed);
    }

    double share(Fault fault) {
        return value(fault).doubleValue();
    }

    int whole(Fault fault) {
        return value(fault).intValue();
    }

    boolean flag(Fault fault) {
        return value(fault).booleanValue();
    }

    String word(Fault fault) {
        return value(fault).textValue();
    }

    long seed() {
        return value(Fault.SEED).longValue();
    }

    JsonNode value(Fault fault) {
        return values.getOrDefault(fault, fault.value().standard());
    }
}
