package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatMessage;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CreateGroup;
import dev.linqroutes.command.MessageAddress;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.SendMessage;
import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.GroupFacts;
import dev.linqroutes.plan.link.Links;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splits a command into calls. A pure function: the same command results in the same calls and keys.
 *
 * <p>A first message must not have a link, an effect or a reply (reference 2.2). Each link is sent as a separate message
 * afterwards, because Linq creates a preview only for a link without text (reference 3.2).
 */
public final class Planner {
    private final Optional<String> openingText;

    /** @param openingText first message of a group whose message has only links; if empty, the display name is sent */
    public Planner(Optional<String> openingText) {
        this.openingText = openingText;
    }

    /** @throws CommandRefused when the rules of Linq do not allow the message, or the command exceeds a limit */
    public Plan splitIntoCalls(ChatCommand command) {
        return CommandLimits.requireSizeLimit(split(command));
    }

    private Plan split(ChatCommand command) {
        if (command instanceof CreateGroup create) {
            return planCreate(create);
        }
        if (command instanceof SendMessage send) {
            return MessageTemplate.read(send, send.message())
                    .map(template -> planTemplate(send, template))
                    .orElseGet(() -> planSend(send, send.message()));
        }
        return new Plan(command, ChatCallPlanner.plan(command).build(), List.of());
    }

    private Plan planCreate(CreateGroup create) {
        ChatMessage message = MessageTemplate.read(create, create.message())
                .map(template -> template.fill(create, new GroupFacts(create.displayName(), Optional.of(create.ref()))))
                .orElse(create.message());
        SplitMessage split = SplitMessage.of(create, message);
        CommandLimits.requireLinkLimit(create, split);
        List<JsonNode> opening =
                split.opening().isEmpty() ? List.of(MessageParts.text(requireOpeningText(create))) : split.opening();
        boolean extras = message.effect().isPresent() || message.replyTo().isPresent();
        if (extras && split.followUps().isEmpty()) {
            throw new CommandRefused(
                    create,
                    new Problem(
                            "/message",
                            "the first message of a group cannot have an effect or a reply_to, and no link follows"
                                    + " that could; send them with a send_message command"));
        }
        CallListBuilder calls = new CallListBuilder(create.commandId());
        calls.addWithKey(CallKind.CREATE_CHAT, "/chats", key -> {
            ObjectNode body = object().put("from", create.from().orElse(GroupAddress.NewGroup.ANY_LINE));
            create.to().forEach(body.withArray("to")::add);
            return body.set("message", content(opening, message, key, false));
        });
        addFollowUps(split.followUps(), message, true, calls);
        ChatCallPlanner.addUpdate(calls, create.envelope(), create.displayName(), create.icon());
        return new Plan(create, calls.build(), split.warnings());
    }

    private String requireOpeningText(CreateGroup create) {
        return Stream.of(openingText, create.displayName())
                .flatMap(Optional::stream)
                .filter(text ->
                        !InvisibleCharacters.isBlank(text) && Links.findIn(text).isEmpty())
                .findFirst()
                .orElseThrow(() -> new CommandRefused(
                        create,
                        new Problem(
                                "/message",
                                "a group needs a first message without a link: give a text, a display_name without a"
                                        + " link, or configure linq.opening-text (LINQ_OPENING_TEXT)")));
    }

    private static Plan planTemplate(SendMessage send, MessageTemplate template) {
        GroupFacts given = new GroupFacts(Optional.empty(), send.envelope().groupRef());
        if (template.facts().stream().allMatch(fact -> given.value(fact).isPresent())) {
            return planSend(send, template.fill(send, given));
        }
        Plan draft = planSend(send, template.asWritten());
        return new Plan(
                send,
                draft.calls(),
                draft.losses(),
                Optional.of(new Plan.OpenPlan(
                        template.facts(),
                        known -> CommandLimits.requireSizeLimit(planSend(
                                send,
                                template.fill(
                                        send,
                                        new GroupFacts(
                                                known.displayName(),
                                                given.groupRef().or(known::groupRef))))))));
    }

    private static Plan planSend(SendMessage send, ChatMessage message) {
        SplitMessage split = SplitMessage.of(send, message);
        CommandLimits.requireLinkLimit(send, split);
        CallListBuilder calls = new CallListBuilder(send.commandId());
        if (!split.opening().isEmpty()) {
            addMessage(split.opening(), message, true, calls);
        }
        addFollowUps(split.followUps(), message, calls.isEmpty(), calls);
        return new Plan(send, calls.build(), split.warnings());
    }

    /** @param extrasFirst whether the first of these messages gets the effect and the reply */
    private static void addFollowUps(
            List<JsonNode> parts, ChatMessage message, boolean extrasFirst, CallListBuilder calls) {
        boolean extras = extrasFirst;
        for (JsonNode part : parts) {
            addMessage(List.of(part), message, extras, calls);
            extras = false;
        }
    }

    private static void addMessage(List<JsonNode> parts, ChatMessage message, boolean extras, CallListBuilder calls) {
        calls.addReply(
                CallKind.SEND_MESSAGE,
                CallListBuilder.CHAT_PATH + "/messages",
                message.replyTo().filter(any -> extras).map(MessageAddress::read),
                key -> object().set("message", content(parts, message, key, extras)));
    }

    private static ObjectNode content(List<JsonNode> parts, ChatMessage message, String key, boolean extras) {
        ObjectNode content = object();
        content.putArray("parts").addAll(parts);
        if (extras) {
            message.effect().ifPresent(effect -> content.set("effect", effect));
            message.replyTo().ifPresent(replyTo -> content.set("reply_to", forLinq(replyTo)));
        }
        message.preferredService().ifPresent(service -> content.put("preferred_service", service));
        content.put("idempotency_key", key);
        return content;
    }

    /** Without the fields that are not Linq's: the message's id takes their place when the call is sent. */
    private static JsonNode forLinq(JsonNode replyTo) {
        return ((ObjectNode) replyTo.deepCopy()).remove(MessageAddress.OWN_FIELDS);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
