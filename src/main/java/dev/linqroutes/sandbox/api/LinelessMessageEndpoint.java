package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.LineSelection;
import dev.linqroutes.sandbox.account.LineSelection.Reason;
import dev.linqroutes.sandbox.account.Member;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.content.IdempotencyKeyReader;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Messages that name their recipients only, and the line that such a message would get (reference 2.10 and 2.13). */
public final class LinelessMessageEndpoint {
    private static final String KEY_HEADER = "Idempotency-Key";

    private final Account account;
    private final MessageContentReader contents;
    private final MessageSender sending;
    private final ChatCreator creating;
    private final LineSelector selector;
    private final FirstAnswers firstAnswers;

    public LinelessMessageEndpoint(
            Account account,
            MessageContentReader contents,
            MessageSender sending,
            ChatCreator creating,
            FirstAnswers firstAnswers) {
        this.account = account;
        this.contents = contents;
        this.sending = sending;
        this.creating = creating;
        this.firstAnswers = firstAnswers;
        this.selector = new LineSelector(account);
    }

    /** A link is allowed also in the first message of a chat. */
    ApiResponse send(ApiRequest request) {
        Optional<String> key = key(request);
        Optional<FirstAnswer> before = firstAnswers.find(request, key, false);
        if (before.isPresent()) {
            return answer(before.get().chat(), before.get().message());
        }
        JsonFields body = request.body();
        body.know("override_optout");
        List<String> to = to(body.texts("to"));
        MessageContent given = contents.read(body.object("message"));
        MessageContent content = given.with(given.preferredService(), key);
        Optional<MessageContent> instead = body.optionalObject("continuation_message")
                .map(text -> text(text).with(content.preferredService(), content.idempotencyKey()));
        List<String> excluded = body.optionalTexts("exclude_from").orElse(List.of());
        LineSelector.Choice choice = selector.choose(to, excluded);
        if (choice.chat().isPresent()) {
            Chat chat = choice.chat().get().chat();
            return selected(choice, chat, sending.send(choice.chat().get(), content, request));
        }
        boolean failover = choice.reason() == Reason.FAILOVER_FLAGGED;
        MessageContent sent = failover ? instead.orElse(content) : content;
        ChatCreator.Started started = creating.start(choice.line(), to, sent, request);
        return selected(choice, started.chat(), started.message());
    }

    /** A text alone. */
    private MessageContent text(JsonFields continuation) {
        ObjectNode message = JsonTrees.object();
        message.putArray("parts").add(JsonTrees.object().put("type", "text").put("value", continuation.text("text")));
        return contents.read(JsonFields.of(message, continuation.path()));
    }

    /** Which key counts when header and body differ is undocumented; here they must not. */
    private static Optional<String> key(ApiRequest request) {
        Optional<String> header =
                Optional.ofNullable(request.context().request().getHeader(KEY_HEADER));
        Optional<String> field = request.body().optionalObject("message").flatMap(IdempotencyKeyReader::of);
        if (header.isPresent() && field.isPresent() && !header.equals(field)) {
            throw ApiError.invalidValue("The header " + KEY_HEADER + " and 'message.idempotency_key' differ");
        }
        header.ifPresent(key -> IdempotencyKeyReader.require(key, "The header " + KEY_HEADER));
        return header.or(() -> field);
    }

    private ApiResponse selected(LineSelector.Choice choice, Chat chat, SandboxMessage message) {
        account.commit(new AccountChange.LineSelected(new LineSelection(
                message.id(), choice.reason(), choice.previous().map(previous -> previous.chat()
                        .id()))));
        return answer(chat, message);
    }

    private ApiResponse answer(Chat chat, SandboxMessage message) {
        // A key may be of a message that was sent into a known chat.
        LineSelection selection = account.chats()
                .selectionOf(message.id())
                .orElseGet(() -> new LineSelection(message.id(), Reason.REUSED_ACTIVE_CHAT, Optional.empty()));
        boolean reused = selection.reason() == Reason.REUSED_ACTIVE_CHAT;
        ObjectNode answer = JsonTrees.object()
                .put("chat_id", chat.id())
                .put("created_new_chat", !reused)
                .put("from", chat.line().handle());
        answer.putObject("from_selection")
                .put("reason", selection.reason().name().toLowerCase(Locale.ROOT))
                .put("reused_existing_chat", reused);
        answer.set("handles", JsonTrees.array(chat.members(), Member::json));
        answer.put("is_group", chat.isGroup());
        answer.set("message", ResourceViews.sent(chat, message));
        answer.set("service", JsonTrees.textOrNull(chat.service()));
        answer.set("previous_chat_id", JsonTrees.textOrNull(selection.previousChatId()));
        return ApiResponse.accepted(answer);
    }

    /** {@code GET /available_number?to=…&exclude_from=…}: reserves nothing. Linq's SDK joins several by commas. */
    ApiResponse availableNumber(ApiRequest request) {
        List<String> to = handles(request, "to");
        List<String> excluded = handles(request, "exclude_from");
        String line = selector.choose(to.isEmpty() ? to : to(to), excluded).line();
        return ApiResponse.ok(JsonTrees.object()
                .put("phone_number", line)
                .put("vcf_url", "https://cdn.linqapp.com/vcf/" + account.id() + "/" + line.substring(1) + ".vcf"));
    }

    private static List<String> handles(ApiRequest request, String name) {
        return request.context().queryParam(name).stream()
                .flatMap(joined -> Stream.of(joined.split(",")))
                .map(SandboxHandles::ofQuery)
                .toList();
    }

    private List<String> to(List<String> given) {
        return Recipients.read(given, account.lines().stream().map(Line::number).toList());
    }
}
