package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;

/**
 * People do something: {@code /sandbox/people/{handle}/…}. The handle is a number with or without its plus, or an e-mail address.
 * {@code chat_id} may be left out for the newest chat that the person is in.
 */
public final class PeopleEndpoints {
    private final Account account;
    private final MessageContentReader contents;
    private final PeopleActions actions;

    public PeopleEndpoints(Account account, MessageContentReader contents, PeopleActions actions) {
        this.account = account;
        this.contents = contents;
        this.actions = actions;
    }

    /** People who are not like everybody else: without iMessage, opted out or blocked. */
    public ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("people", JsonTrees.array(account.people(), Person::json));
        return ApiResponse.ok(answer);
    }

    public ApiResponse read(ApiRequest request) {
        return ApiResponse.ok(account.person(handle(request)).json());
    }

    /** {@code {"service": "iMessage" | "RCS" | "SMS" | null}}: null is reached by nothing. */
    public ApiResponse change(ApiRequest request) {
        JsonFields body = request.body();
        if (!body.mentions("service")) {
            throw ApiError.missingField("service");
        }
        Optional<String> service = body.optionalText("service");
        service.filter(name -> !Services.exists(name)).ifPresent(name -> {
            throw ApiError.invalidValue("'service' must be iMessage, RCS, SMS or null");
        });
        Person person = account.person(handle(request)).withService(service);
        account.commit(new AccountChange.PersonSaved(person));
        return ApiResponse.ok(person.json());
    }

    /** {@code {"line", "with": [handles], "text" | "parts"}}: starts a chat with a line, a group if there are others. */
    public ApiResponse startChat(ApiRequest request) {
        String handle = handle(request);
        JsonFields body = request.body();
        String line = body.optionalText("line")
                .orElseGet(() -> account.lines().iterator().next().number());
        if (account.line(line).isEmpty()) {
            throw new ApiError(403, 2006, "'line' is not one of your lines");
        }
        List<String> others = body.optionalTexts("with").orElse(List.of()).stream()
                .map(SandboxHandles::normalize)
                .filter(other -> !other.equals(handle))
                .distinct()
                .toList();
        Optional<MessageContent> content =
                body.has("text") || body.has("parts") ? Optional.of(content(body)) : Optional.empty();
        Chat chat = actions.startChat(handle, line, others);
        Conversation conversation = account.chats().require(chat.id());
        content.ifPresent(message -> actions.write(conversation, handle, message, Optional.empty()));
        return ApiResponse.created(ResourceViews.chat(conversation.chat()));
    }

    /** {@code {"chat_id", "text" | "parts", "reply_to", "effect"}} or {@code {"chat_id", "poll": ["Tuesday", "Thursday"]}}. */
    public ApiResponse write(ApiRequest request) {
        String handle = handle(request);
        JsonFields body = request.body();
        Conversation conversation = chat(body, handle);
        Optional<Poll> poll = body.optionalTexts("poll").map(texts -> Poll.of(texts, handle));
        MessageContent content = poll.isPresent() ? MessageContent.ofPoll(Optional.empty()) : content(body);
        return actions.write(conversation, handle, content, poll)
                .map(message -> ApiResponse.created(ResourceViews.message(conversation.chat(), message)))
                .orElseGet(ApiResponse::noContent);
    }

    private MessageContent content(JsonFields body) {
        ObjectNode message = body.node().deepCopy();
        message.remove(List.of("chat_id", "line", "with"));
        body.optionalText("text").ifPresent(text -> {
            message.remove("text");
            message.putArray("parts").add(JsonTrees.object().put("type", "text").put("value", text));
        });
        return contents.read(JsonFields.of(message, ""));
    }

    /** {@code {"message_id", "operation", "type", "custom_emoji", "part_index"}}; the operation is {@code add} by default. */
    public ApiResponse react(ApiRequest request) {
        String handle = handle(request);
        JsonFields body = request.body();
        SandboxMessage message = account.chats().requireMessage(body.text("message_id"));
        Reaction reaction = Reaction.of(
                handle,
                body.optionalInt("part_index").orElse(0),
                body.text("type"),
                body.optionalText("custom_emoji"),
                body.optionalObject("sticker").map(JsonFields::node),
                request.at());
        SandboxMessage changed = actions.react(handle, message, reaction, isAdd(body));
        return ApiResponse.ok(view(changed));
    }

    /** {@code {"message_id", "operation", "option_id"}}; the operation is {@code add} by default. */
    public ApiResponse vote(ApiRequest request) {
        JsonFields body = request.body();
        SandboxMessage message = account.chats().requireMessage(body.text("message_id"));
        SandboxMessage voted = actions.vote(handle(request), message, body.text("option_id"), isAdd(body));
        return ApiResponse.ok(ResourceViews.pollEnvelope(
                account.chats().require(voted.chatId()).chat(), voted));
    }

    private static boolean isAdd(JsonFields body) {
        String operation = body.optionalText("operation").orElse("add");
        if (!List.of("add", "remove").contains(operation)) {
            throw ApiError.invalidValue("'operation' must be add or remove");
        }
        return operation.equals("add");
    }

    /** {@code {"chat_id"}}: reads all messages of a direct chat. */
    public ApiResponse readMessages(ApiRequest request) {
        actions.readAll(chat(request.body(), handle(request)));
        return ApiResponse.noContent();
    }

    /** {@code {"chat_id", "display_name": text | null}}. */
    public ApiResponse rename(ApiRequest request) {
        String handle = handle(request);
        JsonFields body = request.body();
        Chat chat = chat(body, handle).chat();
        return answer(actions.rename(chat, handle, body.optionalText("display_name")));
    }

    /** {@code {"chat_id", "group_chat_icon": URL | null}}. */
    public ApiResponse changeIcon(ApiRequest request) {
        String handle = handle(request);
        JsonFields body = request.body();
        Chat chat = chat(body, handle).chat();
        return answer(actions.changeIcon(chat, handle, body.optionalText("group_chat_icon")));
    }

    /** {@code {"chat_id", "handle"}}: the person adds another one, or a line that left. */
    public ApiResponse add(ApiRequest request) {
        JsonFields body = request.body();
        Chat chat = chat(body, handle(request)).chat();
        return answer(actions.add(chat, SandboxHandles.normalize(body.text("handle"))));
    }

    /** {@code {"chat_id", "handle"}}: the person removes another one, or the line. */
    public ApiResponse remove(ApiRequest request) {
        JsonFields body = request.body();
        Chat chat = chat(body, handle(request)).chat();
        return answer(actions.depart(chat, SandboxHandles.normalize(body.text("handle")), "removed"));
    }

    /** {@code {"chat_id"}}: the person leaves. */
    public ApiResponse leave(ApiRequest request) {
        String handle = handle(request);
        return answer(actions.depart(chat(request.body(), handle).chat(), handle, "left"));
    }

    private Conversation chat(JsonFields body, String handle) {
        return actions.chatOf(handle, body.optionalText("chat_id"));
    }

    private static ApiResponse answer(Chat chat) {
        return ApiResponse.ok(ResourceViews.chat(chat));
    }

    private ObjectNode view(SandboxMessage message) {
        return ResourceViews.message(account.chats().require(message.chatId()).chat(), message);
    }

    static String handle(ApiRequest request) {
        String handle = request.context().pathParam("handle").strip();
        boolean withoutPlus = SandboxHandles.isNumber("+" + handle);
        return SandboxHandles.normalize(withoutPlus ? "+" + handle : handle);
    }
}
