package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.content.BackgroundReader;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/** Backgrounds of chats (reference 2.12 and 0.14). */
public final class BackgroundEndpoints {
    private final Account account;
    private final ChatEvents events;

    public BackgroundEndpoints(Account account, ChatEvents events) {
        this.account = account;
        this.events = events;
    }

    ApiResponse set(ApiRequest request) {
        Chat chat = requireActiveChat(request);
        return change(chat, Optional.of(BackgroundReader.read(request.body())), request);
    }

    ApiResponse remove(ApiRequest request) {
        return change(requireActiveChat(request), Optional.empty(), request);
    }

    /** On other services than iMessage it is accepted and nothing happens (reference 0.14). */
    private ApiResponse change(Chat chat, Optional<JsonNode> background, ApiRequest request) {
        if (GroupRules.isOrMayBeIMessage(chat)) {
            Chat after = chat.withBackground(background, request.at());
            account.commit(new AccountChange.ChatSaved(after));
            account.commit(new AccountChange.ActionDone(new ChatAction(
                    chat.id(), "background", Optional.empty(), JsonTrees.orNull(background), request.at())));
            events.backgroundUpdated(after, after.line().handle(), Optional.of(request.traceId()));
        }
        return Requirements.queued("Background change queued", request);
    }

    private Chat requireActiveChat(ApiRequest request) {
        Chat chat = account.chats().require(request.id()).chat();
        GroupRules.requireActiveLine(chat);
        return chat;
    }
}
