package dev.linqroutes.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A chat with its messages, oldest first. */
final class Conversation {
    private final List<Message> messages = new ArrayList<>(4);
    private final List<Action> actions = new ArrayList<>(0);
    private final RollingWindow lastMinute = new RollingWindow();
    private Chat chat;

    Conversation(Chat chat) {
        this.chat = chat;
    }

    Chat chat() {
        return chat;
    }

    List<Message> messages() {
        return Collections.unmodifiableList(messages);
    }

    List<Action> actions() {
        return Collections.unmodifiableList(actions);
    }

    RollingWindow lastMinute() {
        return lastMinute;
    }

    void become(Chat newer) {
        chat = newer;
    }

    void add(Action action) {
        actions.add(action);
    }

    void replace(Message message) {
        messages.replaceAll(each -> each.id().equals(message.id()) ? message : each);
    }

    void add(Message message) {
        messages.add(message);
        lastMinute.take(message.createdAt());
    }
}
