package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.world.Chat;
import dev.linqroutes.sandbox.world.Conversation;
import dev.linqroutes.sandbox.world.MessageContent;
import dev.linqroutes.sandbox.world.ResourceViews;
import dev.linqroutes.sandbox.world.SandboxMessage;
import dev.linqroutes.sandbox.world.World;
import dev.linqroutes.sandbox.world.WorldChange;

/** Accepts a message into a chat, for both create and send. */
public final class MessageSender {
    private final World world;
    private final EventPublisher events;
    private final int limit;

    public MessageSender(World world, EventPublisher events, int limit) {
        this.world = world;
        this.events = events;
        this.limit = limit;
    }

    /** @throws ApiError when the chat cannot accept the message now; without effect */
    SandboxMessage send(Conversation conversation, MessageContent content, ApiRequest request) {
        return send(conversation, content, request, "message.sent");
    }

    /** @param event type of the event, with the same data as {@code message.sent} */
    SandboxMessage send(Conversation conversation, MessageContent content, ApiRequest request, String event) {
        Chat chat = conversation.chat();
        GroupRules.requireActiveLine(chat);
        requireAllowed(chat, content);
        conversation.messageWindow().requireCapacity(limit, request.at());
        SandboxMessage message = SandboxMessage.of(chat, content, request.at());
        world.commit(new WorldChange.MessageAccepted(message));
        events.publish(event, chat, request.traceId(), request.at(), () -> ResourceViews.messageEvent(chat, message));
        return message;
    }

    /** Rules that depend on the members of the chat (reference 3.1, 3.2 and 5). */
    void requireAllowed(Chat chat, MessageContent content) {
        if (chat.isGroup() && content.hasPart("experience")) {
            throw new ApiError(409, 2016, "An experience goes to exactly one recipient");
        }
        for (String handle : content.mentions()) {
            if (!chat.isGroup()) {
                throw new ApiError(409, 2023, "Only groups have mentions");
            }
            if (!chat.hasActive(handle)) {
                // The reference has 409 without a code and assumes this one.
                throw new ApiError(409, 2025, "Who is mentioned is not in the chat");
            }
        }
        content.replyTo().ifPresent(replyTo -> {
            String id = replyTo.required("message_id").textValue();
            if (world.chats()
                    .findMessage(id)
                    .filter(message -> message.chatId().equals(chat.id()))
                    .isEmpty()) {
                throw new ApiError(404, 2002, "The message replied to is not in this chat");
            }
        });
    }
}
