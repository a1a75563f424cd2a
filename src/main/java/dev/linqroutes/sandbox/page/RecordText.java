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
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The text of the record in pieces, each made when it is wanted: a message, an action, or what stands between them. */
final class RecordText implements Iterator<String> {
    private final Iterator<Conversation> chats;
    private final List<Account.RefusedCall> refused;
    private Iterator<String> pieces = List.of("{\"chats\":[").iterator();
    private String separator = "";
    private boolean ending;

    RecordText(Account account) {
        chats = List.copyOf(account.chats().all()).iterator();
        refused = List.copyOf(account.refusedCalls());
    }

    @Override
    public boolean hasNext() {
        while (!pieces.hasNext() && !ending) {
            ending = !chats.hasNext();
            pieces = (ending ? ending() : chat(chats.next())).iterator();
        }
        return pieces.hasNext();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return pieces.next();
    }

    private Stream<String> chat(Conversation conversation) {
        Chat chat = conversation.chat();
        ObjectNode view = ResourceViews.chat(chat);
        view.set("name", JsonTrees.textOrNull(chat.name()));
        view.set("icon_source", JsonTrees.textOrNull(chat.icon().map(Chat.Icon::source)));
        String start = separator + "{\"chat\":" + text(view) + ",\"messages\":[";
        separator = ",";
        return Stream.of(
                        Stream.of(start),
                        items(conversation.messages(), message -> ConversationViews.message(chat, message)),
                        Stream.of("],\"actions\":["),
                        items(conversation.actions(), ChatAction::json),
                        Stream.of("]}"))
                .reduce(Stream.empty(), Stream::concat);
    }

    private Stream<String> ending() {
        Stream<String> calls = items(refused, RecordText::refused);
        return Stream.concat(Stream.concat(Stream.of("],\"refused\":["), calls), Stream.of("]}"));
    }

    private static <T> Stream<String> items(List<T> live, Function<T, JsonNode> view) {
        List<T> items = List.copyOf(live);
        return IntStream.range(0, items.size())
                .mapToObj(index -> (index == 0 ? "" : ",") + text(view.apply(items.get(index))));
    }

    private static JsonNode refused(Account.RefusedCall call) {
        return JsonTrees.object()
                .put("method", call.method())
                .put("path", call.path())
                .put("status", call.status())
                .put("code", call.code());
    }

    private static String text(JsonNode json) {
        return new String(JsonTrees.bytes(json), StandardCharsets.UTF_8);
    }
}
