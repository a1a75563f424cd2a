package dev.linqroutes.sandbox.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A chat with its messages, oldest first. */
public final class Conversation {
    /** As many as the page shows. */
    private static final int MAX_CHANGES = 200;

    /** Of the account in one chat; more than tests look at. */
    private static final int MAX_ACTIONS = 1_000;

    private final List<SandboxMessage> messages = new ArrayList<>(4);
    private final List<ChatAction> actions = new ArrayList<>(0);
    private final List<ChatChange> changes = new ArrayList<>(0);
    private Chat chat;

    Conversation(Chat chat) {
        this.chat = chat;
    }

    public Chat chat() {
        return chat;
    }

    public List<SandboxMessage> messages() {
        return Collections.unmodifiableList(messages);
    }

    public List<ChatAction> actions() {
        return Collections.unmodifiableList(actions);
    }

    /** The newest changes of name, icon and members, oldest first. */
    public List<ChatChange> changes() {
        return Collections.unmodifiableList(changes);
    }

    void update(Chat newer) {
        changes.addAll(ChatChange.between(chat, newer));
        if (changes.size() > MAX_CHANGES) {
            changes.subList(0, changes.size() - MAX_CHANGES).clear();
        }
        chat = newer;
    }

    void add(ChatAction action) {
        if (actions.size() == MAX_ACTIONS) {
            actions.remove(0);
        }
        actions.add(action);
    }

    void add(SandboxMessage message) {
        messages.add(message);
    }

    /** From the end: what changes is nearly always one of the newest. */
    void replace(SandboxMessage message) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index).id().equals(message.id())) {
                messages.set(index, message);
                return;
            }
        }
    }

    /** From the start: nearly always the oldest is forgotten. */
    void remove(String messageId) {
        for (int index = 0; index < messages.size(); index++) {
            if (messages.get(index).id().equals(messageId)) {
                messages.remove(index);
                return;
            }
        }
    }
}
