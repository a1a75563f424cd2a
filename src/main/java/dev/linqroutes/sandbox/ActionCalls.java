package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Reactions, edits, backgrounds and contact cards (reference 2.11 to 2.13). */
final class ActionCalls {
    private static final Set<String> REACTIONS =
            Set.of("love", "like", "dislike", "laugh", "emphasize", "question", "custom");
    private static final Set<String> BACKGROUNDS = Set.of("color", "dynamic", "photo");
    private static final int MOST_EDITS = 5;
    private static final Duration EDITABLE = Duration.ofMinutes(15);
    private static final Duration CARD_AGAIN_AFTER = Duration.ofHours(24);
    private static final int LONGEST_TEXT = 10_000;

    private final World world;
    private final Events events;
    private final SandboxOptions options;

    ActionCalls(World world, Events events, SandboxOptions options) {
        this.world = world;
        this.events = events;
        this.options = options;
    }

    Answer react(Request request) {
        Message message = message(request);
        Conversation conversation = here(message.chatId());
        Fields body = request.body();
        String operation = oneOf(body, "operation", Set.of("add", "remove"));
        String type = oneOf(body, "type", REACTIONS);
        Optional<String> emoji = body.optionalText("custom_emoji");
        if (type.equals("custom") && emoji.isEmpty()) {
            throw Refusal.missing("custom_emoji");
        }
        ObjectNode reaction = Json.object().put("type", type).put("part_index", partIndex(body, message));
        reaction.set("custom_emoji", Json.textOrNull(emoji));
        boolean add = operation.equals("add");
        if (add != isThere(conversation, message, reaction)) {
            ObjectNode detail = reaction.deepCopy().put("operation", operation);
            done(conversation.chat(), "reaction", Optional.of(message.id()), detail, request);
            tellReaction(conversation.chat(), message, reaction, add, request);
        }
        return queued("Reaction processed", request);
    }

    private static boolean isThere(Conversation conversation, Message message, JsonNode reaction) {
        return conversation.actions().stream()
                .filter(action -> action.isAbout("reaction", message.id()))
                .filter(action -> ((ObjectNode) action.detail().deepCopy())
                        .without("operation")
                        .equals(reaction))
                .max(Comparator.comparing(Action::at))
                .map(action -> action.detail().path("operation").asText().equals("add"))
                .orElse(false);
    }

    private void tellReaction(Chat chat, Message message, ObjectNode reaction, boolean add, Request request) {
        events.tell(add ? "reaction.added" : "reaction.removed", chat, request.traceId(), request.at(), () -> {
            ObjectNode data = Json.object()
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

    Answer edit(Request request) {
        Message message = message(request);
        Conversation conversation = here(message.chatId());
        requireIMessage(conversation.chat());
        Fields body = request.body();
        String text = body.text("text");
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw Refusal.value("'text' must have 1 to " + LONGEST_TEXT + " characters");
        }
        int part = partIndex(body, message);
        if (!message.content().parts().get(part).path("type").asText().equals("text")) {
            throw Refusal.value("Only text parts can be edited");
        }
        long edits = conversation.actions().stream()
                .filter(action -> action.isAbout("edit", message.id()))
                .count();
        if (edits >= MOST_EDITS) {
            throw Refusal.state("The message was edited " + MOST_EDITS + " times");
        }
        if (message.createdAt().plus(EDITABLE).isBefore(request.at())) {
            throw Refusal.state("The message is older than " + EDITABLE.toMinutes() + " minutes");
        }
        Message edited = message.edited(part, text);
        world.commit(new Change.MessageEdited(edited));
        Chat chat = conversation.chat();
        done(
                chat,
                "edit",
                Optional.of(message.id()),
                Json.object().put("text", text).put("part_index", part),
                request);
        events.tell(
                "message.edited",
                chat,
                request.traceId(),
                request.at(),
                () -> Views.edited(chat, edited, part, request.at()));
        return Answer.ok(Views.message(chat, edited));
    }

    Answer background(Request request) {
        Conversation conversation = here(request.id());
        requireIMessage(conversation.chat());
        Fields body = request.body();
        String type = oneOf(body, "type", BACKGROUNDS);
        Optional<String> image = body.optionalText("image_url");
        if (type.equals("photo")
                && !image.map(url -> url.startsWith("https://")).orElse(false)) {
            throw new Refusal(400, 5007, "'image_url' must be the https address of an image");
        }
        return background(conversation.chat(), body.node(), request);
    }

    Answer noBackground(Request request) {
        Conversation conversation = here(request.id());
        requireIMessage(conversation.chat());
        return background(conversation.chat(), Json.orNull(Optional.empty()), request);
    }

    private Answer background(Chat chat, JsonNode background, Request request) {
        done(chat, "background", Optional.empty(), background, request);
        events.tell("chat.background_updated", chat, request.traceId(), request.at(), () -> {
            ObjectNode data = Json.object();
            data.set("chat", Json.object().put("id", chat.id()).put("is_group", chat.isGroup()));
            data.set("actor_handle", chat.line().json());
            data.set("background", background);
            return data;
        });
        return queued("Background change queued", request);
    }

    Answer shareCard(Request request) {
        Conversation conversation = here(request.id());
        requireIMessage(conversation.chat());
        boolean sharedToday = conversation.actions().stream()
                .anyMatch(action -> action.kind().equals("contact_card")
                        && action.at().plus(CARD_AGAIN_AFTER).isAfter(request.at()));
        if (!sharedToday) {
            done(conversation.chat(), "contact_card", Optional.empty(), Json.object(), request);
        }
        return Answer.noContent();
    }

    /** Each line has an active card. */
    Answer cards(Request request) {
        ObjectNode answer = Json.object();
        answer.set("contact_cards", Json.array(options.lines(), line -> Json.object()
                .put("phone_number", line)
                .put("first_name", "Sandbox")
                .put("is_active", true)));
        return Answer.ok(answer);
    }

    private void done(Chat chat, String kind, Optional<String> messageId, JsonNode detail, Request request) {
        world.commit(new Change.ActionDone(new Action(chat.id(), kind, messageId, detail, request.at())));
    }

    private Message message(Request request) {
        return world.chats().message(request.id()).orElseThrow(() -> new Refusal(404, 2002, "Message not found"));
    }

    /** @throws Refusal 409/2013 when the line left the chat (reference 2.6) */
    private Conversation here(String chatId) {
        Conversation conversation = world.chats().require(chatId);
        GroupRules.requireLine(conversation.chat());
        return conversation;
    }

    private static void requireIMessage(Chat chat) {
        if (!chat.service().equals(Chat.IMESSAGE)) {
            throw new Refusal(409, 2017, "Not possible on " + chat.service());
        }
    }

    private static String oneOf(Fields body, String field, Set<String> allowed) {
        String value = body.text(field);
        if (!allowed.contains(value)) {
            throw Refusal.value("'" + field + "' must be one of "
                    + String.join(", ", allowed.stream().sorted().toList()));
        }
        return value;
    }

    private static int partIndex(Fields body, Message message) {
        int index = Json.field(body.node(), "part_index").map(JsonNode::asInt).orElse(0);
        if (index < 0 || index >= message.content().parts().size()) {
            throw Refusal.value("'part_index' names no part of the message");
        }
        return index;
    }

    private static Answer queued(String text, Request request) {
        return Answer.accepted(
                Json.object().put("status", "accepted").put("message", text).put("trace_id", request.traceId()));
    }
}
