package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.ResultPage;
import dev.linqroutes.sandbox.world.Chat;
import dev.linqroutes.sandbox.world.Conversation;
import dev.linqroutes.sandbox.world.MessageContent;
import dev.linqroutes.sandbox.world.ResourceViews;
import dev.linqroutes.sandbox.world.SandboxHandles;
import dev.linqroutes.sandbox.world.SandboxMessage;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.sandbox.world.World;
import dev.linqroutes.sandbox.world.WorldChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Creating and reading chats (reference 2.2 to 2.4). */
public final class ChatEndpoints {
    private final World world;
    private final SandboxOptions options;
    private final MessageSender sending;
    private final EventPublisher events;

    public ChatEndpoints(World world, SandboxOptions options, MessageSender sending, EventPublisher events) {
        this.world = world;
        this.options = options;
        this.sending = sending;
        this.events = events;
    }

    ApiResponse create(ApiRequest request) {
        JsonFields body = request.body();
        body.optionalFlag("override_optout");
        String from = from(body);
        List<String> to = to(body, from);
        MessageContent content = MessageContentReader.read(body.object("message"));
        requireFirstMessage(content);
        Optional<SandboxMessage> before = content.idempotencyKey().flatMap(world.chats()::findByIdempotencyKey);
        if (before.isPresent()) {
            Chat chat = world.chats().require(before.get().chatId()).chat();
            return ApiResponse.created(ResourceViews.created(chat, before.get()));
        }
        Optional<Conversation> existing = world.chats().findReusable(from, to);
        if (existing.isPresent()) {
            SandboxMessage message = sending.send(existing.get(), content, request);
            return ApiResponse.created(ResourceViews.created(existing.get().chat(), message));
        }
        Chat chat = Chat.create(from, to, service(content), request.at());
        sending.requireAllowed(chat, content);
        world.commit(new WorldChange.ChatSaved(chat));
        events.publish("chat.created", chat, request.traceId(), request.at(), () -> ResourceViews.chatEvent(chat));
        SandboxMessage message = sending.send(world.chats().require(chat.id()), content, request);
        return ApiResponse.created(ResourceViews.created(chat, message));
    }

    ApiResponse read(ApiRequest request) {
        return ApiResponse.ok(
                ResourceViews.chat(world.chats().require(request.id()).chat()));
    }

    ApiResponse list(ApiRequest request) {
        Optional<String> from = request.query("from").map(ChatEndpoints::asHandle);
        Optional<String> to = request.query("to").map(ChatEndpoints::asHandle);
        List<Conversation> candidates = to.map(world.chats()::withHandle).orElseGet(world.chats()::all);
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
        if (!options.lines().contains(from)) {
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

    /** The link rule also applies when a chat is reused, which a client cannot know beforehand (reference 2.2). */
    private static void requireFirstMessage(MessageContent content) {
        if (content.hasLink()) {
            throw ApiError.invalidValue("The first message of a chat must not contain a link");
        }
        if (content.effect().isPresent() || content.replyTo().isPresent()) {
            throw ApiError.invalidValue("The first message of a chat must have neither an effect nor a reply_to");
        }
    }

    /** All handles of the sandbox support iMessage and RCS (reference 3.5). */
    private static String service(MessageContent content) {
        return content.preferredService()
                .filter(service -> !service.equals(Chat.IMESSAGE))
                .map(service -> "RCS")
                .orElse(Chat.IMESSAGE);
    }
}
