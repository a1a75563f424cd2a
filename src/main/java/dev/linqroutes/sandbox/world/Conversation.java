package dev.linqroutes.sandbox.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A chat with its messages, oldest first. */
public final class Conversation {
    private final List<SandboxMessage> messages = new ArrayList<>(4);
    private final List<ChatAction> actions = new ArrayList<>(0);
    private final SlidingWindowLimiter messageWindow = new SlidingWindowLimiter();
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

    public SlidingWindowLimiter messageWindow() {
        return messageWindow;
    }

    void update(Chat newer) {
        chat = newer;
    }

    void add(ChatAction action) {
        actions.add(action);
    }

    void replace(SandboxMessage message) {
        messages.replaceAll(each -> each.id().equals(message.id()) ? message : each);
    }

    void add(SandboxMessage message) {
        messages.add(message);
        messageWindow.record(message.createdAt());
    }
}
