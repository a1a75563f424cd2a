package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.ResultPage;
import dev.linqroutes.sandbox.world.Conversation;
import dev.linqroutes.sandbox.world.MessageContent;
import dev.linqroutes.sandbox.world.ResourceViews;
import dev.linqroutes.sandbox.world.SandboxMessage;
import dev.linqroutes.sandbox.world.World;
import java.util.Optional;

/** Sending into a chat and reading messages (reference 2.8, 2.9 and 2.11). */
public final class MessageEndpoints {
    private final World world;
    private final MessageSender sending;

    public MessageEndpoints(World world, MessageSender sending) {
        this.world = world;
        this.sending = sending;
    }

    ApiResponse send(ApiRequest request) {
        Conversation conversation = world.chats().require(request.id());
        JsonFields body = request.body();
        body.optionalFlag("override_optout");
        MessageContent content = MessageContentReader.read(body.object("message"));
        Optional<SandboxMessage> before = content.idempotencyKey().flatMap(world.chats()::findByIdempotencyKey);
        SandboxMessage message = before.orElseGet(() -> sending.send(conversation, content, request));
        ObjectNode answer = JsonTrees.object().put("chat_id", message.chatId());
        answer.set("message", ResourceViews.sent(message));
        return ApiResponse.accepted(answer);
    }

    ApiResponse list(ApiRequest request) {
        Conversation conversation = world.chats().require(request.id());
        ResultPage<SandboxMessage> page = ResultPage.of(conversation.messages(), message -> true, request, 50);
        return ApiResponse.ok(page.view("messages", message -> ResourceViews.message(conversation.chat(), message)));
    }

    ApiResponse read(ApiRequest request) {
        SandboxMessage message =
                world.chats().findMessage(request.id()).orElseThrow(() -> new ApiError(404, 2002, "Message not found"));
        return ApiResponse.ok(
                ResourceViews.message(world.chats().require(message.chatId()).chat(), message));
    }
}
