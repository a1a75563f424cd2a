package dev.linqroutes.sandbox.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A chat with its messages, oldest first. */
public final class Conversation {
    private final List<SandboxMessage> messages = new ArrayList<>(4);
    private final List<ChatAction> actions = new ArrayList<>(0);
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

    void update(Chat newer) {
        chat = newer;
    }

    void add(ChatAction action) {
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

    void remove(String messageId) {
        messages.removeIf(message -> message.id().equals(messageId));
    }
}
