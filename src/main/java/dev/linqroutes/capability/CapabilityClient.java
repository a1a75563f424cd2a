package dev.linqroutes.capability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.files.check.LinqAnswers.HandleAnswer;
import dev.linqroutes.files.check.LinqAnswers.Reach;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.LinqRequestFailed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks whether a person has iMessage (reference 2.13). */
final class CapabilityClient {
    private static final String PATH = "/capability/check_imessage";
    private static final int THROTTLED = 429;

    /** Nothing that follows can succeed either. */
    private static final List<Integer> FINAL = List.of(401, 403);

    /** Linq cannot tell: RCS off on the line, no RCS account, check not run. */
    private static final List<Integer> UNKNOWN_CODES = List.of(4004, 4009, 4010);

    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(10);

    private final LinqApiClient linq;

    CapabilityClient(LinqApiClient linq) {
        this.linq = linq;
    }

    /**
     * What an answer says. At most one of the first two is present; none if there was no answer of Linq.
     *
     * @param throttled how long to wait before the same question
     * @param stop why no other question can be answered
     * @param answer about the person; unknown unless Linq has told
     */
    record Result(Optional<Duration> throttled, Optional<String> stop, HandleAnswer answer, boolean ofLinq) {}

    Result ask(String handle) {
        try {
            JsonNode available =
                    linq.call("POST", PATH, Map.of("address", handle)).json().path("available");
            if (!available.isBoolean()) {
                return unknown("Linq's answer does not say", true);
            }
            return answered(new HandleAnswer(available.booleanValue() ? Reach.IMESSAGE : Reach.NO_IMESSAGE, ""), true);
        } catch (LinqRequestFailed e) {
            return interpret(e);
        }
    }

    private static Result interpret(LinqRequestFailed e) {
        if (e.hasStatus(THROTTLED)) {
            return new Result(
                    Optional.of(e.retryAfter().orElse(DEFAULT_DELAY)), Optional.empty(), unknownAnswer(e), true);
        }
        if (FINAL.stream().anyMatch(e::hasStatus)) {
            return new Result(Optional.empty(), Optional.of(e.getMessage()), unknownAnswer(e), true);
        }
        boolean ofLinq = e.hasStatus(400) || UNKNOWN_CODES.stream().anyMatch(e::hasCode);
        return unknown(e.getMessage(), ofLinq);
    }

    private static HandleAnswer unknownAnswer(LinqRequestFailed e) {
        return new HandleAnswer(Reach.UNKNOWN, e.getMessage());
    }

    private static Result unknown(String reason, boolean ofLinq) {
        return answered(new HandleAnswer(Reach.UNKNOWN, reason), ofLinq);
    }

    private static Result answered(HandleAnswer answer, boolean ofLinq) {
        return new Result(Optional.empty(), Optional.empty(), answer, ofLinq);
    }
}
