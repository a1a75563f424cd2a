package dev.linqroutes.sandbox.content;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatStore;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.http.ApiError;

/** What a message may mention and reply to depends on its chat, whoever sends it (reference 3.1 and 3.2). */
public final class ContentRules {
    private ContentRules() {}

    /** @throws ApiError 409 for a mention or an experience that the chat cannot have, 404/2002 for a message of another chat */
    public static void requireSuitable(ChatStore chats, Chat chat, MessageContent content) {
        if (chat.isGroup() && content.hasPart("experience")) {
            throw new ApiError(409, 2016, "An experience goes to exactly one recipient");
        }
        content.mentions().forEach(handle -> requireMentionable(chat, handle));
        content.replyTo().ifPresent(replyTo -> {
            String id = replyTo.required("message_id").textValue();
            if (chats.findMessage(id)
                    .filter(message -> message.chatId().equals(chat.id()))
                    .isEmpty()) {
                throw new ApiError(404, 2002, "The message replied to is not in this chat");
            }
        });
    }

    private static void requireMentionable(Chat chat, String handle) {
        if (!chat.isGroup()) {
            throw new ApiError(409, 2023, "Only groups have mentions");
        }
        if (!chat.hasActive(handle)) {
            // The reference has 409 without a code and assumes this one.
            throw new ApiError(409, 2025, "Who is mentioned is not in the chat");
        }
    }
}
