package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.ResultPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Creating and reading chats (reference 2.2 to 2.4). */
public final class ChatEndpoints {
    private final Account account;
    private final SandboxOptions options;
    private final MessageContentReader contents;
    private final MessageSender sending;
    private final ChatEvents events;

    public ChatEndpoints(
            Account account,
            SandboxOptions options,
            MessageContentReader contents,
            MessageSender sending,
            ChatEvents events) {
        this.account = account;
        this.options = options;
        this.contents = contents;
        this.sending = sending;
        this.events = events;
    }

    ApiResponse create(ApiRequest request) {
        JsonFields body = request.body();
        body.know("override_optout");
        String from = from(body);
        List<String> to = to(body, from);
        MessageContent content = contents.read(body.object("message"));
        Optional<FirstAnswer> before = content.idempotencyKey().flatMap(account.chats()::findAnswer);
        if (before.isPresent()) {
            return ApiResponse.created(
                    ResourceViews.created(before.get().chat(), before.get().message()));
        }
        Optional<Conversation> existing = account.chats().findReusable(from, to);
        if (existing.isEmpty() || options.assumes(Assumption.REUSED_CHAT_IS_NEW)) {
            requireFirstMessage(content);
        }
        if (existing.isPresent()) {
            SandboxMessage message = sending.send(existing.get(), content, request);
            return ApiResponse.created(ResourceViews.created(existing.get().chat(), message));
        }
        Chat chat = newChat(from, to, content, request.at());
        sending.requireAllowed(chat, content, request);
        account.commit(new AccountChange.ChatSaved(chat));
        events.chatCreated(chat, Optional.of(request.traceId()));
        SandboxMessage message = sending.accept(chat, content, Optional.empty(), request);
        return ApiResponse.created(ResourceViews.created(chat, message));
    }

    private Chat newChat(String from, List<String> to, MessageContent content, Instant at) {
        List<Person> people = to.stream().map(account::person).toList();
        Optional<String> together = Services.carrying(people, content.preferredService());
        return Chat.create(from, people, person -> together.or(person::service).orElse(Services.SMS), at);
    }

    ApiResponse read(ApiRequest request) {
        Chat chat = account.chats().require(request.id()).chat();
        if (!options.assumes(Assumption.LEFT_CHAT_IS_READABLE)) {
            GroupRules.requireActiveLine(chat);
        }
        return ApiResponse.ok(ResourceViews.chat(chat));
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

    /** An unescaped plus in a query string is decoded as a space. */
    private static String asHandle(String text) {
        return SandboxHandles.normalize(text.startsWith(" ") ? "+" + text.substring(1) : text);
    }

    private String from(JsonFields body) {
        String from = body.text("from");
        if (!SandboxHandles.isNumber(from)) {
            throw new ApiError(400, 1002, "'from' must be an E.164 number");
        }
        if (account.line(from).isEmpty()) {
            throw new ApiError(403, 2006, "'from' is not one of your lines");
        }
        return from;
    }

    /** Duplicates and the own line are undocumented (reference 7); the sandbox refuses them so that they are noticed. */
    private static List<String> to(JsonFields body, String from) {
        List<String> to = new ArrayList<>();
        body.texts("to").forEach(handle -> to.add(SandboxHandles.normalize(handle)));
        if (to.isEmpty() || to.size() > 31) {
            throw ApiError.invalidValue("'to' must name 1 to 31 handles");
        }
        if (to.contains(from)) {
            throw ApiError.invalidValue("'to' must not name the sending line");
        }
        if (new HashSet<>(to).size() < to.size()) {
            throw ApiError.invalidValue("'to' must not contain duplicates");
        }
        return to;
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
