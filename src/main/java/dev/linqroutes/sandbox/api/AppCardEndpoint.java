package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.AppCardReader;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/** New content for a card of an iMessage app: a message of its own (reference 2.11). */
public final class AppCardEndpoint {
    private final ChatAccess access;
    private final MessageSender sending;
    private final MediaReader media;

    public AppCardEndpoint(ChatAccess access, MessageSender sending, MediaReader media) {
        this.access = access;
        this.sending = sending;
        this.media = media;
    }

    /** Cards in groups are never reported as delivered, so they cannot be updated. */
    ApiResponse update(ApiRequest request) {
        ChatAccess.Found found = access.messageToChange(request);
        Requirements.requireIMessage(found.chat());
        SandboxMessage card = found.message();
        if (!card.fromMe() || !card.content().hasPart("imessage_app")) {
            throw ApiError.invalidValue("The message is not an app card of yours");
        }
        ObjectNode updated =
                AppCardReader.update((ObjectNode) card.content().parts().get(0), request.body(), media);
        if (card.progress().deliveredAt().isEmpty()) {
            throw ApiError.conflict("The card is not delivered yet");
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode().add(updated);
        MessageContent content = new MessageContent(
                parts, Optional.empty(), Optional.empty(), card.content().preferredService(), Optional.empty());
        SandboxMessage message = sending.send(found.conversation(), content, request);
        ObjectNode answer = JsonTrees.object().put("chat_id", message.chatId());
        answer.set("message", ResourceViews.sent(found.chat(), message));
        return ApiResponse.accepted(answer);
    }
}
