package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.ChatChange;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;

/** Chats and messages with what the API does not show. */
public final class ConversationViews {
    private static final int MAX_SHOWN = 200;

    private ConversationViews() {}

    /** As the API shows it, with its {@code idempotency_key}, its {@code poll}, if it is one, and, if it failed, {@code failure_code}. */
    public static ObjectNode message(Chat chat, SandboxMessage message) {
        ObjectNode view = ResourceViews.message(chat, message);
        view.set("idempotency_key", JsonTrees.textOrNull(message.content().idempotencyKey()));
        message.progress().failureCode().ifPresent(code -> view.put("failure_code", code));
        if (message.poll().isPresent()) {
            view.set("poll", ResourceViews.pollEnvelope(chat, message).get("poll"));
        }
        return view;
    }

    static ObjectNode summary(Conversation conversation) {
        Chat chat = conversation.chat();
        List<SandboxMessage> messages = conversation.messages();
        ObjectNode view = JsonTrees.object();
        view.set("chat", ResourceViews.chat(chat));
        view.set("icon_source", iconSource(chat));
        view.set("last_message", JsonTrees.orNull(last(messages).map(each -> message(chat, each))));
        return view.put("message_count", messages.size());
    }

    private static JsonNode iconSource(Chat chat) {
        return JsonTrees.textOrNull(chat.icon().map(Chat.Icon::source));
    }

    private static Optional<SandboxMessage> last(List<SandboxMessage> messages) {
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(messages.size() - 1));
    }

    /**
     * The newest messages and actions, oldest first.
     *
     * @param messageId if it is one of the older messages, those around it
     */
    static ObjectNode details(Conversation conversation, String messageId) {
        Chat chat = conversation.chat();
        List<SandboxMessage> messages = conversation.messages();
        int start = start(messages, messageId);
        int end = Math.min(messages.size(), start + MAX_SHOWN);
        ObjectNode view = JsonTrees.object();
        view.set("chat", ResourceViews.chat(chat));
        view.set("name", JsonTrees.textOrNull(chat.name()));
        view.set("icon_source", iconSource(chat));
        view.set("background", JsonTrees.orNull(chat.background()));
        view.put("message_count", messages.size());
        view.set("messages", JsonTrees.array(messages.subList(start, end), each -> message(chat, each)));
        view.put("has_earlier", start > 0).put("has_later", end < messages.size());
        view.set("actions", JsonTrees.array(newest(conversation.actions()), ChatAction::json));
        view.set("changes", JsonTrees.array(conversation.changes(), ChatChange::json));
        return view;
    }

    private static int start(List<SandboxMessage> messages, String messageId) {
        int newest = Math.max(0, messages.size() - MAX_SHOWN);
        int wanted = 0;
        while (wanted < newest && !messages.get(wanted).id().equals(messageId)) {
            wanted++;
        }
        return wanted < newest ? Math.max(0, wanted - MAX_SHOWN / 2) : newest;
    }

    private static <T> List<T> newest(List<T> items) {
        return items.subList(Math.max(0, items.size() - MAX_SHOWN), items.size());
    }
}
