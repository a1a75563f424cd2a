package dev.linqroutes.sandbox.account;

import java.util.List;
import java.util.Optional;

/**
 * Decides what an account forgets so that it does not grow without end: the oldest messages that are not pending, and the chats
 * without activity for the longest time in which nothing is pending.
 *
 * @param most chats and messages, each
 */
record HistoryLimit(int most) {

    /** The oldest so many are looked at, however many are pending. */
    private static final int CANDIDATES = 100;

    /** The next thing to forget; empty when everything fits, or when what does not fit is pending. */
    Optional<AccountChange> next(Account account) {
        return nextMessage(account.chats()).or(() -> nextChat(account));
    }

    private Optional<AccountChange> nextMessage(ChatStore chats) {
        return chats.messageCount() <= most
                ? Optional.empty()
                : chats.messages().stream()
                        .limit(Math.min(chats.messageCount() - 1, CANDIDATES))
                        .filter(message -> !isPending(message))
                        .findFirst()
                        .map(message -> new AccountChange.MessageForgotten(message.id()));
    }

    private Optional<AccountChange> nextChat(Account account) {
        ChatStore chats = account.chats();
        // The newest one may be about to get its first message.
        return chats.all().size() <= most
                ? Optional.empty()
                : chats.byActivity().stream()
                        .limit(Math.min(chats.all().size() - 1, CANDIDATES))
                        .filter(conversation -> !isBusy(conversation, account))
                        .findFirst()
                        .map(conversation -> new AccountChange.ChatForgotten(
                                conversation.chat().id()));
    }

    private static boolean isBusy(Conversation conversation, Account account) {
        List<SandboxMessage> messages = conversation.messages();
        String id = conversation.chat().id();
        return messages.stream().anyMatch(HistoryLimit::isPending)
                || account.pendingChanges().values().stream()
                        .anyMatch(pending -> pending.chatId().equals(id));
    }

    private static boolean isPending(SandboxMessage message) {
        return message.delivery().state() == Delivery.State.PENDING;
    }
}
