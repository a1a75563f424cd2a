package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.faults.MessageFailure;
import dev.linqroutes.sandbox.http.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of an accepted message: sent, and in a direct chat delivered, or failed (reference 4.8 and 5). */
public final class MessageOutcomes {
    /** The content or the service does not suit a recipient; final (reference 6). */
    private static final int NOT_SUPPORTED = 4005;

    /** Between a failure that was none and the delivery. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Account account;
    private final Timeline timeline;
    private final MessageEvents events;
    private final FaultInjector faults;
    private final SandboxOptions options;

    /** Messages whose time is still to come, also those that were deleted meanwhile. */
    private int waiting;

    public MessageOutcomes(
            Account account, Timeline timeline, MessageEvents events, FaultInjector faults, SandboxOptions options) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
        this.faults = faults;
        this.options = options;
    }

    /** Decides about the messages of the journal that were accepted only. */
    public void resume() {
        account.chats().all().stream()
                .flatMap(conversation -> conversation.messages().stream())
                .filter(SandboxMessage::isPending)
                .toList()
                .forEach(this::decideLater);
    }

    /** @throws ApiError 503/4004 when too many messages wait */
    void requireRoom() {
        account.requireRoomForMessage(waiting);
    }

    void schedule(SandboxMessage message) {
        if (options.sendingDelay().isZero()) {
            decide(message.id());
        } else {
            decideLater(message);
        }
    }

    /** The time has come for this message, before anything happens to it that would keep it from being sent. */
    void decideNow(SandboxMessage message) {
        if (message.isPending()) {
            faults.causes().during(message.traceId(), () -> {
                decide(message.id());
                return message;
            });
        }
    }

    private void decideLater(SandboxMessage message) {
        String id = message.id();
        Runnable decision = () -> {
            waiting--;
            decide(id);
            account.flush();
        };
        waiting++;
        timeline.at(
                message.createdAt().plus(options.sendingDelay()),
                faults.causes().later(message.traceId(), decision));
    }

    private void decide(String messageId) {
        // It may have been decided and deleted since.
        account.chats().findMessage(messageId).filter(SandboxMessage::isPending).ifPresent(message -> {
            Chat chat = account.chats().require(message.chatId()).chat();
            carrier(chat, message)
                    .ifPresentOrElse(
                            service -> faults.strikeMessage()
                                    .ifPresentOrElse(
                                            failure -> fail(chat, message, service, failure),
                                            () -> send(chat, message, service)),
                            () -> fail(chat, message, NOT_SUPPORTED, "Message send failed"));
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
                .filter(service -> service.equals(Services.IMESSAGE) || !tooMany && !message.needsIMessage());
    }

    private void send(Chat chat, SandboxMessage message, String service) {
        Instant now = timeline.now();
        SandboxMessage sent = message.sent(service, now);
        Chat after = withService(chat, service);
        account.commit(new AccountChange.MessageChanged(sent));
        events.sent(after, sent);
        if (hasReceipts(chat, service)) {
            deliver(after, sent, now);
        }
    }

    private Chat withService(Chat chat, String service) {
        if (chat.service().equals(Optional.of(service))) {
            return chat;
        }
        Chat after = chat.withService(service, chat.updatedAt());
        account.commit(new AccountChange.ChatSaved(after));
        return after;
    }

    private static boolean hasReceipts(Chat chat, String service) {
        return !chat.isGroup() && !service.equals(Services.SMS);
    }

    private void deliver(Chat chat, SandboxMessage sent, Instant now) {
        SandboxMessage delivered = sent.delivered(now);
        account.commit(new AccountChange.MessageChanged(delivered));
        events.delivered(chat, delivered);
    }

    private void fail(Chat chat, SandboxMessage message, String service, MessageFailure failure) {
        fail(chat, message, failure.code(), failure.reason());
        if (failure.deliveredLate() && hasReceipts(chat, service)) {
            timeline.after(
                    LATE, faults.causes().later(message.traceId(), () -> deliverAfterFailure(message.id(), service)));
        }
    }

    private void deliverAfterFailure(String messageId, String service) {
        account.chats().findMessage(messageId).ifPresent(failed -> {
            Instant now = timeline.now();
            Chat chat = withService(account.chats().require(failed.chatId()).chat(), service);
            deliver(chat, failed.sent(service, now), now);
            account.flush();
        });
    }

    private void fail(Chat chat, SandboxMessage message, int code, String reason) {
        SandboxMessage failed = message.failed(code, timeline.now());
        account.commit(new AccountChange.MessageChanged(failed));
        events.failed(chat, failed, reason);
    }
}
