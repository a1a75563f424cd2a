package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** All chats and messages, with indexes for the frequent lookups. */
public final class ChatStore {
    private final List<Conversation> inOrder = new ArrayList<>();
    private final Map<String, Conversation> byId = new HashMap<>();

    /** In the order of their latest change. */
    private final Map<String, Conversation> byActivity = new LinkedHashMap<>();

    private final ChatIndex byReuseKey = new ChatIndex();
    private final ChatIndex byHandle = new ChatIndex();
    private final WeighedMap<SandboxMessage> messages = new WeighedMap<>(SandboxMessage::weight);

    /** Messages that are not pending, in the order in which they became so. */
    private final Set<String> settled = new LinkedHashSet<>();

    private final Map<String, LineSelection> selections = new HashMap<>();
    private final IdempotencyKeys keys = new IdempotencyKeys();
    private long nextNumber;
    private long weight;

    /**
     * What a request with an idempotency key was answered; a repeated request gets the same (reference 1.3).
     *
     * @param chat as it was then
     * @param message as it was accepted
     */
    public record FirstAnswer(Chat chat, SandboxMessage message) {}

    /** @param by the member who began the chat, or changed name, icon or members; empty for other changes */
    void save(Chat chat, Optional<String> by) {
        Conversation conversation = byId.get(chat.id());
        if (conversation == null) {
            conversation = new Conversation(nextNumber++, chat, by);
            byId.put(chat.id(), conversation);
            inOrder.add(conversation);
        } else {
            removeFromIndexes(conversation);
            conversation.update(chat, by);
        }
        addToIndexes(conversation);
        touch(conversation);
    }

    private void addToIndexes(Conversation conversation) {
        Chat chat = conversation.chat();
        chat.reuseKey().ifPresent(key -> byReuseKey.add(key, conversation));
        chat.members().forEach(member -> byHandle.add(member.handle(), conversation));
        weight += conversation.weight();
    }

    private void removeFromIndexes(Conversation conversation) {
        Chat chat = conversation.chat();
        chat.reuseKey().ifPresent(key -> byReuseKey.remove(key, conversation));
        chat.members().forEach(member -> byHandle.remove(member.handle(), conversation));
        weight -= conversation.weight();
    }

    private void touch(Conversation conversation) {
        String id = conversation.chat().id();
        byActivity.remove(id);
        byActivity.put(id, conversation);
    }

    void add(ChatAction action) {
        change(action.chatId(), conversation -> conversation.add(action));
    }

    /** What the chat has shown so far between its messages, in place of what is known of that. */
    void restoreChanges(String chatId, List<ChatChange> changes) {
        change(chatId, conversation -> conversation.restoreChanges(changes));
    }

    private void change(String chatId, Consumer<Conversation> change) {
        Conversation conversation = require(chatId);
        weight -= conversation.weight();
        change.accept(conversation);
        weight += conversation.weight();
    }

    void add(SandboxMessage message) {
        Conversation conversation =
                find(message.chatId()).orElseThrow(() -> new IllegalArgumentException("message of an unknown chat"));
        conversation.add(message);
        touch(conversation);
        put(message);
        keys.add(new FirstAnswer(conversation.chat(), message));
    }

    private void put(SandboxMessage message) {
        messages.put(message.id(), message);
        if (!message.isPending()) {
            settled.add(message.id());
        }
    }

    /** Replaces a message by a newer version, unless it was deleted or forgotten meanwhile. */
    void replace(SandboxMessage message) {
        if (findMessage(message.id()).isPresent()) {
            Conversation conversation = require(message.chatId());
            conversation.replace(message);
            touch(conversation);
            put(message);
        }
    }

    void deleteMessage(String messageId) {
        remove(messageId).ifPresent(keys::delete);
    }

    /** With its idempotency key. */
    void forgetMessage(String messageId) {
        remove(messageId).ifPresent(keys::forget);
    }

    private Optional<SandboxMessage> remove(String messageId) {
        Optional<SandboxMessage> message = messages.remove(messageId);
        settled.remove(messageId);
        selections.remove(messageId);
        message.ifPresent(removed -> require(removed.chatId()).remove(messageId));
        return message;
    }

    void save(LineSelection selection) {
        selections.put(selection.messageId(), selection);
    }

    /** Why a message went where it went; empty if the account chose the chat. */
    public Optional<LineSelection> selectionOf(String messageId) {
        return Optional.ofNullable(selections.get(messageId));
    }

    void forgetChat(String chatId) {
        Conversation conversation = require(chatId);
        List.copyOf(conversation.messages()).forEach(message -> forgetMessage(message.id()));
        removeFromIndexes(conversation);
        byId.remove(chatId);
        byActivity.remove(chatId);
        inOrder.remove(conversation);
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
        return messages.asMap().values();
    }

    /** The message that is not pending for the longest time. */
    Optional<String> oldestSettled() {
        return settled.stream().findFirst();
    }

    /** Approximate bytes of all messages. */
    long messageWeight() {
        return messages.weight();
    }

    /** Approximate bytes of all chats without their messages. */
    long chatWeight() {
        return weight;
    }

    IdempotencyKeys keys() {
        return keys;
    }

    /** The chats this handle is or was in, oldest first. */
    public List<Conversation> withHandle(String handle) {
        return byHandle.find(handle);
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

    /** The chat that a create for this line and these members reuses (reference 2.2): the oldest, where there are several. */
    public Optional<Conversation> findReusable(String from, Collection<String> to) {
        return byReuseKey.find(Chat.reuseKey(from, to)).stream().findFirst();
    }

    public Optional<SandboxMessage> findMessage(String id) {
        return messages.find(id);
    }

    /** @throws ApiError 404/2002 */
    public SandboxMessage requireMessage(String id) {
        return findMessage(id).orElseThrow(() -> new ApiError(404, 2002, "Message not found"));
    }

    /**
     * The answer to the first request with this idempotency key.
     *
     * @throws ApiError 404/2002 when the message was deleted since (reference 1.3)
     */
    public Optional<FirstAnswer> findAnswer(String idempotencyKey) {
        return keys.find(idempotencyKey);
    }
}
