package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of a log somebody wants.
 *
 * @param after entries with a greater number; empty for the newest
 * @param limit how many are returned
 * @param patience how long the answer may be held
 * @param count matching entries that end the wait
 */
record RecordQuery(OptionalLong after, int limit, Duration patience, int count) {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST = 1_000;
    private static final int STANDARD = 100;

    /** @throws ApiError 400/1005 when a parameter is invalid */
    static RecordQuery of(ApiRequest request) {
        Optional<String> after = request.query("after");
        return new RecordQuery(
                after.isPresent()
                        ? OptionalLong.of(number(request, "after", 0, 0, Long.MAX_VALUE))
                        : OptionalLong.empty(),
                (int) number(request, "limit", STANDARD, 1, MOST),
                request.query("await").map(RecordQuery::duration).orElse(Duration.ZERO),
                (int) number(request, "count", 1, 1, MOST));
    }

    static long number(ApiRequest request, String name, long standard, long least, long most) {
        try {
            long number = request.query(name).map(Long::valueOf).orElse(standard);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ApiError.invalidValue("'" + name + "' must be a number");
        }
        throw ApiError.invalidValue("'" + name + "' must be between " + least + " and " + most);
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw ApiError.invalidValue("'await' must be an ISO 8601 duration, such as PT5S");
        }
        throw ApiError.invalidValue("'await' must be between PT0S and " + LONGEST);
    }
}
