package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Injects faults to test clients: configured by {@code POST /sandbox/faults}, listed by {@code GET}. Uses a seeded random
 * source, so the same sequence of requests gets the same faults.
 */
public final class FaultInjector {
    private final Map<Fault, Double> probabilities = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> injectedCounts = new EnumMap<>(Fault.class);
    private final Map<String, Instant> limitedUntil = new HashMap<>();
    private Random random = new Random(0);
    private int slowMillis = 1000;
    private double limitedShare;
    private int limitedSeconds = 60;
    private boolean rejectKey;

    /** Faults with a probability. "Before" means that the request has no effect. */
    public enum Fault {
        /** 503 before the effect. */
        ERROR_BEFORE,
        /** 500 after the effect. */
        ERROR_AFTER,
        /** Connection closed before the effect. */
        DROP_BEFORE,
        /** Connection closed after the effect. */
        DROP_AFTER,
        /** A gateway's error page instead of the response, after the effect. */
        GARBAGE,
        /** Delayed response. */
        SLOW,
        /** 404/2007, attachment not ready, before the effect. */
        NOT_READY,
        /** 409/2009, chat still being created, before the effect. */
        IN_TRANSITION,
        /** 200 with an error in the body, before the effect. */
        ERROR_IN_200,
        /** 200 with a gateway's page instead of the response, after the effect. */
        GARBAGE_IN_200;

        public String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Replaces the configuration: {@code {"seed", "error_before", … , "garbage_in_200", "slow_millis", "limited_share",
     * "limited_seconds", "reject_key"}}. All fields are optional; omitted faults are off.
     */
    public void configure(JsonFields wanted) {
        JsonNode json = wanted.node();
        random = new Random(json.path("seed").asLong(0));
        for (Fault fault : Fault.values()) {
            probabilities.put(fault, json.path(fault.field()).asDouble(0));
        }
        slowMillis = json.path("slow_millis").asInt(1000);
        limitedShare = json.path("limited_share").asDouble(0);
        limitedSeconds = json.path("limited_seconds").asInt(60);
        rejectKey = json.path("reject_key").asBoolean(false);
        limitedUntil.clear();
        injectedCounts.clear();
    }

    public ObjectNode view() {
        ObjectNode view = JsonTrees.object()
                .put("slow_millis", slowMillis)
                .put("limited_share", limitedShare)
                .put("limited_seconds", limitedSeconds)
                .put("limited_chats", limitedUntil.size())
                .put("reject_key", rejectKey);
        ObjectNode counts = view.putObject("struck");
        for (Fault fault : Fault.values()) {
            view.put(fault.field(), probabilities.getOrDefault(fault, 0.0));
            counts.put(fault.field(), injectedCounts.getOrDefault(fault, 0L));
        }
        return view;
    }

    public boolean rejectsKey() {
        return rejectKey;
    }

    public int slowMillis() {
        return slowMillis;
    }

    /** Draws the fault of the next request, if any. */
    public Optional<Fault> drawFault() {
        double draw = random.nextDouble();
        for (Fault fault : Fault.values()) {
            draw -= probabilities.getOrDefault(fault, 0.0);
            if (draw < 0) {
                injectedCounts.merge(fault, 1L, Long::sum);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /** @throws ApiError 429/1007 while the chat is limited */
    public void requireNotLimited(String chatId, Instant now) {
        boolean chosen = Math.floorMod(chatId.hashCode(), 1000) < limitedShare * 1000;
        if (chosen) {
            Instant until = limitedUntil.computeIfAbsent(chatId, id -> now.plusSeconds(limitedSeconds));
            if (now.isBefore(until)) {
                throw ApiError.rateLimited(Math.max(1, until.getEpochSecond() - now.getEpochSecond()));
            }
        }
    }
}
