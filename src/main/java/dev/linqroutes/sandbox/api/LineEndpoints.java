package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.events.AccountChangeEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Locale;
import java.util.Optional;

/** The account's lines (reference 2.13). */
public final class LineEndpoints {
    private final Account account;
    private final AccountChangeEvents events;

    public LineEndpoints(Account account, AccountChangeEvents events) {
        this.account = account;
        this.events = events;
    }

    ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("phone_numbers", JsonTrees.array(account.lines(), LineEndpoints::view));
        return ApiResponse.ok(answer);
    }

    /** {@code GET /phonenumbers}, which Linq's SDK still has. */
    ApiResponse listDeprecated(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("phone_numbers", JsonTrees.array(account.lines(), line -> {
            ObjectNode view = head(line);
            view.putObject("capabilities").put("sms", true).put("mms", true).put("voice", true);
            return view.putNull("type");
        }));
        return ApiResponse.ok(answer);
    }

    /** Null or an empty text removes the forwarding. */
    ApiResponse update(ApiRequest request) {
        String id = request.id();
        Line before = account.lines().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, 2019, "There is no phone number with this id"));
        JsonFields body = request.body();
        if (!body.mentions("forwarding_number")) {
            throw ApiError.missingField("forwarding_number");
        }
        Optional<String> number = body.optionalText("forwarding_number").filter(text -> !text.isEmpty());
        if (number.filter(text -> !SandboxHandles.isNumber(text)).isPresent()) {
            throw new ApiError(400, 1002, "'forwarding_number' must be an E.164 number");
        }
        Line after = before.withForwardingNumber(number);
        if (!after.equals(before)) {
            account.commit(new AccountChange.LineSaved(after));
            events.forwardingUpdated(before, after, request);
        }
        return ApiResponse.ok(withForwarding(head(after), after));
    }

    private static JsonNode view(Line line) {
        ObjectNode view = head(line);
        view.putObject("reputation")
                .put("status", line.reputation())
                .put(
                        "doc_url",
                        "https://docs.linqapp.com/guides/chats/chat-health#"
                                + line.reputation().toLowerCase(Locale.ROOT).replace('_', '-'));
        return withForwarding(view, line);
    }

    private static ObjectNode head(Line line) {
        return JsonTrees.object().put("id", line.id()).put("phone_number", line.number());
    }

    private static ObjectNode withForwarding(ObjectNode view, Line line) {
        view.set("forwarding_number", JsonTrees.textOrNull(line.forwardingNumber()));
        return view;
    }
}
