package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what an account forgets so that it does not grow without end: the oldest messages that are not pending, the chats without
 * activity for the longest time in which nothing is pending, and the oldest people, attachments and keys of deleted messages.
 *
 * @param most of each kind
 * @param mostBytes approximate memory of each kind
 */
record HistoryLimit(int most, long mostBytes) {

    /** The next thing to forget; empty when everything fits, or when what does not fit is pending. */
    Optional<AccountChange> next(Account account) {
        return nextMessage(account.chats())
                .or(() -> nextChat(account))
                .or(() -> nextPerson(account))
                .or(() -> nextAttachment(account))
                .or(() -> nextDeletedKey(account.chats().keys()));
    }

    /**
     * What waits for its time is not forgotten, so more of it is refused, as by a service that is overloaded.
     *
     * @throws ApiError 503/4004
     */
    void requireRoom(int waiting, long weight) {
        if (isTooMuch(waiting, weight)) {
            throw new ApiError(503, 4004, "Too much waits for its time already; --history bounds it");
        }
    }

    private boolean isTooMuch(int count, long weight) {
        return count > most || weight > mostBytes;
    }

    private Optional<AccountChange> nextMessage(ChatStore chats) {
        return isTooMuch(chats.messageCount(), chats.messageWeight())
                ? chats.oldestSettled().map(AccountChange.MessageForgotten::new)
                : Optional.empty();
    }

    private Optional<AccountChange> nextChat(Account account) {
        ChatStore chats = account.chats();
        if (!isTooMuch(chats.all().size(), chats.chatWeight())) {
            return Optional.empty();
        }
        Set<String> changing = account.pendingChanges().values().stream()
                .map(PendingChange::chatId)
                .collect(Collectors.toSet());
        return chats.byActivity().stream()
                .filter(conversation -> !conversation.hasPendingMessage())
                .map(conversation -> conversation.chat().id())
                .filter(id -> !changing.contains(id))
                .findFirst()
                .map(AccountChange.ChatForgotten::new);
    }

    private Optional<AccountChange> nextPerson(Account account) {
        WeighedMap<Person> people = account.knownPeople();
        return isTooMuch(people.size(), people.weight())
                ? people.oldestId().map(Person::unknown).map(AccountChange.PersonSaved::new)
                : Optional.empty();
    }

    private Optional<AccountChange> nextAttachment(Account account) {
        WeighedMap<Attachment> attachments = account.knownAttachments();
        return isTooMuch(attachments.size(), attachments.weight())
                ? attachments.oldestId().map(AccountChange.AttachmentDeleted::new)
                : Optional.empty();
    }

    private Optional<AccountChange> nextDeletedKey(IdempotencyKeys keys) {
        return keys.deleted().size() > most
                ? keys.deleted().stream().findFirst().map(AccountChange.DeletedKeyForgotten::new)
                : Optional.empty();
    }
}
