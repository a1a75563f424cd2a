package dev.linqroutes.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Creating and reading chats (reference 2.2 to 2.4). */
final class ChatCalls {
    private final World world;
    private final SandboxOptions options;
    private final Sending sending;
    private final Events events;

    ChatCalls(World world, SandboxOptions options, Sending sending, Events events) {
        this.world = world;
        this.options = options;
        this.sending = sending;
        this.events = events;
    }

    Answer create(Request request) {
        Fields body = request.body();
        body.optionalFlag("override_optout");
        String from = from(body);
        List<String> to = to(body, from);
        Content content = ContentReader.read(body.object("message"));
        requireFirstMessage(content);
        Optional<Message> before = content.idempotencyKey().flatMap(world.chats()::sentWith);
        if (before.isPresent()) {
            Chat chat = world.chats().require(before.get().chatId()).chat();
            return Answer.created(Views.created(chat, before.get()));
        }
        Optional<Conversation> existing = world.chats().reusable(from, to);
        if (existing.isPresent()) {
            Message message = sending.send(existing.get(), content, request);
            return Answer.created(Views.created(existing.get().chat(), message));
        }
        Chat chat = Chat.begin(from, to, service(content), request.at());
        sending.requireFits(chat, content);
        world.commit(new Change.ChatSaved(chat));
        events.tell("chat.created", chat, request.traceId(), request.at(), () -> Views.chatEvent(chat));
        Message message = sending.send(world.chats().require(chat.id()), content, request);
        return Answer.created(Views.created(chat, message));
    }

    Answer read(Request request) {
        return Answer.ok(Views.chat(world.chats().require(request.id()).chat()));
    }

    Answer list(Request request) {
        Optional<String> from = request.query("from").map(ChatCalls::asHandle);
        Optional<String> to = request.query("to").map(ChatCalls::asHandle);
        List<Conversation> candidates = to.map(world.chats()::with).orElseGet(world.chats()::all);
        Page<Conversation> page = Page.of(
                candidates,
                conversation -> from.filter(line ->
                                        !line.equals(conversation.chat().line().handle()))
                                .isEmpty()
                        && to.filter(handle -> !conversation.chat().hasActive(handle))
                                .isEmpty(),
                request,
                20);
        return Answer.ok(page.view("chats", conversation -> Views.chat(conversation.chat())));
    }

    /** In a query string an unescaped plus arrives as a space. */
    private static String asHandle(String text) {
        return Handles.normal(text.startsWith(" ") ? "+" + text.substring(1) : text);
    }

    private String from(Fields body) {
        String from = body.text("from");
        if (!Handles.isNumber(from)) {
            throw new Refusal(400, 1002, "'from' must be an E.164 number");
        }
        if (!options.lines().contains(from)) {
            throw new Refusal(403, 2006, "'from' is not one of your lines");
        }
        return from;
    }

    /** Duplicates and the own line are not documented (reference 7); they are refused, so that they are noticed. */
    private static List<String> to(Fields body, String from) {
        List<String> to = new ArrayList<>();
        body.texts("to").forEach(handle -> to.add(Handles.normal(handle)));
        if (to.isEmpty() || to.size() > 31) {
            throw Refusal.value("'to' must name 1 to 31 handles");
        }
        if (to.contains(from)) {
            throw Refusal.value("'to' must not name the sending line");
        }
        if (new HashSet<>(to).size() < to.size()) {
            throw Refusal.value("'to' must not name anybody twice");
        }
        return to;
    }

    /** The link rule holds even where a chat is reused: a client cannot know beforehand (reference 2.2). */
    private static void requireFirstMessage(Content content) {
        if (content.hasLink()) {
            throw Refusal.value("The first message of a chat must not contain a link");
        }
        if (content.effect().isPresent() || content.replyTo().isPresent()) {
            throw Refusal.value("The first message of a chat must have neither an effect nor a reply_to");
        }
    }

    /** Everybody in the sandbox can be reached on iMessage and on RCS (reference 3.5). */
    private static String service(Content content) {
        return content.preferredService()
                .filter(service -> !service.equals(Chat.IMESSAGE))
                .map(service -> "RCS")
                .orElse(Chat.IMESSAGE);
    }
}
