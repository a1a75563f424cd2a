package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All chats and messages, with indexes for the frequent lookups. */
public final class ChatStore {
    private final List<Conversation> inOrder = new ArrayList<>();
    private final Map<String, Conversation> byId = new HashMap<>();

    /** In the order of their latest change. */
    private final Map<String, Conversation> byActivity = new LinkedHashMap<>();

    private final Map<String, Conversation> reusable = new HashMap<>();
    private final Map<String, List<Conversation>> byHandle = new HashMap<>();
    private final Map<String, SandboxMessage> messages = new LinkedHashMap<>();
    private final Map<String, LineSelection> selections = new HashMap<>();
    private final Map<String, FirstAnswer> answersByIdempotencyKey = new LinkedHashMap<>();

    /**
     * What a request with an idempotency key was answered; a repeated request gets the same (reference 1.3).
     *
     * @param chat as it was then
     * @param message as it was accepted
     */
    public record FirstAnswer(Chat chat, SandboxMessage message) {}

    void save(Chat chat) {
        Conversation conversation = byId.get(chat.id());
        if (conversation == null) {
            conversation = new Conversation(chat);
            byId.put(chat.id(), conversation);
            inOrder.add(conversation);
            index(chat.members(), conversation);
        } else {
            Chat before = conversation.chat();
            Conversation same = conversation;
            before.reuseKey().ifPresent(key -> reusable.remove(key, same));
            conversation.update(chat);
            // Members are never removed from the list, so new ones are at its end.
            index(chat.members().subList(before.members().size(), chat.members().size()), conversation);
        }
        Conversation saved = conversation;
        chat.reuseKey().ifPresent(key -> reusable.putIfAbsent(key, saved));
        touch(saved);
    }

    private void touch(Conversation conversation) {
        String id = conversation.chat().id();
        byActivity.remove(id);
        byActivity.put(id, conversation);
    }

    void add(SandboxMessage message) {
        Conversation conversation =
                find(message.chatId()).orElseThrow(() -> new IllegalArgumentException("message of an unknown chat"));
        conversation.add(message);
        touch(conversation);
        messages.put(message.id(), message);
        message.content()
                .idempotencyKey()
                .ifPresent(key -> answersByIdempotencyKey.put(key, new FirstAnswer(conversation.chat(), message)));
    }

    /** Replaces a message by a newer version. */
    void replace(SandboxMessage message) {
        Conversation conversation = require(message.chatId());
        conversation.replace(message);
        touch(conversation);
        messages.put(message.id(), message);
    }

    void remove(String messageId) {
        SandboxMessage message = messages.remove(messageId);
        selections.remove(messageId);
        if (message != null) {
            require(message.chatId()).remove(messageId);
        }
    }

    void save(LineSelection selection) {
        selections.put(selection.messageId(), selection);
    }

    /** Why a message went where it went; empty if the account chose the chat. */
    public Optional<LineSelection> selectionOf(String messageId) {
        return Optional.ofNullable(selections.get(messageId));
    }

    void forgetMessage(String messageId) {
        remove(messageId);
        // Keys of deleted messages go with those that are as old.
        Iterator<FirstAnswer> answers = answersByIdempotencyKey.values().iterator();
        while (answers.hasNext()
                && !messages.containsKey(answers.next().message().id())) {
            answers.remove();
        }
    }

    void forgetChat(String chatId) {
        Conversation conversation = require(chatId);
        Chat chat = conversation.chat();
        for (SandboxMessage message : conversation.messages()) {
            messages.remove(message.id());
            selections.remove(message.id());
            message.content().idempotencyKey().ifPresent(answersByIdempotencyKey::remove);
        }
        byId.remove(chatId);
        byActivity.remove(chatId);
        inOrder.remove(conversation);
        chat.reuseKey().ifPresent(key -> reusable.remove(key, conversation));
        chat.members().forEach(member -> forgetChatOf(member.handle(), conversation));
    }

    private void forgetChatOf(String handle, Conversation conversation) {
        byHandle.computeIfPresent(handle, (same, chats) -> {
            chats.remove(conversation);
            return chats.isEmpty() ? null : chats;
        });
    }

    private void index(List<Member> members, Conversation conversation) {
        members.forEach(member -> byHandle.computeIfAbsent(member.handle(), handle -> new ArrayList<>(2))
                .add(conversation));
    }

    /** Oldest first. */
    public List<Conversation> all() {
        return Collections.unmodifiableList(inOrder);
    }

    /** The longest without a change first. */
    public Collection<Conversation> byActivity() {
        return Collections.unmodifiableCollection(byActivity.values());
    }

    /** In the order in which they were accepted. */
    public Collection<SandboxMessage> messages() {
        return Collections.unmodifiableCollection(messages.values());
    }

    Collection<FirstAnswer> answers() {
        return Collections.unmodifiableCollection(answersByIdempotencyKey.values());
    }

    /** The chats this handle is or was in, oldest first. */
    public List<Conversation> withHandle(String handle) {
        return Collections.unmodifiableList(byHandle.getOrDefault(handle, List.of()));
    }

    public int messageCount() {
        return messages.size();
    }

    public Optional<Conversation> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws ApiError 404/2001 */
    public Conversation require(String id) {
        return find(id).orElseThrow(() -> new ApiError(404, 2001, "Chat not found"));
    }

    /** The chat that a create for this line and these members reuses (reference 2.2). */
    public Optional<Conversation> findReusable(String from, Collection<String> to) {
        return Optional.ofNullable(reusable.get(Chat.reuseKey(from, to)));
    }

    public Optional<SandboxMessage> findMessage(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** @throws ApiError 404/2002 */
    public SandboxMessage requireMessage(String id) {
        return findMessage(id).orElseThrow(() -> new ApiError(404, 2002, "Message not found"));
    }

    /**
     * The answer to the first request with this idempotency key. Linq does not document the scope of keys; here it is the account,
     * the widest, so that clients that rely on a narrower scope are found.
     *
     * @throws ApiError 404/2002 when the message was deleted since (reference 1.3)
     */
    public Optional<FirstAnswer> findAnswer(String idempotencyKey) {
        Optional<FirstAnswer> answer = Optional.ofNullable(answersByIdempotencyKey.get(idempotencyKey));
        answer.ifPresent(first -> requireMessage(first.message().id()));
        return answer;
    }
}
