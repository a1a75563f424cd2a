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
 * What the sandbox does wrong on purpose, so that a client can be tested: set by {@code POST /sandbox/faults}, shown by
 * {@code GET}. Drawn from a seeded source, so the same requests in the same order meet the same faults.
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

    /** The kinds of fault that strike by chance. */
    public enum Fault {
        /** 503 before anything has happened. */
        ERROR_BEFORE,
        /** 500 although everything has happened. */
        ERROR_AFTER,
        /** The connection closed before anything has happened. */
        DROP_BEFORE,
        /** The connection closed although everything has happened. */
        DROP_AFTER,
        /** A gateway's page instead of the answer, although everything has happened. */
        GARBAGE,
        /** The answer late. */
        SLOW,
        /** 404/2007, an attachment that is not ready, before anything has happened. */
        NOT_READY,
        /** 409/2009, a chat that is still being created, before anything has happened. */
        IN_TRANSITION,
        /** 200 with an error in it, before anything has happened. */
        ERROR_IN_200,
        /** 200 with a gateway's page instead of the answer, although everything has happened. */
        GARBAGE_IN_200;

        private String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Replaces what was set: {@code {"seed", "error_before", … , "garbage_in_200", "slow_millis", "limited_share",
     * "limited_seconds", "reject_key"}}, everything optional and off without.
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

    /** What is wrong with the next request. */
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

    /** @throws ApiError 429/1007 while the chat is one of those that have to wait */
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
