package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Polls (reference 2.12). */
public final class PollEndpoints {
    private final Account account;
    private final MessageSender sending;
    private final ChatEvents events;

    public PollEndpoints(Account account, MessageSender sending, ChatEvents events) {
        this.account = account;
        this.sending = sending;
        this.events = events;
    }

    ApiResponse create(ApiRequest request) {
        Conversation conversation = account.chats().require(request.id());
        Chat chat = conversation.chat();
        Requirements.requireIMessage(chat);
        JsonFields body = request.body().object("poll");
        List<String> texts = texts(body, 2);
        Optional<String> key = body.optionalText("idempotency_key");
        SandboxMessage message = key.flatMap(account.chats()::findAnswer)
                .map(FirstAnswer::message)
                .orElseGet(() -> sending.send(
                        conversation,
                        MessageContent.ofPoll(key),
                        Optional.of(Poll.of(texts, chat.line().handle())),
                        request));
        return ApiResponse.created(ResourceViews.pollEnvelope(chat, message));
    }

    private static List<String> texts(JsonFields body, int least) {
        List<JsonFields> options = body.objects("options");
        if (options.size() < least) {
            throw ApiError.invalidValue("'" + body.pathOf("options") + "' must have at least " + least);
        }
        return options.stream().map(option -> option.text("text")).toList();
    }

    ApiResponse read(ApiRequest request) {
        SandboxMessage message = requirePoll(request);
        return ApiResponse.ok(ResourceViews.pollEnvelope(chat(message), message));
    }

    ApiResponse addOptions(ApiRequest request) {
        SandboxMessage message = requirePoll(request);
        Chat chat = chat(message);
        GroupRules.requireActiveLine(chat);
        Poll before = message.poll().orElseThrow();
        Poll after = before.withOptions(texts(request.body(), 1), chat.line().handle());
        SandboxMessage changed = message.withPoll(after, request.at());
        account.commit(new AccountChange.MessageChanged(changed));
        events.pollUpdated(
                chat,
                changed,
                after.options().subList(before.options().size(), after.options().size()),
                chat.line().handle(),
                Optional.of(request.traceId()));
        return ApiResponse.ok(ResourceViews.pollEnvelope(chat, changed));
    }

    ApiResponse vote(ApiRequest request) {
        SandboxMessage message = requirePoll(request);
        Chat chat = chat(message);
        GroupRules.requireActiveLine(chat);
        JsonFields body = request.body();
        boolean add =
                Requirements.oneOf(body, "operation", Set.of("add", "remove")).equals("add");
        String option = body.text("option_id");
        Poll poll = message.poll().orElseThrow();
        if (poll.option(option).isEmpty()) {
            throw ApiError.invalidValue("'option_id' names no option of the poll");
        }
        String line = chat.line().handle();
        if (poll.hasVote(option, line) == add) {
            return ApiResponse.ok(ResourceViews.pollEnvelope(chat, message));
        }
        Poll voted = add ? poll.withVote(option, line, request.at()) : poll.withoutVote(option, line);
        SandboxMessage changed = message.withPoll(voted, request.at());
        account.commit(new AccountChange.MessageChanged(changed));
        events.vote(chat, changed, option, line, add, Optional.of(request.traceId()));
        return ApiResponse.ok(ResourceViews.pollEnvelope(chat, changed));
    }

    private SandboxMessage requirePoll(ApiRequest request) {
        return account.chats()
                .findMessage(request.id())
                .filter(message -> message.poll().isPresent())
                .orElseThrow(() -> new ApiError(404, 2002, "Poll not found"));
    }

    private Chat chat(SandboxMessage message) {
        return account.chats().require(message.chatId()).chat();
    }
}
