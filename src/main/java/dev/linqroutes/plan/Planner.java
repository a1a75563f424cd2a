package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatCommand.CreateGroup;
import dev.linqroutes.command.ChatCommand.SendMessage;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Invisible;
import dev.linqroutes.command.Message;
import dev.linqroutes.command.Problem;
import dev.linqroutes.ledger.CallKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splits a command into calls. A pure function: the same command gives the same calls, keys included.
 *
 * <p>A first message holds no link, no effect and no reply (reference 2.2); each link follows as a message of its own,
 * since a preview is only made of a link that stands alone (reference 3.2).
 */
public final class Planner {
    private final Optional<String> openingText;

    /** @param openingText opens a group whose first message is only links; without it the display name does */
    public Planner(Optional<String> openingText) {
        this.openingText = openingText;
    }

    /**
     * Gives the calls.
     *
     * @throws CommandRefused when Linq's rules leave no way to say what the command wants said, or when it comes to more than
     *     one command may
     */
    public Plan plan(ChatCommand command) {
        return Limits.requireSmall(split(command));
    }

    private Plan split(ChatCommand command) {
        if (command instanceof CreateGroup create) {
            return create(create);
        }
        if (command instanceof SendMessage send) {
            return send(send);
        }
        return new Plan(command, ChatCalls.of(command).list(), List.of());
    }

    private Plan create(CreateGroup create) {
        Message message = create.message();
        SplitMessage split = SplitMessage.of(create, message);
        Limits.requireFewLinks(create, split);
        List<JsonNode> opening = split.opening().isEmpty() ? List.of(Parts.text(opening(create))) : split.opening();
        boolean extras = message.effect().isPresent() || message.replyTo().isPresent();
        if (extras && split.followUps().isEmpty()) {
            throw new CommandRefused(
                    create,
                    new Problem(
                            "/message",
                            "the first message of a group can have no effect and no reply_to, and no link follows"
                                    + " that could; send them with a send_message command"));
        }
        CallList calls = new CallList(create.commandId());
        calls.keyed(CallKind.CREATE_CHAT, "/chats", key -> {
            ObjectNode body = object().put("from", create.from().orElseThrow());
            create.to().forEach(body.withArray("to")::add);
            return body.set("message", content(opening, message, key, false));
        });
        followUps(split.followUps(), message, true, calls);
        ChatCalls.update(calls, create.displayName(), create.icon());
        return new Plan(create, calls.list(), split.warnings());
    }

    private String opening(CreateGroup create) {
        return Stream.of(openingText, create.displayName())
                .flatMap(Optional::stream)
                .filter(text -> !Invisible.isAllOf(text) && Links.in(text).isEmpty())
                .findFirst()
                .orElseThrow(() -> new CommandRefused(
                        create,
                        new Problem(
                                "/message",
                                "a group needs a first message without a link: give a text, a display_name without a"
                                        + " link, or configure linq.opening-text (LINQ_OPENING_TEXT)")));
    }

    private static Plan send(SendMessage send) {
        SplitMessage split = SplitMessage.of(send, send.message());
        Limits.requireFewLinks(send, split);
        CallList calls = new CallList(send.commandId());
        if (!split.opening().isEmpty()) {
            message(split.opening(), send.message(), true, calls);
        }
        followUps(split.followUps(), send.message(), calls.isEmpty(), calls);
        return new Plan(send, calls.list(), split.warnings());
    }

    /** @param extrasFirst whether effect and reply go with the first of them */
    private static void followUps(List<JsonNode> parts, Message message, boolean extrasFirst, CallList calls) {
        boolean extras = extrasFirst;
        for (JsonNode part : parts) {
            message(List.of(part), message, extras, calls);
            extras = false;
        }
    }

    private static void message(List<JsonNode> parts, Message message, boolean extras, CallList calls) {
        calls.keyed(CallKind.SEND_MESSAGE, CallList.CHAT + "/messages", key -> object().set(
                        "message", content(parts, message, key, extras)));
    }

    private static ObjectNode content(List<JsonNode> parts, Message message, String key, boolean extras) {
        ObjectNode content = object();
        content.putArray("parts").addAll(parts);
        if (extras) {
            message.effect().ifPresent(effect -> content.set("effect", effect));
            message.replyTo().ifPresent(replyTo -> content.set("reply_to", replyTo));
        }
        message.preferredService().ifPresent(service -> content.put("preferred_service", service));
        content.put("idempotency_key", key);
        return content;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
