package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.MessageProgress;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.Optional;

/** Shares a line's contact card in a chat (reference 2.12 and 0.17). */
public final class ContactCardShareEndpoint {
    private static final Duration INTERVAL = Duration.ofHours(24);

    private final Account account;
    private final ChatAccess access;

    public ContactCardShareEndpoint(Account account, ChatAccess access) {
        this.account = account;
        this.access = access;
    }

    ApiResponse share(ApiRequest request) {
        Conversation conversation = access.toChange(request);
        Chat chat = conversation.chat();
        Requirements.requireIMessage(chat);
        Line.ContactCard card = account.line(chat.line().handle())
                .flatMap(Line::card)
                .orElseThrow(() -> new ApiError(404, 2012, "The line has no contact card"));
        // The code is undocumented.
        if (conversation.messages().stream().noneMatch(ContactCardShareEndpoint::isFromTheLine)) {
            throw ApiError.conflict("The line has to write in the chat before it shares its contact card");
        }
        boolean sharedToday = conversation.actions().stream()
                .anyMatch(action -> action.kind().equals("contact_card")
                        && action.at().plus(INTERVAL).isAfter(request.at()));
        // An inactive card and a repeated share have no effect and no error.
        if (card.isActive() && !sharedToday) {
            account.commit(new AccountChange.ActionDone(
                    new ChatAction(chat.id(), "contact_card", Optional.empty(), JsonTrees.object(), request.at())));
        }
        return ApiResponse.noContent();
    }

    private static boolean isFromTheLine(SandboxMessage message) {
        return message.fromMe() && message.progress().state() != MessageProgress.State.FAILED;
    }
}
