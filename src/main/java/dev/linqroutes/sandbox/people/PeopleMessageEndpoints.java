package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.ContentRules;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.TraceIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** People start chats, write and read: {@code POST /sandbox/people/{handle}/…}. */
public final class PeopleMessageEndpoints {
    private final Account account;
    private final ActingPeople people;
    private final MessageContentReader contents;
    private final ChatEvents chatEvents;
    private final MessageEvents messageEvents;
    private final OptOuts optOuts;

    public PeopleMessageEndpoints(
            Account account,
            ActingPeople people,
            MessageContentReader contents,
            ChatEvents chatEvents,
            MessageEvents messageEvents) {
        this.account = account;
        this.people = people;
        this.contents = contents;
        this.chatEvents = chatEvents;
        this.messageEvents = messageEvents;
        this.optOuts = new OptOuts(account);
    }

    /** {@code {"line", "with": [handles], "text" | "parts"}}: starts a chat with a line, a group if there are others. */
    public ApiResponse startChat(ApiRequest request) {
        Person person = people.reachable(request);
        JsonFields body = request.body();
        String line = people.line(body);
        List<Person> members = new ArrayList<>(List.of(person));
        body.optionalTexts("with").orElse(List.of()).stream()
                .map(people::person)
                .filter(other -> !members.contains(other))
                .forEach(members::add);
        if (members.size() >= Chat.MOST_MEMBERS) {
            throw ApiError.invalidValue("'with' must name at most " + (Chat.MOST_MEMBERS - 2) + " others");
        }
        Chat chat = Chat.create(line, members, Optional.empty(), request.at());
        ActingPerson starting = ActingPeople.acting(person, chat, members);
        Optional<MessageContent> content =
                body.has("text") || body.has("parts") ? Optional.of(content(starting, body)) : Optional.empty();
        if (starting.isBlocked()) {
            return ApiResponse.noContent();
        }
        account.commit(new AccountChange.ChatSaved(chat, Optional.of(person.handle())));
        chatEvents.chatCreated(chat, Optional.empty());
        Chat started = content.map(message -> receive(starting, message, Optional.empty(), request.at()))
                .map(message -> account.chats().require(message.chatId()).chat())
                .orElse(chat);
        return ApiResponse.created(ResourceViews.chat(started));
    }

    /** {@code {"chat_id", "text" | "parts", "reply_to", "effect"}} or {@code {"chat_id", "poll": ["Tuesday", "Thursday"]}}. */
    public ApiResponse write(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        JsonFields body = request.body();
        Optional<Poll> poll = body.optionalTexts("poll").map(texts -> poll(acting, texts));
        MessageContent content = poll.isPresent() ? MessageContent.ofPoll(Optional.empty()) : content(acting, body);
        if (acting.isBlocked()) {
            return ApiResponse.noContent();
        }
        SandboxMessage message = receive(acting, content, poll, request.at());
        return ApiResponse.created(ResourceViews.message(acting.chat(), message));
    }

    private static Poll poll(ActingPerson acting, List<String> texts) {
        acting.requireIMessage("A poll");
        if (texts.size() < 2 || texts.stream().anyMatch(String::isBlank)) {
            throw ApiError.invalidValue("'poll' must have at least 2 options, none of them blank");
        }
        return Poll.of(texts, acting.handle());
    }

    private MessageContent content(ActingPerson acting, JsonFields body) {
        ObjectNode message = body.node().deepCopy();
        message.remove(List.of("chat_id", "line", "with"));
        body.optionalText("text").ifPresent(text -> {
            message.remove("text");
            message.putArray("parts").add(JsonTrees.object().put("type", "text").put("value", text));
        });
        MessageContent content = contents.read(JsonFields.of(message, ""));
        if (content.hasPart("experience")) {
            throw ApiError.invalidContent("Only the account sends experiences");
        }
        if (content.needsIMessage()
                || content.replyTo().isPresent()
                || content.effect().isPresent()) {
            acting.requireIMessage("Such a message");
        }
        ContentRules.requireSuitable(account.chats(), acting.chat(), content);
        return content;
    }

    private SandboxMessage receive(ActingPerson acting, MessageContent content, Optional<Poll> poll, Instant at) {
        Chat chat = acting.chat();
        SandboxMessage message =
                SandboxMessage.received(chat, acting.handle(), acting.service(), content, poll, TraceIds.newId(), at);
        Chat carried = chat.withService(acting.service(), at);
        Chat after = chat.isGroup() ? carried : optOuts.apply(carried, acting.person(), content, at);
        account.commit(new AccountChange.ChatSaved(after));
        account.commit(new AccountChange.MessageAccepted(message));
        if (after.line().isActive()) {
            messageEvents.received(after, message);
        }
        return message;
    }

    /** {@code {"chat_id"}}: reads all messages of a direct chat; in groups nobody hears of that (reference 5). */
    public ApiResponse read(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        Chat chat = acting.chat();
        if (!chat.isGroup() && !acting.isBlocked()) {
            // Only what was delivered by a service with receipts says so.
            List.copyOf(account.chats().require(chat.id()).messages()).stream()
                    .filter(message -> message.fromMe()
                            && message.progress().deliveredAt().isPresent()
                            && message.progress().readAt().isEmpty())
                    .forEach(message -> read(chat, message, request.at()));
        }
        return ApiResponse.noContent();
    }

    private void read(Chat chat, SandboxMessage message, Instant at) {
        SandboxMessage read = message.readBySomebody(at);
        account.commit(new AccountChange.MessageChanged(read));
        messageEvents.read(chat, read);
    }
}
