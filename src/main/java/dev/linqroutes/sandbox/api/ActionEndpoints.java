package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.world.Chat;
import dev.linqroutes.sandbox.world.ChatAction;
import dev.linqroutes.sandbox.world.Conversation;
import dev.linqroutes.sandbox.world.ResourceViews;
import dev.linqroutes.sandbox.world.SandboxMessage;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.sandbox.world.World;
import dev.linqroutes.sandbox.world.WorldChange;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Reactions, edits, backgrounds and contact cards (reference 2.11 to 2.13). */
public final class ActionEndpoints {
    private static final Set<String> REACTIONS =
            Set.of("love", "like", "dislike", "laugh", "emphasize", "question", "custom");
    private static final Set<String> BACKGROUNDS = Set.of("color", "dynamic", "photo");
    private static final int MAX_EDITS = 5;
    private static final Duration EDIT_WINDOW = Duration.ofMinutes(15);
    private static final Duration CARD_INTERVAL = Duration.ofHours(24);
    private static final int MAX_TEXT_LENGTH = 10_000;

    private final World world;
    private final EventPublisher events;
    private final SandboxOptions options;

    public ActionEndpoints(World world, EventPublisher events, SandboxOptions options) {
        this.world = world;
        this.events = events;
        this.options = options;
    }

    ApiResponse react(ApiRequest request) {
        SandboxMessage message = message(request);
        Conversation conversation = requireActiveConversation(message.chatId());
        JsonFields body = request.body();
        String operation = oneOf(body, "operation", Set.of("add", "remove"));
        String type = oneOf(body, "type", REACTIONS);
        Optional<String> emoji = body.optionalText("custom_emoji");
        if (type.equals("custom") && emoji.isEmpty()) {
            throw ApiError.missingField("custom_emoji");
        }
        ObjectNode reaction = JsonTrees.object().put("type", type).put("part_index", partIndex(body, message));
        reaction.set("custom_emoji", JsonTrees.textOrNull(emoji));
        boolean add = operation.equals("add");
        if (add != hasReaction(conversation, message, reaction)) {
            ObjectNode detail = reaction.deepCopy().put("operation", operation);
            recordAction(conversation.chat(), "reaction", Optional.of(message.id()), detail, request);
            publishReaction(conversation.chat(), message, reaction, add, request);
        }
        return queued("Reaction processed", request);
    }

    private static boolean hasReaction(Conversation conversation, SandboxMessage message, JsonNode reaction) {
        return conversation.actions().stream()
                .filter(action -> action.isAbout("reaction", message.id()))
                .filter(action -> ((ObjectNode) action.detail().deepCopy())
                        .without("operation")
                        .equals(reaction))
                .max(Comparator.comparing(ChatAction::at))
                .map(action -> action.detail().path("operation").asText().equals("add"))
                .orElse(false);
    }

    private void publishReaction(
            Chat chat, SandboxMessage message, ObjectNode reaction, boolean add, ApiRequest request) {
        events.publish(add ? "reaction.added" : "reaction.removed", chat, request.traceId(), request.at(), () -> {
            ObjectNode data = JsonTrees.object()
                    .put("chat_id", chat.id())
                    .put("message_id", message.id())
                    .put("part_index", reaction.path("part_index").intValue())
                    .put("reaction_type", reaction.path("type").textValue())
                    .put("is_from_me", true)
                    .put("from", chat.line().handle());
            data.set("custom_emoji", reaction.path("custom_emoji"));
            data.set("from_handle", chat.line().json());
            return data.put("service", chat.service())
                    .put("reacted_at", request.at().toString())
                    .putNull("sticker");
        });
    }

    ApiResponse edit(ApiRequest request) {
        SandboxMessage message = message(request);
        Conversation conversation = requireActiveConversation(message.chatId());
        requireIMessage(conversation.chat());
        JsonFields body = request.body();
        String text = body.text("text");
        if (text.isEmpty() || text.length() > MAX_TEXT_LENGTH) {
            throw ApiError.invalidValue("'text' must have 1 to " + MAX_TEXT_LENGTH + " characters");
        }
        int part = partIndex(body, message);
        if (!message.content().parts().get(part).path("type").asText().equals("text")) {
            throw ApiError.invalidValue("Only text parts can be edited");
        }
        long edits = conversation.actions().stream()
                .filter(action -> action.isAbout("edit", message.id()))
                .count();
        if (edits >= MAX_EDITS) {
            throw ApiError.conflict("The message was edited " + MAX_EDITS + " times");
        }
        if (message.createdAt().plus(EDIT_WINDOW).isBefore(request.at())) {
            throw ApiError.conflict("The message is older than " + EDIT_WINDOW.toMinutes() + " minutes");
        }
        SandboxMessage edited = message.edited(part, text);
        world.commit(new WorldChange.MessageEdited(edited));
        Chat chat = conversation.chat();
        recordAction(
                chat,
                "edit",
                Optional.of(message.id()),
                JsonTrees.object().put("text", text).put("part_index", part),
                request);
        events.publish(
                "message.edited",
                chat,
                request.traceId(),
                request.at(),
                () -> ResourceViews.edited(chat, edited, part, request.at()));
        return ApiResponse.ok(ResourceViews.message(chat, edited));
    }

    ApiResponse setBackground(ApiRequest request) {
        Conversation conversation = requireActiveConversation(request.id());
        requireIMessage(conversation.chat());
        JsonFields body = request.body();
        String type = oneOf(body, "type", BACKGROUNDS);
        Optional<String> image = body.optionalText("image_url");
        if (type.equals("photo")
                && !image.map(url -> url.startsWith("https://")).orElse(false)) {
            throw new ApiError(400, 5007, "'image_url' must be the https address of an image");
        }
        return changeBackground(conversation.chat(), body.node(), request);
    }

    ApiResponse removeBackground(ApiRequest request) {
        Conversation conversation = requireActiveConversation(request.id());
        requireIMessage(conversation.chat());
        return changeBackground(conversation.chat(), JsonTrees.orNull(Optional.empty()), request);
    }

    private ApiResponse changeBackground(Chat chat, JsonNode background, ApiRequest request) {
        recordAction(chat, "background", Optional.empty(), background, request);
        events.publish("chat.background_updated", chat, request.traceId(), request.at(), () -> {
            ObjectNode data = JsonTrees.object();
            data.set("chat", JsonTrees.object().put("id", chat.id()).put("is_group", chat.isGroup()));
            data.set("actor_handle", chat.line().json());
            data.set("background", background);
            return data;
        });
        return queued("Background change queued", request);
    }

    ApiResponse shareContactCard(ApiRequest request) {
        Conversation conversation = requireActiveConversation(request.id());
        requireIMessage(conversation.chat());
        boolean sharedToday = conversation.actions().stream()
                .anyMatch(action -> action.kind().equals("contact_card")
                        && action.at().plus(CARD_INTERVAL).isAfter(request.at()));
        if (!sharedToday) {
            recordAction(conversation.chat(), "contact_card", Optional.empty(), JsonTrees.object(), request);
        }
        return ApiResponse.noContent();
    }

    /** Every line has an active card. */
    ApiResponse listContactCards(ApiRequest request) {
        ObjectNode response = JsonTrees.object();
        response.set("contact_cards", JsonTrees.array(options.lines(), line -> JsonTrees.object()
                .put("phone_number", line)
                .put("first_name", "Sandbox")
                .put("is_active", true)));
        return ApiResponse.ok(response);
    }

    private void recordAction(Chat chat, String kind, Optional<String> messageId, JsonNode detail, ApiRequest request) {
        world.commit(new WorldChange.ActionDone(new ChatAction(chat.id(), kind, messageId, detail, request.at())));
    }

    private SandboxMessage message(ApiRequest request) {
        return world.chats().findMessage(request.id()).orElseThrow(() -> new ApiError(404, 2002, "Message not found"));
    }

    /** @throws ApiError 409/2013 when the line left the chat (reference 2.6) */
    private Conversation requireActiveConversation(String chatId) {
        Conversation conversation = world.chats().require(chatId);
        GroupRules.requireActiveLine(conversation.chat());
        return conversation;
    }

    private static void requireIMessage(Chat chat) {
        if (!chat.service().equals(Chat.IMESSAGE)) {
            throw new ApiError(409, 2017, "Not possible on " + chat.service());
        }
    }

    private static String oneOf(JsonFields body, String field, Set<String> allowed) {
        String value = body.text(field);
        if (!allowed.contains(value)) {
            throw ApiError.invalidValue("'" + field + "' must be one of "
                    + String.join(", ", allowed.stream().sorted().toList()));
        }
        return value;
    }

    private static int partIndex(JsonFields body, SandboxMessage message) {
        int index =
                JsonTrees.field(body.node(), "part_index").map(JsonNode::asInt).orElse(0);
        if (index < 0 || index >= message.content().parts().size()) {
            throw ApiError.invalidValue("'part_index' names no part of the message");
        }
        return index;
    }

    private static ApiResponse queued(String text, ApiRequest request) {
        return ApiResponse.accepted(JsonTrees.object()
                .put("status", "accepted")
                .put("message", text)
                .put("trace_id", request.traceId()));
    }
}
