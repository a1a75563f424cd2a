package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.ResultPage;
import java.util.List;
import java.util.Optional;

/** Creating and reading chats (reference 2.2 to 2.4). */
public final class ChatEndpoints {
    private final Account account;
    private final SandboxOptions options;
    private final MessageContentReader contents;
    private final MessageSender sending;
    private final ChatCreator creating;
    private final ChatAccess access;
    private final FirstAnswers firstAnswers;

    public ChatEndpoints(
            Account account,
            ChatAccess access,
            SandboxOptions options,
            MessageContentReader contents,
            MessageSender sending,
            ChatCreator creating,
            FirstAnswers firstAnswers) {
        this.account = account;
        this.options = options;
        this.contents = contents;
        this.sending = sending;
        this.creating = creating;
        this.access = access;
        this.firstAnswers = firstAnswers;
    }

    ApiResponse create(ApiRequest request) {
        Optional<FirstAnswer> before = firstAnswers.toMessage(request);
        if (before.isPresent()) {
            return ApiResponse.created(
                    ResourceViews.created(before.get().chat(), before.get().message()));
        }
        JsonFields body = request.body();
        body.know("override_optout");
        String from = from(body);
        List<String> to = Recipients.read(body.texts("to"), List.of(from));
        MessageContent content = contents.read(body.object("message"));
        Optional<Conversation> existing = account.chats().findReusable(from, to);
        if (existing.isEmpty() || options.assumes(Assumption.REUSED_CHAT_IS_NEW)) {
            requireFirstMessage(content);
        }
        if (existing.isPresent()) {
            SandboxMessage message = sending.send(existing.get(), content, request);
            return ApiResponse.created(ResourceViews.created(existing.get().chat(), message));
        }
        ChatCreator.Started started = creating.start(from, to, content, request);
        return ApiResponse.created(ResourceViews.created(started.chat(), started.message()));
    }

    ApiResponse read(ApiRequest request) {
        return ApiResponse.ok(ResourceViews.chat(access.toRead(request).chat()));
    }

    ApiResponse list(ApiRequest request) {
        Optional<String> from = request.query("from").map(ChatEndpoints::asHandle);
        Optional<String> to = request.query("to").map(ChatEndpoints::asHandle);
        List<Conversation> candidates = to.map(account.chats()::withHandle).orElseGet(account.chats()::all);
        ResultPage<Conversation> page = ResultPage.of(
                candidates,
                conversation -> from.filter(line ->
                                        !line.equals(conversation.chat().line().handle()))
                                .isEmpty()
                        && to.filter(handle -> !conversation.chat().hasActive(handle))
                                .isEmpty(),
                request,
                20);
        return ApiResponse.ok(page.view("chats", conversation -> ResourceViews.chat(conversation.chat())));
    }

    private static String asHandle(String text) {
        return SandboxHandles.normalize(SandboxHandles.ofQuery(text));
    }

    private String from(JsonFields body) {
        String from = body.text("from");
        if (!SandboxHandles.isNumber(from)) {
            throw new ApiError(400, 1002, "'from' must be an E.164 number");
        }
        return account.requireLine("from", from).number();
    }

    private static void requireFirstMessage(MessageContent content) {
        if (content.hasLink()) {
            throw ApiError.invalidValue("The first message of a chat must not contain a link");
        }
        if (content.effect().isPresent() || content.replyTo().isPresent()) {
            throw ApiError.invalidValue("The first message of a chat must have neither an effect nor a reply_to");
        }
    }
}
