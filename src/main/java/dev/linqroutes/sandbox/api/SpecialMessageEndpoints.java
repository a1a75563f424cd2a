package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.world.Chat;
import dev.linqroutes.sandbox.world.Conversation;
import dev.linqroutes.sandbox.world.MessageContent;
import dev.linqroutes.sandbox.world.SandboxMessage;
import dev.linqroutes.sandbox.world.World;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Voice memos and polls (reference 2.12), each stored as a message with a part of its own kind. */
public final class SpecialMessageEndpoints {
    private final World world;
    private final MessageSender sending;

    public SpecialMessageEndpoints(World world, MessageSender sending) {
        this.world = world;
        this.sending = sending;
    }

    /** Has no idempotency key, so every request sends a memo (reference 1.3). */
    ApiResponse voiceMemo(ApiRequest request) {
        Conversation conversation = world.chats().require(request.id());
        JsonFields body = request.body();
        Optional<String> url = body.optionalText("voice_memo_url");
        Optional<String> attachment = body.optionalText("attachment_id");
        if (url.isPresent() == attachment.isPresent()) {
            throw ApiError.invalidValue("Give exactly one of 'voice_memo_url' and 'attachment_id'");
        }
        url.filter(text -> !text.startsWith("https://")).ifPresent(text -> {
            throw ApiError.invalidValue("'voice_memo_url' must be an https address");
        });
        ObjectNode part = JsonTrees.object()
                .put("type", "voice_memo")
                .put("id", UUID.randomUUID().toString());
        part.put("mime_type", "audio/mp4")
                .put("url", url.orElse("https://cdn.linqapp.com/memos/" + attachment.orElse("")));
        SandboxMessage message = sending.send(conversation, content(part, Optional.empty()), request, "message.sent");
        ObjectNode memo = JsonTrees.object().put("id", message.id());
        memo.put("chat", conversation.chat().id())
                .put("from", conversation.chat().line().handle())
                .put("status", "queued")
                .put("service", conversation.chat().service())
                .put("created_at", message.createdAt().toString());
        memo.set("voice_memo", part);
        return ApiResponse.accepted(JsonTrees.object().set("voice_memo", memo));
    }

    ApiResponse poll(ApiRequest request) {
        Conversation conversation = world.chats().require(request.id());
        if (!conversation.chat().service().equals(Chat.IMESSAGE)) {
            throw new ApiError(409, 2017, "Only iMessage has polls");
        }
        JsonFields poll = request.body().object("poll");
        List<JsonFields> options = poll.objects("options");
        if (options.size() < 2) {
            throw ApiError.invalidValue("'poll.options' must have at least 2");
        }
        List<String> texts = options.stream().map(option -> option.text("text")).toList();
        Optional<String> key = poll.optionalText("idempotency_key");
        SandboxMessage message = key.flatMap(world.chats()::findByIdempotencyKey)
                .orElseGet(() -> sending.send(conversation, content(part(texts), key), request, "poll.sent"));
        return ApiResponse.created(envelope(message));
    }

    ApiResponse readPoll(ApiRequest request) {
        return world.chats()
                .findMessage(request.id())
                .filter(message -> message.content().hasPart("poll"))
                .map(message -> ApiResponse.ok(envelope(message)))
                .orElseThrow(() -> new ApiError(404, 2002, "Poll not found"));
    }

    private static ObjectNode part(List<String> options) {
        ObjectNode part = JsonTrees.object().put("type", "poll");
        part.set("options", JsonTrees.array(options, text -> JsonTrees.object()
                .put("option_id", UUID.randomUUID().toString())
                .put("text", text)
                .put("can_be_edited", false)));
        return part;
    }

    private static MessageContent content(JsonNode part, Optional<String> key) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode().add(part);
        return new MessageContent(parts, Optional.empty(), Optional.empty(), Optional.empty(), key);
    }

    private static ObjectNode envelope(SandboxMessage message) {
        ObjectNode view = JsonTrees.object()
                .put("chat_id", message.chatId())
                .put("message_id", message.id())
                .put("created_at", message.createdAt().toString())
                .put("updated_at", message.createdAt().toString());
        ObjectNode poll = view.putObject("poll");
        poll.set("options", message.content().parts().get(0).path("options"));
        poll.put("total_voters", 0);
        view.putArray("reactions");
        return view;
    }
}
