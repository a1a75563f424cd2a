package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.StickerPlacementReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;

/** Stickers that the account puts on messages (reference 0.10). */
public final class StickerEndpoint {
    private final Account account;
    private final ChatAccess access;

    public StickerEndpoint(Account account, ChatAccess access) {
        this.account = account;
        this.access = access;
    }

    /** Moves a sticker of the account. The code for an unknown reaction and the event of a move are undocumented; here it has none. */
    ApiResponse move(ApiRequest request) {
        ChatAccess.Found found = access.messageToChange(request);
        Chat chat = found.chat();
        Requirements.requireIMessage(chat);
        SandboxMessage message = found.message();
        String id = request.id("reactionId");
        Reaction reaction = message.reactions().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, 2002, "The message has no such reaction"));
        if (reaction.sticker().isEmpty()
                || !reaction.handle().equals(chat.line().handle())) {
            throw ApiError.invalidValue("Only own stickers can be moved");
        }
        ObjectNode sticker = reaction.sticker().orElseThrow().deepCopy();
        sticker.set("placement", StickerPlacementReader.read(request.body().object("placement")));
        account.commit(
                new AccountChange.MessageChanged(message.withReaction(reaction.withSticker(sticker), request.at())));
        return ApiResponse.accepted(JsonTrees.object()
                .put("success", true)
                .put("status", "accepted")
                .put("trace_id", request.traceId()));
    }
}
