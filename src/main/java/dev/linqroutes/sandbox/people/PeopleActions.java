package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Member;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.TraceIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What people do in their chats with the account's lines. What they do in a chat that the line left, nobody hears of. */
public final class PeopleActions {
    private final Account account;
    private final Timeline timeline;
    private final ChatEvents events;

    public PeopleActions(Account account, Timeline timeline, ChatEvents events) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
    }

    /**
     * The chat that somebody acts in.
     *
     * @param chatId empty for the newest chat that the person is in
     * @throws ApiError 404/2001 without such a chat, 409/2015 when the person is not in it
     */
    Conversation chatOf(String handle, Optional<String> chatId) {
        Conversation conversation = chatId.map(account.chats()::require).orElseGet(() -> newestOf(handle));
        requireMember(conversation.chat(), handle);
        return conversation;
    }

    private Conversation newestOf(String handle) {
        List<Conversation> chats = account.chats().withHandle(handle);
        for (int index = chats.size() - 1; index >= 0; index--) {
            if (chats.get(index).chat().hasActive(handle)) {
                return chats.get(index);
            }
        }
        throw new ApiError(404, 2001, "The person is in no chat");
    }

    private static Member requireMember(Chat chat, String handle) {
        return chat.member(handle)
                .filter(Member::isActive)
                .orElseThrow(() -> ApiError.conflict(handle + " is not in the chat"));
    }

    /**
     * Somebody starts a chat with a line, or adds it to a new group.
     *
     * @param others further people; empty for a direct chat
     */
    Chat startChat(String handle, String line, List<String> others) {
        List<Person> people = Stream.concat(Stream.of(handle), others.stream())
                .map(account::person)
                .toList();
        Optional<String> service = Services.carrying(people, Optional.empty());
        Chat chat =
                Chat.create(line, people, person -> service.or(person::service).orElse(Services.SMS), timeline.now());
        account.commit(new AccountChange.ChatSaved(chat));
        events.chatCreated(chat, Optional.empty());
        return chat;
    }

    /** @return empty when the account blocked the person: then nothing arrives (reference 2.13) */
    Optional<SandboxMessage> write(
            Conversation conversation, String handle, MessageContent content, Optional<Poll> poll) {
        if (account.person(handle).blocked()) {
            return Optional.empty();
        }
        Chat chat = conversation.chat();
        SandboxMessage message = SandboxMessage.received(
                chat, requireMember(chat, handle), content, poll, TraceIds.newId(), timeline.now());
        Chat after = chat.withService(message.delivery().service().orElseThrow(), timeline.now());
        if (!chat.isGroup()) {
            after = applyOptOut(after, handle, content);
        }
        account.commit(new AccountChange.ChatSaved(after));
        account.commit(new AccountChange.MessageAccepted(message));
        if (after.line().isActive()) {
            events.received(after, message);
        }
        return Optional.of(message);
    }

    /** STOP opts out, any other message lifts it; never in groups (reference 2.15). */
    private Chat applyOptOut(Chat chat, String handle, MessageContent content) {
        boolean stop = content.parts().size() == 1
                && OptOutKeywords.matches(content.parts().path(0).path("value").asText());
        Person person = account.person(handle);
        if (person.optedOut() != stop) {
            account.commit(new AccountChange.PersonSaved(person.withOptedOut(stop)));
        }
        return chat.withOptedOut(stop, timeline.now());
    }

    SandboxMessage react(String handle, SandboxMessage message, Reaction reaction, boolean add) {
        Chat chat = chatOf(handle, Optional.of(message.chatId())).chat();
        if (message.hasReaction(reaction) == add) {
            return message;
        }
        SandboxMessage changed = add
                ? message.withReaction(reaction, timeline.now())
                : message.withoutReaction(reaction, timeline.now());
        account.commit(new AccountChange.MessageChanged(changed));
        if (chat.line().isActive()) {
            events.reaction(chat, changed, reaction, add, Optional.empty());
        }
        return changed;
    }

    /** @throws ApiError 400/1005 when the message is no poll or has no such option */
    SandboxMessage vote(String handle, SandboxMessage message, String option, boolean add) {
        Chat chat = chatOf(handle, Optional.of(message.chatId())).chat();
        Poll poll = message.poll()
                .filter(each -> each.option(option).isPresent())
                .orElseThrow(() -> ApiError.invalidValue("'option_id' names no option of a poll"));
        if (poll.hasVote(option, handle) == add) {
            return message;
        }
        Instant now = timeline.now();
        SandboxMessage changed =
                message.withPoll(add ? poll.withVote(option, handle, now) : poll.withoutVote(option, handle), now);
        account.commit(new AccountChange.MessageChanged(changed));
        if (chat.line().isActive()) {
            events.vote(chat, changed, option, handle, add, Optional.empty());
        }
        return changed;
    }

    /** The person reads all messages of a direct chat; in groups nobody hears of that (reference 5). */
    void readAll(Conversation conversation) {
        Chat chat = conversation.chat();
        boolean receipts = !chat.isGroup()
                && chat.service()
                        .filter(service -> !service.equals(Services.SMS))
                        .isPresent();
        if (!receipts) {
            return;
        }
        for (SandboxMessage message : List.copyOf(conversation.messages())) {
            boolean unread = message.fromMe()
                    && message.delivery().deliveredAt().isPresent()
                    && message.delivery().readAt().isEmpty();
            if (unread) {
                SandboxMessage read = message.readBySomebody(timeline.now());
                account.commit(new AccountChange.MessageChanged(read));
                events.read(chat, read);
            }
        }
    }

    Chat rename(Chat chat, String handle, Optional<String> name) {
        requireGroup(chat);
        Chat after = chat.withName(name, timeline.now());
        account.commit(new AccountChange.ChatSaved(after));
        if (after.line().isActive()) {
            events.groupNameUpdated(chat, after, handle, Optional.empty());
        }
        return after;
    }

    Chat changeIcon(Chat chat, String handle, Optional<String> source) {
        requireGroup(chat);
        Chat after = chat.withIcon(source.map(Chat.Icon::rehosted), timeline.now());
        account.commit(new AccountChange.ChatSaved(after));
        if (after.line().isActive()) {
            events.groupIconUpdated(chat, after, handle, Optional.empty());
        }
        return after;
    }

    /** Adds a person, or brings back the line that left (reference 2.6). */
    Chat add(Chat chat, String added) {
        requireGroup(chat);
        if (chat.hasActive(added)) {
            throw ApiError.conflict(added + " is in the chat already");
        }
        String service = account.person(added).service().orElse(Services.SMS);
        Chat after = chat.withMember(added, service, timeline.now());
        account.commit(new AccountChange.ChatSaved(after));
        if (after.line().isActive()) {
            events.participantAdded(after, added, Optional.empty());
        }
        return after;
    }

    /** @param how {@code left} when the person goes, {@code removed} when another one does it */
    Chat depart(Chat chat, String who, String how) {
        requireGroup(chat);
        requireMember(chat, who);
        boolean heard = chat.line().isActive();
        Chat after = chat.withDeparted(who, how, timeline.now());
        account.commit(new AccountChange.ChatSaved(after));
        if (heard) {
            events.participantRemoved(after, who, Optional.empty());
        }
        return after;
    }

    private static void requireGroup(Chat chat) {
        if (!chat.isGroup()) {
            throw new ApiError(409, 1006, "Only groups can be changed");
        }
    }
}
