package dev.linqroutes.sandbox;

/** Accepts a message into a chat, which is the same for a create and for a send. */
final class Sending {
    private final World world;
    private final Events events;
    private final int limit;

    Sending(World world, Events events, int limit) {
        this.world = world;
        this.events = events;
        this.limit = limit;
    }

    /** @throws Refusal when the chat cannot take this message now; then nothing has happened */
    Message send(Conversation conversation, Content content, Request request) {
        return send(conversation, content, request, "message.sent");
    }

    /** @param event that tells of it, with the same data as {@code message.sent} */
    Message send(Conversation conversation, Content content, Request request, String event) {
        Chat chat = conversation.chat();
        GroupRules.requireLine(chat);
        requireFits(chat, content);
        conversation.lastMinute().requireRoom(limit, request.at());
        Message message = Message.of(chat, content, request.at());
        world.commit(new Change.MessageAccepted(message));
        events.tell(event, chat, request.traceId(), request.at(), () -> Views.messageEvent(chat, message));
        return message;
    }

    /** What depends on who is in the chat (reference 3.1, 3.2 and 5). */
    void requireFits(Chat chat, Content content) {
        if (chat.isGroup() && content.hasPart("experience")) {
            throw new Refusal(409, 2016, "An experience goes to exactly one recipient");
        }
        for (String handle : content.mentions()) {
            if (!chat.isGroup()) {
                throw new Refusal(409, 2023, "Only groups have mentions");
            }
            if (!chat.hasActive(handle)) {
                // The reference gives 409 without a code, and guesses this one.
                throw new Refusal(409, 2025, "Who is mentioned is not in the chat");
            }
        }
        content.replyTo().ifPresent(replyTo -> {
            String id = replyTo.required("message_id").textValue();
            if (world.chats()
                    .message(id)
                    .filter(message -> message.chatId().equals(chat.id()))
                    .isEmpty()) {
                throw new Refusal(404, 2002, "The message replied to is not in this chat");
            }
        });
    }
}
