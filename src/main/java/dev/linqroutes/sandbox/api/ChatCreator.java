package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import java.util.List;
import java.util.Optional;

/** Starts a chat with its first message, for all endpoints that do. */
public final class ChatCreator {
    private final Account account;
    private final MessageSender sending;
    private final ChatEvents events;
    private final LineHealthJudge health;

    public ChatCreator(Account account, MessageSender sending, ChatEvents events, LineHealthJudge health) {
        this.health = health;
        this.account = account;
        this.sending = sending;
        this.events = events;
    }

    /** The new chat as it was answered, and its message. */
    record Started(Chat chat, SandboxMessage message) {}

    /** @throws ApiError when the message is not allowed; without effect */
    Started start(String from, List<String> to, MessageContent content, ApiRequest request) {
        List<Person> people = to.stream().map(account::person).toList();
        Chat chat = Chat.create(from, people, content.preferredService(), request.at());
        sending.requireAllowed(chat, content, request);
        account.commit(new AccountChange.ChatSaved(chat, Optional.of(from)));
        events.chatCreated(chat, Optional.of(request.traceId()));
        SandboxMessage message = sending.accept(chat, content, Optional.empty(), request);
        health.contacted(from, request.at());
        return new Started(chat, message);
    }
}
