package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Locale;

/** The account's lines (reference 2.13). */
public final class LineEndpoints {
    private final Account account;

    public LineEndpoints(Account account) {
        this.account = account;
    }

    ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("phone_numbers", JsonTrees.array(account.lines(), LineEndpoints::view));
        return ApiResponse.ok(answer);
    }

    private static JsonNode view(Line line) {
        ObjectNode view = JsonTrees.object().put("id", line.id()).put("phone_number", line.number());
        view.putObject("reputation")
                .put("status", line.reputation())
                .put(
                        "doc_url",
                        "https://docs.linqapp.com/guides/chats/chat-health#"
                                + line.reputation().toLowerCase(Locale.ROOT).replace('_', '-'));
        view.set("forwarding_number", JsonTrees.textOrNull(line.forwardingNumber()));
        return view;
    }
}
