package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Member;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/** Voice memos (reference 2.12): messages with one media part. */
public final class VoiceMemoEndpoint {
    private final ChatAccess access;
    private final MediaReader media;
    private final MessageSender sending;

    public VoiceMemoEndpoint(ChatAccess access, MediaReader media, MessageSender sending) {
        this.access = access;
        this.media = media;
        this.sending = sending;
    }

    /** Has no idempotency key, so every request sends a memo (reference 1.3). */
    ApiResponse send(ApiRequest request) {
        Conversation conversation = access.toChange(request);
        JsonFields body = request.body();
        body.know("override_optout", "force_notify");
        ObjectNode memo = media.voiceMemo(body);
        MessageContent content = new MessageContent(
                JsonNodeFactory.instance.arrayNode().add(memo),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        SandboxMessage message = sending.send(conversation, content, request);
        return ApiResponse.accepted(JsonTrees.object().set("voice_memo", view(conversation.chat(), message, memo)));
    }

    private static ObjectNode view(Chat chat, SandboxMessage message, ObjectNode media) {
        ObjectNode memo = JsonTrees.object().put("id", message.id());
        ObjectNode about = memo.putObject("chat")
                .put("id", chat.id())
                .put("is_group", chat.isGroup())
                .put("is_active", true);
        about.set("handles", JsonTrees.array(chat.members(), Member::json));
        about.set("service", JsonTrees.textOrNull(chat.service()));
        memo.put("from", chat.line().handle());
        memo.set("to", JsonTrees.texts(chat.activeHandles()));
        memo.put("status", "queued");
        memo.set("service", JsonTrees.textOrNull(chat.service()));
        memo.put("created_at", message.createdAt().toString());
        memo.set("voice_memo", media.deepCopy().without("type"));
        return memo;
    }
}
