package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.Optional;

/** Shows people that the line types or has read (reference 2.12). Where that is not possible, it is accepted without effect. */
public final class PresenceEndpoints {
    /** After a message of the account; later, typing does not reach anybody (reference 0.15). */
    private static final Duration TYPING_WINDOW = Duration.ofMinutes(5);

    private final Account account;
    private final ChatAccess access;
    private final SandboxOptions options;

    public PresenceEndpoints(Account account, ChatAccess access, SandboxOptions options) {
        this.account = account;
        this.access = access;
        this.options = options;
    }

    ApiResponse startTyping(ApiRequest request) {
        return type(request, "typing_started");
    }

    ApiResponse stopTyping(ApiRequest request) {
        return type(request, "typing_stopped");
    }

    private ApiResponse type(ApiRequest request, String action) {
        Conversation conversation = access.toChange(request);
        Chat chat = conversation.chat();
        if (chat.isGroup() && !options.assumes(Assumption.GROUP_HAS_TYPING)) {
            throw new ApiError(403, 2016, "Groups have no typing indicator");
        }
        if (GroupRules.isOrMayBeIMessage(chat) && hasNewMessage(conversation, request)) {
            record(chat, action, request);
        }
        return ApiResponse.noContent();
    }

    private static boolean hasNewMessage(Conversation conversation, ApiRequest request) {
        return conversation.messages().stream()
                .filter(SandboxMessage::fromMe)
                .anyMatch(message -> message.createdAt().plus(TYPING_WINDOW).isAfter(request.at()));
    }

    /** The whole chat; the messages themselves do not change. */
    ApiResponse markRead(ApiRequest request) {
        Chat chat = access.toChange(request).chat();
        if (!chat.isGroup() && chat.service().filter(Services.SMS::equals).isEmpty()) {
            record(chat, "read", request);
        }
        return ApiResponse.noContent();
    }

    private void record(Chat chat, String action, ApiRequest request) {
        account.commit(new AccountChange.ActionDone(
                new ChatAction(chat.id(), action, Optional.empty(), JsonTrees.object(), request.at())));
    }
}
