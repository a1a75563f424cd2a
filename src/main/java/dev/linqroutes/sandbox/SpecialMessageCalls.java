package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Voice memos and polls (reference 2.12): each is a message of a kind of its own. */
final class SpecialMessageCalls {
    private final World world;
    private final Sending sending;

    SpecialMessageCalls(World world, Sending sending) {
        this.world = world;
        this.sending = sending;
    }

    /** There is no idempotency key, so every call sends one (reference 1.3). */
    Answer voiceMemo(Request request) {
        Conversation conversation = world.chats().require(request.id());
        Fields body = request.body();
        Optional<String> url = body.optionalText("voice_memo_url");
        Optional<String> attachment = body.optionalText("attachment_id");
        if (url.isPresent() == attachment.isPresent()) {
            throw Refusal.value("Give exactly one of 'voice_memo_url' and 'attachment_id'");
        }
        url.filter(text -> !text.startsWith("https://")).ifPresent(text -> {
            throw Refusal.value("'voice_memo_url' must be an https address");
        });
        ObjectNode part = Json.object()
                .put("type", "voice_memo")
                .put("id", UUID.randomUUID().toString());
        part.put("mime_type", "audio/mp4")
                .put("url", url.orElse("https://cdn.linqapp.com/memos/" + attachment.orElse("")));
        Message message = sending.send(conversation, content(part, Optional.empty()), request, "message.sent");
        ObjectNode memo = Json.object().put("id", message.id());
        memo.put("chat", conversation.chat().id())
                .put("from", conversation.chat().line().handle())
                .put("status", "queued")
                .put("service", conversation.chat().service())
                .put("created_at", message.createdAt().toString());
        memo.set("voice_memo", part);
        return Answer.accepted(Json.object().set("voice_memo", memo));
    }

    Answer poll(Request request) {
        Conversation conversation = world.chats().require(request.id());
        if (!conversation.chat().service().equals(Chat.IMESSAGE)) {
            throw new Refusal(409, 2017, "Only iMessage has polls");
        }
        Fields poll = request.body().object("poll");
        List<Fields> options = poll.objects("options");
        if (options.size() < 2) {
            throw Refusal.value("'poll.options' must have at least 2");
        }
        List<String> texts = options.stream().map(option -> option.text("text")).toList();
        Optional<String> key = poll.optionalText("idempotency_key");
        Message message = key.flatMap(world.chats()::sentWith)
                .orElseGet(() -> sending.send(conversation, content(part(texts), key), request, "poll.sent"));
        return Answer.created(envelope(message));
    }

    Answer readPoll(Request request) {
        return world.chats()
                .message(request.id())
                .filter(message -> message.content().hasPart("poll"))
                .map(message -> Answer.ok(envelope(message)))
                .orElseThrow(() -> new Refusal(404, 2002, "Poll not found"));
    }

    private static ObjectNode part(List<String> options) {
        ObjectNode part = Json.object().put("type", "poll");
        part.set("options", Json.array(options, text -> Json.object()
                .put("option_id", UUID.randomUUID().toString())
                .put("text", text)
                .put("can_be_edited", false)));
        return part;
    }

    private static Content content(JsonNode part, Optional<String> key) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode().add(part);
        return new Content(parts, Optional.empty(), Optional.empty(), Optional.empty(), key);
    }

    private static ObjectNode envelope(Message message) {
        ObjectNode view = Json.object()
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
