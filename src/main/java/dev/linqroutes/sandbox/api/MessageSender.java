package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.content.ContentRules;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import java.util.List;
import java.util.Optional;

/** Accepts a message of the account into a chat, for all endpoints that send. */
public final class MessageSender {
    private final Account account;
    private final MessageOutcomes outcomes;
    private final SandboxOptions options;
    private final ChatAccess access;

    public MessageSender(Account account, ChatAccess access, MessageOutcomes outcomes, SandboxOptions options) {
        this.account = account;
        this.access = access;
        this.outcomes = outcomes;
        this.options = options;
    }

    /**
     * @return the message as it was accepted
     * @throws ApiError when the chat cannot accept the message now; without effect
     */
    SandboxMessage send(Conversation conversation, MessageContent content, ApiRequest request) {
        return send(conversation, content, Optional.empty(), request);
    }

    SandboxMessage send(Conversation conversation, MessageContent content, Optional<Poll> poll, ApiRequest request) {
        requireAllowed(conversation.chat(), content, request);
        return accept(conversation.chat(), content, poll, request);
    }

    /** Without checking the rules. */
    SandboxMessage accept(Chat chat, MessageContent content, Optional<Poll> poll, ApiRequest request) {
        SandboxMessage message = SandboxMessage.accepted(chat, content, poll, request.traceId(), request.at());
        account.commit(new AccountChange.MessageAccepted(message));
        outcomes.schedule(message);
        return message;
    }

    /** Rules that depend on the chat and its members (reference 1.4, 1.5, 2.15, 3.1, 3.2 and 5). */
    void requireAllowed(Chat chat, MessageContent content, ApiRequest request) {
        access.requireOpen(chat);
        outcomes.requireRoom();
        if (options.recipientsWriteFirst()) {
            chat.activeHandles().forEach(this::requireWritten);
        }
        if (!chat.isGroup()) {
            requireWilling(account.peopleIn(chat), request);
        }
        ContentRules.requireSuitable(account.chats(), chat, content);
        account.sendLimits()
                .requireCapacity(
                        chat,
                        options.assumes(Assumption.GROUP_MESSAGE_COUNTS_ONCE),
                        options.pairLimitPerMinute(),
                        options.messagesPerDay(),
                        request.at());
    }

    /** As in Linq's own sandbox (reference 1.5, code 2008). That all members of a group must have written is the strict reading. */
    private void requireWritten(String person) {
        boolean wrote = account.chats().withHandle(person).stream()
                .flatMap(conversation -> conversation.messages().stream())
                .anyMatch(message -> message.sender().equals(person));
        if (!wrote) {
            throw new ApiError(403, 2008, "The recipient has to write first");
        }
    }

    /** Groups are never blocked (reference 2.15 and 2.13). */
    private static void requireWilling(List<Person> people, ApiRequest request) {
        boolean override = request.body().optionalFlag("override_optout").orElse(false);
        if (!override && people.stream().anyMatch(Person::optedOut)) {
            throw new ApiError(403, 2024, "The recipient opted out");
        }
        if (people.stream().anyMatch(Person::blocked)) {
            throw new ApiError(403, 2026, "The recipient is blocked");
        }
    }
}
