package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.content.ReactionReader;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;
import java.util.Set;

/** Reactions of the account to messages (reference 2.11). */
public final class ReactionEndpoints {
    private final Account account;
    private final MediaReader media;
    private final ChatAccess access;
    private final MessageEvents events;

    public ReactionEndpoints(Account account, ChatAccess access, MediaReader media, MessageEvents events) {
        this.account = account;
        this.access = access;
        this.media = media;
        this.events = events;
    }

    ApiResponse react(ApiRequest request) {
        ChatAccess.Found found = access.messageToChange(request);
        Chat chat = found.chat();
        SandboxMessage message = found.message();
        Requirements.requireRich(chat);
        JsonFields body = request.body();
        boolean add =
                Requirements.oneOf(body, "operation", Set.of("add", "remove")).equals("add");
        Reaction reaction = ReactionReader.read(
                chat.line().handle(), message, body, add, fields -> sticker(chat, fields), request.at());
        if (add != message.hasReaction(reaction)) {
            SandboxMessage changed = add
                    ? message.withReaction(reaction, request.at())
                    : message.withoutReaction(reaction, request.at());
            account.commit(new AccountChange.MessageChanged(changed));
            JsonNode detail = JsonTrees.object()
                    .put("operation", add ? "add" : "remove")
                    .put("type", reaction.type())
                    .put("part_index", reaction.partIndex());
            account.commit(new AccountChange.ActionDone(
                    new ChatAction(chat.id(), "reaction", Optional.of(message.id()), detail, request.at())));
            events.reaction(chat, changed, reaction, add, Optional.of(request.traceId()));
        }
        return Requirements.queued("Reaction processed", request);
    }

    private ObjectNode sticker(Chat chat, JsonFields body) {
        Requirements.requireIMessage(chat);
        return media.sticker(body);
    }
}
