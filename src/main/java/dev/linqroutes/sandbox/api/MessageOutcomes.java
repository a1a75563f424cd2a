package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Delivery;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of an accepted message: sent, and in a direct chat delivered, or failed (reference 4.8 and 5). */
public final class MessageOutcomes {
    /** The content or the service does not suit a recipient; final (reference 6). */
    private static final int NOT_SUPPORTED = 4005;

    private final Account account;
    private final Timeline timeline;
    private final ChatEvents events;
    private final SandboxOptions options;

    public MessageOutcomes(Account account, Timeline timeline, ChatEvents events, SandboxOptions options) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
        this.options = options;
    }

    /** Decides about the messages of the journal that were accepted only. */
    public void resume() {
        account.chats().all().stream()
                .flatMap(conversation -> conversation.messages().stream())
                .filter(message -> message.delivery().state() == Delivery.State.PENDING)
                .toList()
                .forEach(this::decideLater);
    }

    void schedule(SandboxMessage message) {
        if (options.sendingDelay().isZero()) {
            decide(message.id());
        } else {
            decideLater(message);
        }
    }

    private void decideLater(SandboxMessage message) {
        timeline.at(message.createdAt().plus(options.sendingDelay()), () -> {
            decide(message.id());
            account.flush();
        });
    }

    private void decide(String messageId) {
        // It may have been deleted since.
        account.chats().findMessage(messageId).ifPresent(message -> {
            Conversation conversation = account.chats().require(message.chatId());
            carrier(conversation.chat(), message)
                    .ifPresentOrElse(
                            service -> send(conversation.chat(), message, service),
                            () -> fail(conversation.chat(), message));
        });
    }

    private Optional<String> carrier(Chat chat, SandboxMessage message) {
        List<Person> people = account.peopleIn(chat);
        if (!options.assumes(Assumption.UNREACHABLE_MEMBER_FAILS_MESSAGE)) {
            people = people.stream()
                    .filter(person -> person.service().isPresent())
                    .toList();
        }
        boolean tooMany = people.size() >= options.carrierGroupLimit();
        return Services.carrying(people, message.content().preferredService())
                .filter(service -> service.equals(Services.IMESSAGE) || !tooMany);
    }

    private void send(Chat chat, SandboxMessage message, String service) {
        Instant now = timeline.now();
        SandboxMessage sent = message.sent(service, now);
        Chat after = chat;
        if (!chat.service().equals(Optional.of(service))) {
            after = chat.withService(service, chat.updatedAt());
            account.commit(new AccountChange.ChatSaved(after));
        }
        account.commit(new AccountChange.MessageChanged(sent));
        events.sent(after, sent);
        if (!chat.isGroup() && !service.equals(Services.SMS)) {
            SandboxMessage delivered = sent.delivered(now);
            account.commit(new AccountChange.MessageChanged(delivered));
            events.delivered(after, delivered);
        }
    }

    private void fail(Chat chat, SandboxMessage message) {
        SandboxMessage failed = message.failed(NOT_SUPPORTED, timeline.now());
        account.commit(new AccountChange.MessageChanged(failed));
        events.failed(chat, failed, "Message send failed");
    }
}
