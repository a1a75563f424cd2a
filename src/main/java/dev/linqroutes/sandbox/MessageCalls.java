package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Sending into a chat and reading messages (reference 2.8, 2.9 and 2.11). */
final class MessageCalls {
    private final World world;
    private final Sending sending;

    MessageCalls(World world, Sending sending) {
        this.world = world;
        this.sending = sending;
    }

    Answer send(Request request) {
        Conversation conversation = world.chats().require(request.id());
        Fields body = request.body();
        body.optionalFlag("override_optout");
        Content content = ContentReader.read(body.object("message"));
        Optional<Message> before = content.idempotencyKey().flatMap(world.chats()::sentWith);
        Message message = before.orElseGet(() -> sending.send(conversation, content, request));
        ObjectNode answer = Json.object().put("chat_id", message.chatId());
        answer.set("message", Views.sent(message));
        return Answer.accepted(answer);
    }

    Answer list(Request request) {
        Conversation conversation = world.chats().require(request.id());
        Page<Message> page = Page.of(conversation.messages(), message -> true, request, 50);
        return Answer.ok(page.view("messages", message -> Views.message(conversation.chat(), message)));
    }

    Answer read(Request request) {
        Message message =
                world.chats().message(request.id()).orElseThrow(() -> new Refusal(404, 2002, "Message not found"));
        return Answer.ok(Views.message(world.chats().require(message.chatId()).chat(), message));
    }
}
