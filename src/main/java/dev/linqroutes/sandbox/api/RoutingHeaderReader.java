package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.SandboxSubscription.Routing;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the names of the routing headers of a subscription (reference 0.9). Which names Linq refuses is undocumented; here it is
 * those that mean something to HTTP or to webhooks, and two equal ones.
 */
final class RoutingHeaderReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern RESERVED = Pattern.compile(
            "(?:x-)?webhook-.*|content-.*|proxy-.*|accept.*|sec-.*|host|connection|keep-alive|transfer-encoding|te|trailer"
                    + "|upgrade|expect|date|via|user-agent|authorization|cookie|forwarded|x-forwarded-.*",
            Pattern.CASE_INSENSITIVE);

    private RoutingHeaderReader() {}

    /** Omitted names are those of before; a key header of null switches both off. */
    static Routing read(JsonFields body, Optional<Routing> before) {
        Optional<String> key = body.mentions("routing_key_header") || before.isEmpty()
                ? name(body, "routing_key_header")
                : before.get().keyHeader();
        Routing routing = Routing.of(key, name(body, "routing_id_header").or(() -> before.map(Routing::idHeader)));
        if (key.filter(routing.idHeader()::equalsIgnoreCase).isPresent()) {
            throw ApiError.invalidValue(
                    "'routing_key_header' and 'routing_id_header' must differ; both are " + key.get());
        }
        return routing;
    }

    private static Optional<String> name(JsonFields body, String field) {
        Optional<String> name = body.optionalText(field);
        name.ifPresent(text -> {
            if (!NAME.matcher(text).matches()) {
                throw ApiError.invalidValue("'" + field + "' must be the name of a header");
            }
            if (RESERVED.matcher(text).matches()) {
                throw ApiError.invalidValue("'" + field + "' must not be " + text + ", which has another meaning");
            }
        });
        return name;
    }
}
