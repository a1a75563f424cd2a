package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;

/**
 * Finds the chat or the message of a request, for all paths in the same way: a chat that the line left is closed (reference 2.4 and
 * 2.6), and a flagged line only reads (reference 1.5, code 2027).
 */
public final class ChatAccess {
    private final Account account;
    private final SandboxOptions options;

    public ChatAccess(Account account, SandboxOptions options) {
        this.account = account;
        this.options = options;
    }

    record Found(Conversation conversation, SandboxMessage message) {
        Chat chat() {
            return conversation.chat();
        }
    }

    Conversation toRead(ApiRequest request) {
        Conversation conversation = account.chats().require(request.id());
        requireReadable(conversation.chat());
        return conversation;
    }

    Conversation toChange(ApiRequest request) {
        Conversation conversation = account.chats().require(request.id());
        requireOpen(conversation.chat());
        return conversation;
    }

    Found messageToRead(ApiRequest request) {
        Found found = find(request);
        requireReadable(found.chat());
        return found;
    }

    Found messageToChange(ApiRequest request) {
        Found found = find(request);
        requireOpen(found.chat());
        return found;
    }

    private Found find(ApiRequest request) {
        SandboxMessage message = account.chats().requireMessage(request.id());
        return new Found(account.chats().require(message.chatId()), message);
    }

    private void requireReadable(Chat chat) {
        if (!options.assumes(Assumption.LEFT_CHAT_IS_READABLE)) {
            requireActiveLine(chat);
        }
    }

    /** @throws ApiError 409/2013 when the line left the chat, 403/2027 when it is flagged */
    void requireOpen(Chat chat) {
        requireActiveLine(chat);
        if (account.line(chat.line().handle()).filter(Line::flagged).isPresent()) {
            throw new ApiError(403, 2027, "The line is flagged and takes no new activity");
        }
    }

    private static void requireActiveLine(Chat chat) {
        if (!chat.line().isActive()) {
            throw GroupRules.left();
        }
    }
}
