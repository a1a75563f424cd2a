package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The account's limits of messages (reference 1.4): for each pair of line and person in any 60 seconds, over all chats (reference
 * 0.18), and for the account per UTC day.
 */
public final class SendLimits {
    /** Pairs whose window is over are removed when there are twice as many as were left, and so many more. */
    private static final int SWEEP_AFTER = 10_000;

    private final Map<String, SlidingWindowLimiter> pairs = new HashMap<>();
    private LocalDate day = LocalDate.EPOCH;
    private Instant latest = Instant.EPOCH;
    private int today;
    private int nextSweep = SWEEP_AFTER;

    /**
     * @param countsOnce whether a group message counts once for the chat, and not for each of its people (reference 0.18)
     * @param perPair messages per pair and 60 seconds
     * @param perDay messages per day; empty for no limit
     * @throws ApiError 429/1007 with the seconds to wait
     */
    public void requireCapacity(Chat chat, boolean countsOnce, int perPair, OptionalInt perDay, Instant now) {
        if (perDay.isPresent() && sentOn(dayOf(now)) >= perDay.getAsInt()) {
            Instant midnight =
                    dayOf(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            throw ApiError.rateLimited(midnight.getEpochSecond() - now.getEpochSecond());
        }
        String line = chat.line().handle();
        for (String person : countsOnce ? List.of(chat.id()) : chat.activeHandles()) {
            SlidingWindowLimiter window = pairs.get(pair(line, person));
            if (window != null) {
                window.requireCapacity(perPair, now);
            }
        }
    }

    void record(Chat chat, Instant at) {
        latest = at;
        if (!dayOf(at).equals(day)) {
            day = dayOf(at);
            today = 0;
        }
        today++;
        String line = chat.line().handle();
        chat.activeHandles().forEach(person -> record(pair(line, person), at));
        record(pair(line, chat.id()), at);
        if (pairs.size() >= nextSweep) {
            pairs.values().removeIf(window -> window.isOver(at));
            nextSweep = 2 * pairs.size() + SWEEP_AFTER;
        }
    }

    private void record(String pair, Instant at) {
        pairs.computeIfAbsent(pair, same -> new SlidingWindowLimiter()).record(at);
    }

    /** What still counts when the latest message was recorded. */
    JsonNode json() {
        ObjectNode json = JsonTrees.object().put("day", day.toString()).put("today", today);
        json.put("latest", latest.toString());
        ObjectNode windows = json.putObject("windows");
        pairs.forEach((pair, window) -> {
            if (!window.isOver(latest)) {
                windows.set(pair, window.json());
            }
        });
        return json;
    }

    void restore(JsonNode json) {
        day = LocalDate.parse(json.required("day").textValue());
        today = json.required("today").intValue();
        latest = JsonTrees.instant(json, "latest");
        pairs.clear();
        json.required("windows")
                .properties()
                .forEach(pair -> pairs.put(pair.getKey(), SlidingWindowLimiter.read(pair.getValue())));
    }

    private int sentOn(LocalDate date) {
        return date.equals(day) ? today : 0;
    }

    private static LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** @param other a person, or a chat where its messages count once */
    private static String pair(String line, String other) {
        return line + ' ' + other;
    }
}
