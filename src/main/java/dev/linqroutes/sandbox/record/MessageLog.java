package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Predicate;

/** The messages of all chats in the order in which they were accepted or received, shown as they are now. */
final class MessageLog {
    private final Account account;
    private final BoundedLog<String> ids;
    private final LogReader<String> reader;

    MessageLog(Account account, int history) {
        this.account = account;
        ids = new BoundedLog<>(history);
        reader = new LogReader<>("messages", ids, this::view);
        account.chats().messages().forEach(message -> ids.add(message.id()));
    }

    void happened(AccountChange change) {
        if (change instanceof AccountChange.MessageAccepted accepted) {
            ids.add(accepted.message().id());
        } else if (change instanceof AccountChange.MessageChanged changed) {
            ids.changed(changed.message().id());
        }
    }

    Future<ApiResponse> answer(ApiRequest request) {
        Predicate<SandboxMessage> filter = message -> true;
        Optional<String> chat = request.query("chat_id");
        if (chat.isPresent()) {
            filter = filter.and(message -> message.chatId().equalsIgnoreCase(chat.get()));
        }
        Optional<String> from = request.query("from").map(MessageLog::handle);
        if (from.isPresent()) {
            filter = filter.and(message -> message.sender().equals(from.get()));
        }
        Optional<Boolean> outbound = request.query("direction").map(MessageLog::isOutbound);
        if (outbound.isPresent()) {
            filter = filter.and(message -> message.fromMe() == outbound.get());
        }
        Optional<String> text = request.query("text");
        if (text.isPresent()) {
            filter = filter.and(message -> hasText(message, text.get()));
        }
        Predicate<SandboxMessage> wanted = filter;
        // Deleted ones have no place in the account any more.
        return reader.answer(
                RecordQuery.of(request),
                id -> account.chats().findMessage(id).filter(wanted).isPresent(),
                request.context());
    }

    private static String handle(String text) {
        return SandboxHandles.normalize(SandboxHandles.ofQuery(text));
    }

    private static boolean isOutbound(String direction) {
        if (!direction.equals("inbound") && !direction.equals("outbound")) {
            throw ApiError.invalidValue("'direction' must be inbound or outbound");
        }
        return direction.equals("outbound");
    }

    private static boolean hasText(SandboxMessage message, String text) {
        return message.content().parts().valueStream().anyMatch(part -> part.path("value")
                .asText()
                .contains(text));
    }

    private ObjectNode view(String id) {
        SandboxMessage message = account.chats().requireMessage(id);
        return ConversationViews.message(
                account.chats().require(message.chatId()).chat(), message);
    }
}
