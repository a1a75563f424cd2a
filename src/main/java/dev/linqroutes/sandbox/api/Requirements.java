package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Set;

/** What several endpoints ask of a request, and the answer that several give. */
final class Requirements {
    private Requirements() {}

    /** @throws ApiError 409/2017 on other services; a chat without a service yet counts as iMessage */
    static void requireIMessage(Chat chat) {
        if (!GroupRules.isOrMayBeIMessage(chat)) {
            throw notOn(chat);
        }
    }

    /** @throws ApiError 409/2017 on SMS (reference 3.5) */
    static void requireRich(Chat chat) {
        if (chat.service().filter(Services.SMS::equals).isPresent()) {
            throw notOn(chat);
        }
    }

    private static ApiError notOn(Chat chat) {
        return new ApiError(409, 2017, "Not possible on " + chat.service().orElseThrow());
    }

    static String oneOf(JsonFields body, String field, Set<String> allowed) {
        String value = body.text(field);
        if (!allowed.contains(value)) {
            throw ApiError.invalidValue("'" + body.pathOf(field) + "' must be one of "
                    + String.join(", ", allowed.stream().sorted().toList()));
        }
        return value;
    }

    static ApiResponse queued(String text, ApiRequest request) {
        return ApiResponse.accepted(JsonTrees.object()
                .put("status", "accepted")
                .put("message", text)
                .put("trace_id", request.traceId()));
    }
}
