package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.MessageProgress;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.IdempotencyKeyReader;
import dev.linqroutes.sandbox.events.MessageEvents;
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
    private final MessageEvents events;
    private final ChatAccess access;
    private final FirstAnswers firstAnswers;

    public PollEndpoints(
            Account account,
            ChatAccess access,
            MessageSender sending,
            FirstAnswers firstAnswers,
            MessageEvents events) {
        this.account = account;
        this.access = access;
        this.firstAnswers = firstAnswers;
        this.sending = sending;
        this.events = events;
    }

    ApiResponse create(ApiRequest request) {
        Optional<FirstAnswer> before = firstAnswers.toPoll(request);
        if (before.isPresent()) {
            return ApiResponse.created(
                    ResourceViews.pollEnvelope(before.get().chat(), before.get().message()));
        }
        Conversation conversation = access.toChange(request);
        Chat chat = conversation.chat();
        Requirements.requireIMessage(chat);
        JsonFields body = request.body().object("poll");
        Poll poll = Poll.of(texts(body, 2), chat.line().handle());
        MessageContent content = MessageContent.ofPoll(IdempotencyKeyReader.of(body));
        requireNotFirst(conversation);
        SandboxMessage message = sending.send(conversation, content, Optional.of(poll), request);
        return ApiResponse.created(ResourceViews.pollEnvelope(chat, message));
    }

    /** A chat whose messages all failed has no service, and still has to get its first one. The code is undocumented. */
    private static void requireNotFirst(Conversation conversation) {
        if (conversation.chat().service().isEmpty()
                && conversation.messages().stream()
                        .allMatch(message -> message.progress().state() == MessageProgress.State.FAILED)) {
            throw ApiError.conflict("A poll cannot be the first message of a chat");
        }
    }

    private static List<String> texts(JsonFields body, int least) {
        List<JsonFields> options = body.objects("options");
        if (options.size() < least) {
            throw ApiError.invalidValue("'" + body.pathOf("options") + "' must have at least " + least);
        }
        return options.stream().map(option -> option.text("text")).toList();
    }

    ApiResponse read(ApiRequest request) {
        ChatAccess.Found found = requirePoll(access.messageToRead(request));
        return ApiResponse.ok(ResourceViews.pollEnvelope(found.chat(), found.message()));
    }

    ApiResponse addOptions(ApiRequest request) {
        ChatAccess.Found found = requireOpenPoll(request);
        Chat chat = found.chat();
        SandboxMessage message = found.message();
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
        ChatAccess.Found found = requireOpenPoll(request);
        Chat chat = found.chat();
        SandboxMessage message = found.message();
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

    private ChatAccess.Found requireOpenPoll(ApiRequest request) {
        ChatAccess.Found found = requirePoll(access.messageToChange(request));
        Requirements.requireIMessage(found.chat());
        return found;
    }

    private static ChatAccess.Found requirePoll(ChatAccess.Found found) {
        if (found.message().poll().isEmpty()) {
            throw new ApiError(404, 2002, "Poll not found");
        }
        return found;
    }
}
