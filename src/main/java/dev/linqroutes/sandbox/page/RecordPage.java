package dev.linqroutes.sandbox.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.record.ConversationViews;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.function.Function;

/**
 * The complete record of the sandbox, for tests and reports:
 * {@code {"chats": [{"chat", "messages", "actions"}], "refused": [{"method", "path", "status", "code"}]}}. Beyond what the API
 * shows, a chat has {@code name} and {@code icon_source} (null until set) and a message its {@code idempotency_key}, and {@code poll} if it is one.
 * {@code refused} has the latest 1,000 refused calls since the start.
 */
public final class RecordPage {
    private RecordPage() {}

    public static void serve(Account account, RoutingContext context) {
        Buffer json = Buffer.buffer("{\"chats\":[");
        appendAll(json, account.chats().all().iterator(), RecordPage::chat);
        json.appendString("],\"refused\":[");
        appendAll(json, account.refusedCalls().iterator(), RecordPage::refused);
        json.appendString("]}");
        context.response().putHeader("Content-Type", "application/json").end(json);
    }

    /** Writes chat by chat: a tree of everything would be many times larger than its text. */
    private static <T> void appendAll(Buffer json, Iterator<T> items, Function<T, JsonNode> view) {
        while (items.hasNext()) {
            json.appendBytes(JsonTrees.bytes(view.apply(items.next())));
            if (items.hasNext()) {
                json.appendString(",");
            }
        }
    }

    private static JsonNode chat(Conversation conversation) {
        Chat chat = conversation.chat();
        ObjectNode view = ResourceViews.chat(chat);
        view.set("name", JsonTrees.textOrNull(chat.name()));
        view.set("icon_source", JsonTrees.textOrNull(chat.icon().map(Chat.Icon::source)));
        ObjectNode item = JsonTrees.object();
        item.set("chat", view);
        item.set(
                "messages",
                JsonTrees.array(conversation.messages(), message -> ConversationViews.message(chat, message)));
        item.set("actions", JsonTrees.array(conversation.actions(), ChatAction::json));
        return item;
    }

    private static JsonNode refused(Account.RefusedCall call) {
        return JsonTrees.object()
                .put("method", call.method())
                .put("path", call.path())
                .put("status", call.status())
                .put("code", call.code());
    }
}
