package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.ResultPage;
import java.util.Optional;

/** Sending into a chat and reading messages (reference 2.8, 2.9 and 2.11). */
public final class MessageEndpoints {
    private final Account account;
    private final MessageContentReader contents;
    private final MessageSender sending;
    private final MessageOutcomes outcomes;
    private final ChatAccess access;
    private final FirstAnswers firstAnswers;

    public MessageEndpoints(
            Account account,
            ChatAccess access,
            MessageContentReader contents,
            MessageSender sending,
            MessageOutcomes outcomes,
            FirstAnswers firstAnswers) {
        this.account = account;
        this.access = access;
        this.firstAnswers = firstAnswers;
        this.contents = contents;
        this.sending = sending;
        this.outcomes = outcomes;
    }

    ApiResponse send(ApiRequest request) {
        Optional<FirstAnswer> before = firstAnswers.toMessage(request);
        if (before.isPresent()) {
            return accepted(before.get().chat(), before.get().message());
        }
        Conversation conversation = access.toChange(request);
        JsonFields body = request.body();
        body.know("override_optout");
        MessageContent content = contents.read(body.object("message"));
        return accepted(conversation.chat(), sending.send(conversation, content, request));
    }

    private static ApiResponse accepted(Chat chat, SandboxMessage message) {
        ObjectNode answer = JsonTrees.object().put("chat_id", message.chatId());
        answer.set("message", ResourceViews.sent(chat, message));
        return ApiResponse.accepted(answer);
    }

    ApiResponse list(ApiRequest request) {
        Conversation conversation = access.toRead(request);
        ResultPage<SandboxMessage> page = ResultPage.of(conversation.messages(), message -> true, request, 50);
        return ApiResponse.ok(page.view("messages", message -> ResourceViews.message(conversation.chat(), message)));
    }

    /**
     * Removes Linq's record; the recipients get and keep the message (reference 2.11), so that one that waits is sent first, and its
     * idempotency key is never used again (reference 1.3).
     */
    ApiResponse delete(ApiRequest request) {
        SandboxMessage message = access.messageToRead(request).message();
        outcomes.decideNow(message);
        account.commit(new AccountChange.MessageDeleted(message.id()));
        return ApiResponse.noContent();
    }

    ApiResponse read(ApiRequest request) {
        ChatAccess.Found found = access.messageToRead(request);
        return ApiResponse.ok(ResourceViews.message(found.chat(), found.message()));
    }
}
