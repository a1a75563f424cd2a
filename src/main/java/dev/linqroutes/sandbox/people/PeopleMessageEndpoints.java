package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.TraceIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** People start chats, write and read: {@code POST /sandbox/people/{handle}/…}. */
public final class PeopleMessageEndpoints {
    private final Account account;
    private final ActingPeople people;
    private final MessageContentReader contents;
    private final ChatEvents events;
    private final OptOuts optOuts;

    public PeopleMessageEndpoints(
            Account account, ActingPeople people, MessageContentReader contents, ChatEvents events) {
        this.account = account;
        this.people = people;
        this.contents = contents;
        this.events = events;
        this.optOuts = new OptOuts(account);
    }

    /** {@code {"line", "with": [handles], "text" | "parts"}}: starts a chat with a line, a group if there are others. */
    public ApiResponse startChat(ApiRequest request) {
        Person person = people.person(request);
        JsonFields body = request.body();
        String line = body.optionalText("line")
                .orElseGet(() -> account.lines().iterator().next().number());
        if (account.line(line).isEmpty()) {
            throw new ApiError(403, 2006, "'line' is not one of your lines");
        }
        Stream<String> others = body.optionalTexts("with").orElse(List.of()).stream()
                .map(SandboxHandles::normalize)
                .filter(other -> !other.equals(person.handle()))
                .distinct();
        List<Person> members =
                Stream.concat(Stream.of(person), others.map(account::person)).toList();
        Optional<MessageContent> content =
                body.has("text") || body.has("parts") ? Optional.of(content(body)) : Optional.empty();
        Optional<String> service = Services.carrying(members, Optional.empty());
        Chat chat =
                Chat.create(line, members, member -> service.or(member::service).orElse(Services.SMS), request.at());
        account.commit(new AccountChange.ChatSaved(chat));
        events.chatCreated(chat, Optional.empty());
        content.ifPresent(message -> write(people.inChat(chat.id(), request), message, Optional.empty(), request));
        return ApiResponse.created(
                ResourceViews.chat(account.chats().require(chat.id()).chat()));
    }

    /** {@code {"chat_id", "text" | "parts", "reply_to", "effect"}} or {@code {"chat_id", "poll": ["Tuesday", "Thursday"]}}. */
    public ApiResponse write(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        JsonFields body = request.body();
        Optional<Poll> poll = body.optionalTexts("poll").map(texts -> Poll.of(texts, acting.handle()));
        MessageContent content = poll.isPresent() ? MessageContent.ofPoll(Optional.empty()) : content(body);
        return write(acting, content, poll, request)
                .map(message -> ApiResponse.created(ResourceViews.message(acting.chat(), message)))
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

    /** @return empty when the account blocked the person: then nothing arrives (reference 2.13) */
    private Optional<SandboxMessage> write(
            ActingPerson acting, MessageContent content, Optional<Poll> poll, ApiRequest request) {
        if (acting.person().blocked()) {
            return Optional.empty();
        }
        Chat chat = acting.chat();
        SandboxMessage message =
                SandboxMessage.received(chat, acting.member(), content, poll, TraceIds.newId(), request.at());
        Chat after = chat.withService(message.delivery().service().orElseThrow(), request.at());
        if (!chat.isGroup()) {
            after = optOuts.apply(after, acting.person(), content, request.at());
        }
        account.commit(new AccountChange.ChatSaved(after));
        account.commit(new AccountChange.MessageAccepted(message));
        if (after.line().isActive()) {
            events.received(after, message);
        }
        return Optional.of(message);
    }

    /** {@code {"chat_id"}}: reads all messages of a direct chat; in groups nobody hears of that (reference 5). */
    public ApiResponse read(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        Chat chat = acting.chat();
        boolean receipts = !chat.isGroup()
                && chat.service()
                        .filter(service -> !service.equals(Services.SMS))
                        .isPresent();
        if (receipts) {
            List.copyOf(acting.conversation().messages()).stream()
                    .filter(message -> message.fromMe()
                            && message.delivery().deliveredAt().isPresent()
                            && message.delivery().readAt().isEmpty())
                    .forEach(message -> read(chat, message, request));
        }
        return ApiResponse.noContent();
    }

    private void read(Chat chat, SandboxMessage message, ApiRequest request) {
        SandboxMessage read = message.readBySomebody(request.at());
        account.commit(new AccountChange.MessageChanged(read));
        events.read(chat, read);
    }
}
