package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.content.ReactionReader;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.List;
import java.util.Optional;

/** People react to messages and vote: {@code POST /sandbox/people/{handle}/…}. The operation is {@code add} by default. */
public final class PeopleReactionEndpoints {
    private final Account account;
    private final ActingPeople people;
    private final MessageEvents events;
    private final MediaReader media;

    public PeopleReactionEndpoints(Account account, ActingPeople people, MessageEvents events, MediaReader media) {
        this.account = account;
        this.people = people;
        this.events = events;
        this.media = media;
    }

    /** {@code {"message_id", "operation", "type", "custom_emoji", "sticker", "placement", "part_index"}}. */
    public ApiResponse react(ApiRequest request) {
        JsonFields body = request.body();
        SandboxMessage message = account.chats().requireMessage(body.text("message_id"));
        ActingPerson acting = people.inChat(message.chatId(), request);
        acting.requireRich("A reaction");
        boolean add = isAdd(body);
        Reaction reaction = ReactionReader.read(
                acting.handle(), message, body, add, fields -> sticker(acting, fields), request.at());
        if (acting.isBlocked()) {
            return ApiResponse.noContent();
        }
        if (message.hasReaction(reaction) == add) {
            return ApiResponse.ok(ResourceViews.message(acting.chat(), message));
        }
        SandboxMessage changed =
                add ? message.withReaction(reaction, request.at()) : message.withoutReaction(reaction, request.at());
        account.commit(new AccountChange.MessageChanged(changed));
        if (acting.chat().line().isActive()) {
            events.reaction(acting.chat(), changed, reaction, add, Optional.empty());
        }
        return ApiResponse.ok(ResourceViews.message(acting.chat(), changed));
    }

    /** {@code {"sticker": {"url", "width", "height"}}}. */
    private ObjectNode sticker(ActingPerson acting, JsonFields body) {
        acting.requireIMessage("A sticker");
        JsonFields given = body.object("sticker");
        String url = given.text("url");
        ObjectNode sticker = media.stickerAt(url, given.pathOf("url"));
        given.optionalInt("width").ifPresent(width -> sticker.put("width", width));
        given.optionalInt("height").ifPresent(height -> sticker.put("height", height));
        return sticker;
    }

    /**
     * {@code {"message_id", "operation", "option_id"}}.
     *
     * @throws ApiError 400/1005 when the message is no poll or has no such option
     */
    public ApiResponse vote(ApiRequest request) {
        JsonFields body = request.body();
        SandboxMessage message = account.chats().requireMessage(body.text("message_id"));
        ActingPerson acting = people.inChat(message.chatId(), request);
        acting.requireIMessage("A vote");
        String option = body.text("option_id");
        Poll poll = message.poll()
                .filter(each -> each.option(option).isPresent())
                .orElseThrow(() -> ApiError.invalidValue("'option_id' names no option of a poll"));
        boolean add = isAdd(body);
        if (acting.isBlocked()) {
            return ApiResponse.noContent();
        }
        if (poll.hasVote(option, acting.handle()) == add) {
            return ApiResponse.ok(ResourceViews.pollEnvelope(acting.chat(), message));
        }
        Poll voted =
                add ? poll.withVote(option, acting.handle(), request.at()) : poll.withoutVote(option, acting.handle());
        SandboxMessage changed = message.withPoll(voted, request.at());
        account.commit(new AccountChange.MessageChanged(changed));
        if (acting.chat().line().isActive()) {
            events.vote(acting.chat(), changed, option, acting.handle(), add, Optional.empty());
        }
        return ApiResponse.ok(ResourceViews.pollEnvelope(acting.chat(), changed));
    }

    private static boolean isAdd(JsonFields body) {
        String operation = body.optionalText("operation").orElse("add");
        if (!List.of("add", "remove").contains(operation)) {
            throw ApiError.invalidValue("'operation' must be add or remove");
        }
        return operation.equals("add");
    }
}
