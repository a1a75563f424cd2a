package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;
import java.util.Set;

/** Reactions of the account to messages (reference 2.11). */
public final class ReactionEndpoints {
    private final Account account;
    private final StickerEndpoint stickers;
    private final ChatAccess access;
    private final MessageEvents events;

    public ReactionEndpoints(Account account, ChatAccess access, StickerEndpoint stickers, MessageEvents events) {
        this.account = account;
        this.access = access;
        this.stickers = stickers;
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
        String type = Requirements.oneOf(body, "type", Reaction.TYPES);
        Optional<String> emoji = body.optionalText("custom_emoji");
        if (type.equals("custom") && emoji.isEmpty()) {
            throw ApiError.missingField("custom_emoji");
        }
        if (type.equals(StickerEndpoint.TYPE) && !add) {
            throw ApiError.invalidValue("A sticker cannot be removed");
        }
        Reaction reaction = Reaction.of(
                chat.line().handle(),
                Requirements.partIndex(body, message),
                type,
                emoji.filter(text -> type.equals("custom")),
                Optional.of(type).filter(StickerEndpoint.TYPE::equals).map(sticker -> stickers.read(chat, body)),
                request.at());
        if (add != message.hasReaction(reaction)) {
            SandboxMessage changed = add
                    ? message.withReaction(reaction, request.at())
                    : message.withoutReaction(reaction, request.at());
            account.commit(new AccountChange.MessageChanged(changed));
            JsonNode detail = JsonTrees.object()
                    .put("operation", add ? "add" : "remove")
                    .put("type", type)
                    .put("part_index", reaction.partIndex());
            account.commit(new AccountChange.ActionDone(
                    new ChatAction(chat.id(), "reaction", Optional.of(message.id()), detail, request.at())));
            events.reaction(chat, changed, reaction, add, Optional.of(request.traceId()));
        }
        return Requirements.queued("Reaction processed", request);
    }
}
