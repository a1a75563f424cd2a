package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatCommand.CreateGroup;
import dev.linqroutes.command.ChatCommand.SendMessage;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Message;
import dev.linqroutes.command.Problem;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.NewCall;
import java.util.ArrayList;
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
    static final String CHAT = "/chats/{chat_id}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<String> openingText;

    /** @param openingText opens a group whose first message is only links; without it the display name does */
    public Planner(Optional<String> openingText) {
        this.openingText = openingText;
    }

    /** @throws CommandRefused when Linq's rules leave no way to say what the command wants said */
    public Plan plan(ChatCommand command) {
        List<NewCall> calls = command instanceof CreateGroup create ? create(create) : send((SendMessage) command);
        return new Plan(command, calls);
    }

    private List<NewCall> create(CreateGroup create) {
        Message message = create.message();
        SplitMessage split = SplitMessage.of(create, message);
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
        List<NewCall> calls = new ArrayList<>();
        ObjectNode body = JSON.createObjectNode();
        body.put("from", create.from().orElseThrow());
        create.to().forEach(body.withArray("to")::add);
        String key = IdempotencyKey.of(create.commandId(), 1);
        body.set("message", content(opening, message, key, false));
        calls.add(new NewCall(1, CallKind.CREATE_CHAT, "POST", "/chats", body.toString(), Optional.of(key)));
        followUps(create, split.followUps(), true, calls);
        naming(create, calls);
        return calls;
    }

    private String opening(CreateGroup create) {
        return Stream.of(openingText, create.displayName())
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank() && Links.in(text).isEmpty())
                .findFirst()
                .orElseThrow(() -> new CommandRefused(
                        create,
                        new Problem(
                                "/message",
                                "a group needs a first message without a link: give a text, a display_name without a"
                                        + " link, or configure linq.opening-text")));
    }

    private static List<NewCall> send(SendMessage send) {
        SplitMessage split = SplitMessage.of(send, send.message());
        List<NewCall> calls = new ArrayList<>();
        if (!split.opening().isEmpty()) {
            calls.add(message(send, 1, split.opening(), send.message(), true));
        }
        followUps(send, split.followUps(), calls.isEmpty(), calls);
        return calls;
    }

    /** @param extrasFirst whether effect and reply go with the first of them */
    private static void followUps(ChatCommand command, List<JsonNode> parts, boolean extrasFirst, List<NewCall> calls) {
        boolean extras = extrasFirst;
        Message message = command instanceof CreateGroup create ? create.message() : ((SendMessage) command).message();
        for (JsonNode part : parts) {
            calls.add(message(command, calls.size() + 1, List.of(part), message, extras));
            extras = false;
        }
    }

    private static NewCall message(
            ChatCommand command, int position, List<JsonNode> parts, Message message, boolean extras) {
        String key = IdempotencyKey.of(command.commandId(), position);
        ObjectNode body = JSON.createObjectNode();
        body.set("message", content(parts, message, key, extras));
        return new NewCall(
                position, CallKind.SEND_MESSAGE, "POST", CHAT + "/messages", body.toString(), Optional.of(key));
    }

    private static ObjectNode content(List<JsonNode> parts, Message message, String key, boolean extras) {
        ObjectNode content = JSON.createObjectNode();
        content.putArray("parts").addAll(parts);
        if (extras) {
            message.effect().ifPresent(effect -> content.set("effect", effect));
            message.replyTo().ifPresent(replyTo -> content.set("reply_to", replyTo));
        }
        message.preferredService().ifPresent(service -> content.put("preferred_service", service));
        content.put("idempotency_key", key);
        return content;
    }

    private static void naming(CreateGroup create, List<NewCall> calls) {
        if (create.displayName().isEmpty() && create.icon().isEmpty()) {
            return;
        }
        ObjectNode body = JSON.createObjectNode();
        create.displayName().ifPresent(name -> body.put("display_name", name));
        create.icon().ifPresent(icon -> body.put("group_chat_icon", icon));
        calls.add(new NewCall(calls.size() + 1, CallKind.UPDATE_CHAT, "PUT", CHAT, body.toString(), Optional.empty()));
    }
}
