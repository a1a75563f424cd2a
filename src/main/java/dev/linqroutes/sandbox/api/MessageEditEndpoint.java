package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.PartIndexReader;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.Optional;

/** Edits of own messages (reference 2.11). */
public final class MessageEditEndpoint {
    private static final int MAX_EDITS = 5;
    private static final Duration EDIT_WINDOW = Duration.ofMinutes(15);
    private static final int MAX_TEXT_LENGTH = 10_000;

    private final Account account;
    private final ChatAccess access;
    private final MessageEvents events;

    public MessageEditEndpoint(Account account, ChatAccess access, MessageEvents events) {
        this.account = account;
        this.access = access;
        this.events = events;
    }

    ApiResponse edit(ApiRequest request) {
        ChatAccess.Found found = access.messageToChange(request);
        Chat chat = found.chat();
        SandboxMessage message = found.message();
        Requirements.requireIMessage(chat);
        JsonFields body = request.body();
        String text = body.text("text");
        if (text.isEmpty() || text.length() > MAX_TEXT_LENGTH) {
            throw ApiError.invalidValue("'text' must have 1 to " + MAX_TEXT_LENGTH + " characters");
        }
        int part = PartIndexReader.of(body, message);
        if (!message.content().isText(part)) {
            throw ApiError.invalidValue("Only text parts can be edited");
        }
        requireEditable(message, request);
        SandboxMessage edited = message.edited(part, text, request.at());
        account.commit(new AccountChange.MessageChanged(edited));
        JsonNode detail = JsonTrees.object().put("text", text).put("part_index", part);
        account.commit(new AccountChange.ActionDone(
                new ChatAction(chat.id(), "edit", Optional.of(message.id()), detail, request.at())));
        events.edited(chat, edited, part, Optional.of(request.traceId()));
        return ApiResponse.ok(ResourceViews.message(chat, edited));
    }

    private static void requireEditable(SandboxMessage message, ApiRequest request) {
        if (!message.fromMe()) {
            throw ApiError.conflict("Only own messages can be edited");
        }
        if (message.edits() >= MAX_EDITS) {
            throw ApiError.conflict("The message was edited " + MAX_EDITS + " times");
        }
        if (message.createdAt().plus(EDIT_WINDOW).isBefore(request.at())) {
            throw ApiError.conflict("The message is older than " + EDIT_WINDOW.toMinutes() + " minutes");
        }
    }
}
