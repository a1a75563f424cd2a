package dev.linqroutes.sandbox.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A chat with its messages, oldest first. */
public final class Conversation {
    /** As many as the page shows. */
    private static final int MAX_CHANGES = 200;

    /** Of the account in one chat; more than tests look at. */
    private static final int MAX_ACTIONS = 1_000;

    private final long number;
    private final List<SandboxMessage> messages = new ArrayList<>(4);
    private final List<ChatAction> actions = new ArrayList<>(0);
    private final List<ChatChange> changes = new ArrayList<>(0);
    private Chat chat;
    private long weight;
    private int pending;

    /**
     * @param number higher than that of each older chat
     * @param by who began it, if that is known
     */
    Conversation(long number, Chat chat, Optional<String> by) {
        this.number = number;
        this.chat = chat;
        weight = chat.weight();
        by.ifPresent(starter -> addChanges(List.of(ChatChange.started(starter, chat.createdAt()))));
    }

    long number() {
        return number;
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

    /** Its start and the newest changes of name, icon and members, oldest first. */
    public List<ChatChange> changes() {
        return Collections.unmodifiableList(changes);
    }

    boolean hasPendingMessage() {
        return pending > 0;
    }

    /** Approximate bytes without the messages. */
    long weight() {
        return weight;
    }

    void update(Chat newer, Optional<String> by) {
        weight += newer.weight() - chat.weight();
        addChanges(ChatChange.between(chat, newer, by));
        chat = newer;
    }

    private void addChanges(List<ChatChange> newer) {
        newer.forEach(change -> {
            changes.add(change);
            weight += change.weight();
        });
        while (changes.size() > MAX_CHANGES) {
            weight -= changes.remove(0).weight();
        }
    }

    /** In place of those that are known. */
    void restoreChanges(List<ChatChange> earlier) {
        weight -= changes.stream().mapToLong(ChatChange::weight).sum();
        changes.clear();
        addChanges(earlier);
    }

    void add(ChatAction action) {
        if (actions.size() == MAX_ACTIONS) {
            weight -= actions.remove(0).weight();
        }
        actions.add(action);
        weight += action.weight();
    }

    void add(SandboxMessage message) {
        messages.add(message);
        pending += message.isPending() ? 1 : 0;
    }

    /** From the end: what changes is nearly always one of the newest. */
    void replace(SandboxMessage message) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index).id().equals(message.id())) {
                SandboxMessage before = messages.set(index, message);
                pending += (message.isPending() ? 1 : 0) - (before.isPending() ? 1 : 0);
                return;
            }
        }
    }

    /** From the start: nearly always the oldest is forgotten. */
    void remove(String messageId) {
        for (int index = 0; index < messages.size(); index++) {
            if (messages.get(index).id().equals(messageId)) {
                pending -= messages.remove(index).isPending() ? 1 : 0;
                return;
            }
        }
    }
}
