package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that make an account what it is now, for a shorter journal. Whatever an {@link AccountChange} adds to the state must
 * be here too.
 */
final class AccountSnapshot {
    private final Account account;
    private final List<AccountChange> changes = new ArrayList<>();

    /** By the id of their message. */
    private final Map<String, FirstAnswer> answers = new HashMap<>();

    private final Map<String, Chat> saved = new HashMap<>();

    private AccountSnapshot(Account account) {
        this.account = account;
        account.chats()
                .keys()
                .answers()
                .forEach(answer -> answers.put(answer.message().id(), answer));
    }

    static List<AccountChange> of(Account account) {
        AccountSnapshot snapshot = new AccountSnapshot(account);
        snapshot.addSettings();
        snapshot.addChats();
        account.chats().messages().forEach(snapshot::add);
        snapshot.addActivity();
        snapshot.addWhatForgottenMessagesLeave();
        snapshot.addOpenWork();
        return snapshot.changes;
    }

    private void addSettings() {
        if (!account.timeAhead().isZero()) {
            changes.add(new AccountChange.TimeAdvanced(account.timeAhead()));
        }
        account.lines().stream()
                .filter(line -> !line.equals(Line.healthy(line.number())))
                .forEach(line -> changes.add(new AccountChange.LineSaved(line)));
        LineContacts contacts = account.contacts();
        contacts.lines()
                .forEach(line -> contacts.of(line).forEach(at -> changes.add(new AccountChange.ContactMade(line, at))));
        account.people().forEach(person -> changes.add(new AccountChange.PersonSaved(person)));
        account.attachments().values().forEach(each -> changes.add(new AccountChange.AttachmentSaved(each)));
    }

    /** In their order, each in its oldest version that is needed: a newer one cannot be followed by an older one. */
    private void addChats() {
        Map<String, Chat> oldest = new HashMap<>();
        account.chats().messages().stream()
                .map(message -> answers.get(message.id()))
                .filter(answer -> answer != null)
                .forEach(answer -> oldest.putIfAbsent(answer.chat().id(), answer.chat()));
        account.chats().all().stream()
                .map(Conversation::chat)
                .forEach(chat -> save(oldest.getOrDefault(chat.id(), chat)));
    }

    private void save(Chat chat) {
        if (!chat.equals(saved.put(chat.id(), chat))) {
            changes.add(new AccountChange.ChatSaved(chat));
        }
    }

    /** With a key, first as it was accepted, which is what a repeated request is answered. */
    private void add(SandboxMessage message) {
        FirstAnswer answer = answers.get(message.id());
        if (answer == null) {
            changes.add(new AccountChange.MessageAccepted(message));
        } else {
            save(answer.chat());
            changes.add(new AccountChange.MessageAccepted(answer.message()));
            if (!message.equals(answer.message())) {
                changes.add(new AccountChange.MessageChanged(message));
            }
        }
        account.chats()
                .selectionOf(message.id())
                .ifPresent(selection -> changes.add(new AccountChange.LineSelected(selection)));
    }

    /** Chats in their newest version and in the order of their activity. */
    private void addActivity() {
        for (Conversation conversation : account.chats().byActivity()) {
            conversation.actions().forEach(action -> changes.add(new AccountChange.ActionDone(action)));
            changes.add(new AccountChange.ChatSaved(conversation.chat()));
            // Those between the version above and this one come of themselves, but not those before.
            changes.add(
                    new AccountChange.ChatChangesKept(conversation.chat().id(), List.copyOf(conversation.changes())));
        }
    }

    /** Keys of deleted messages are not forgotten with them (reference 1.3), and forgotten messages count against the limits. */
    private void addWhatForgottenMessagesLeave() {
        account.chats().keys().deleted().forEach(key -> changes.add(new AccountChange.DeletedKeyKept(key)));
        changes.add(new AccountChange.SentKept(account.sendLimits().json()));
    }

    private void addOpenWork() {
        account.pendingChanges().values().forEach(each -> changes.add(new AccountChange.PendingChangeAccepted(each)));
        account.subscriptions().values().forEach(each -> changes.add(new AccountChange.SubscriptionSaved(each)));
        account.undeliveredWebhooks().values().forEach(each -> changes.add(new AccountChange.WebhookQueued(each)));
    }
}
