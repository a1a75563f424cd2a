package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What neither the account nor a person does: lines are flagged, and time passes. */
public final class WorldEndpoints {
    private static final Duration MOST = Duration.ofDays(366);

    private final Account account;
    private final Timeline timeline;
    private final ChatEvents events;

    public WorldEndpoints(Account account, Timeline timeline, ChatEvents events) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
    }

    ApiResponse listLines(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("lines", JsonTrees.array(account.lines(), Line::json));
        return ApiResponse.ok(answer);
    }

    /**
     * {@code {"flagged": true}}: a flagged line takes no new activity (reference 1.5, code 2027). {@code {"contact_card_active":
     * false}}: as if Linq had not activated the card (reference 0.17).
     */
    ApiResponse changeLine(ApiRequest request) {
        String number =
                "+" + request.context().pathParam("number").replace("+", "").strip();
        Line before = account.line(number).orElseThrow(() -> new ApiError(404, 2019, "There is no line " + number));
        JsonFields body = request.body();
        Optional<Boolean> active = body.optionalFlag("contact_card_active");
        if (!body.has("flagged") && active.isEmpty()) {
            throw ApiError.missingField("flagged");
        }
        boolean flagged = body.optionalFlag("flagged").orElse(before.flagged());
        Line changed = flagged == before.flagged() ? before : before.withFlagged(flagged);
        Line after = changed.withCard(
                before.card().map(card -> active.map(card::withActive).orElse(card)));
        account.commit(new AccountChange.LineSaved(after));
        if (flagged != before.flagged()) {
            events.lineStatusUpdated(before, after, request.at());
        }
        return ApiResponse.ok(after.json());
    }

    ApiResponse readTime(ApiRequest request) {
        return ApiResponse.ok(JsonTrees.object().put("now", timeline.now().toString()));
    }

    /** {@code {"advance": "PT24H"}}: does what is due until then. */
    ApiResponse advanceTime(ApiRequest request) {
        JsonFields body = request.body();
        timeline.advance(duration(body.text("advance")));
        account.commit(new AccountChange.TimeAdvanced(timeline.ahead()));
        return readTime(request);
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(MOST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw ApiError.invalidValue("'advance' must be an ISO 8601 duration, such as PT24H");
        }
        throw ApiError.invalidValue("'advance' must be between PT0S and " + MOST);
    }
}
