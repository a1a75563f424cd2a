package dev.linqroutes.sandbox.faults;

import dev.linqroutes.sandbox.http.ApiError;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a 429 says when to try again: as Linq does (reference 1.4), or as gateways in between are known to. */
enum RetryAfterForm {
    SECONDS,
    DATE,
    FRACTION,
    NONE,
    PAST,
    HUGE,
    TEXT,
    BODY,
    MILLIS;

    private static final String HEADER = "Retry-After";

    static List<String> words() {
        return Stream.of(values())
                .map(form -> form.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static RetryAfterForm of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The 429, whose headers are set on the response; all forms but two leave the seconds out of the body. */
    ApiError error(RoutingContext context, long seconds) {
        HttpServerResponse response = context.response();
        switch (this) {
            case SECONDS -> {
                return ApiError.rateLimited(seconds);
            }
            case BODY -> {
                context.addHeadersEndHandler(ending -> response.headers().remove(HEADER));
                return ApiError.rateLimited(seconds);
            }
            case DATE -> response.putHeader(HEADER, date(Duration.ofSeconds(seconds)));
            case PAST -> response.putHeader(HEADER, date(Duration.ofHours(-1)));
            case FRACTION -> response.putHeader(HEADER, seconds + ".5");
            case HUGE -> response.putHeader(HEADER, "99999999999999999999");
            case TEXT -> response.putHeader(HEADER, "soon");
            case MILLIS -> response.putHeader("Retry-After-Ms", Long.toString(seconds * 1000));
            case NONE -> {}
        }
        return new ApiError(429, 1007, "Rate limited.");
    }

    /** By the clock of the client, so not by the account's time, which tests advance. */
    private static String date(Duration ahead) {
        return DateFormatter.format(Date.from(Instant.now().plus(ahead)));
    }
}
