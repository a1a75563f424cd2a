package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Somebody on the other side: {@code sandbox.actAs("+15556667777").says("Yes")}. Acts in the newest chat that the person is in,
 * unless {@link #in} names another one. Each method fails with {@link IllegalStateException} when the sandbox refuses it, such as
 * for a person that is in no chat.
 */
public final class SandboxPerson {
    private final SandboxCalls calls;
    private final String handle;
    private final Optional<String> chatId;

    SandboxPerson(SandboxCalls calls, String handle, Optional<String> chatId) {
        this.calls = calls;
        this.handle = handle;
        this.chatId = chatId;
    }

    /** The same person, in this chat. */
    public SandboxPerson in(String chatId) {
        return new SandboxPerson(calls, handle, Optional.of(chatId));
    }

    /** Starts a chat with the line, a group if there are others. @return the person in it; in none if the account has blocked the person */
    public SandboxPerson startsChat(String text, String... others) {
        ObjectNode body = JsonTrees.object().put("text", text);
        body.set("with", JsonTrees.texts(List.of(others)));
        return JsonTrees.text(act("chats", body), "id").map(this::in).orElse(this);
    }

    /** @return the message; without id and text if the account has blocked the person, since then nothing arrives */
    public SeenMessage says(String text) {
        return new SeenMessage(act("messages", inChat().put("text", text)));
    }

    /** @param type such as {@code love}, {@code like} or {@code laugh} */
    public void reactsTo(String messageId, String type) {
        act("reactions", JsonTrees.object().put("message_id", messageId).put("type", type));
    }

    /** @param option its text */
    public void votes(String pollMessageId, String option) {
        // Not by the API, where faults for the program under test could strike it.
        JsonNode message = calls.all("messages", 0)
                .filter(each -> each.path("id").asText().equals(pollMessageId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no message " + pollMessageId));
        if (!message.has("poll")) {
            throw new IllegalStateException("message " + pollMessageId + " is not a poll");
        }
        JsonNode options = message.at("/poll/options");
        String optionId = options.valueStream()
                .filter(each -> each.path("text").asText().equals(option))
                .map(each -> each.path("option_id").asText())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the poll has no option \"" + option + "\" but " + options.findValuesAsText("text")));
        act("votes", JsonTrees.object().put("message_id", pollMessageId).put("option_id", optionId));
    }

    /** Reads all messages of a direct chat. */
    public void reads() {
        act("read", inChat());
    }

    public void renames(String name) {
        act("rename", inChat().put("display_name", name));
    }

    /** @param handle of another person, or a line that left */
    public void adds(String handle) {
        act("add", inChat().put("handle", handle));
    }

    /** @param handle of another person, or the line */
    public void removes(String handle) {
        act("remove", inChat().put("handle", handle));
    }

    public void leaves() {
        act("leave", inChat());
    }

    /** @param service the best one that reaches the person from now on: {@code iMessage}, {@code RCS} or {@code SMS} */
    public SandboxPerson isReachedBy(String service) {
        calls.sandbox("PATCH", path(), JsonTrees.object().put("service", service));
        return this;
    }

    /** From now on no service reaches the person. */
    public SandboxPerson isUnreachable() {
        calls.sandbox("PATCH", path(), JsonTrees.object().putNull("service"));
        return this;
    }

    private JsonNode act(String action, ObjectNode body) {
        return calls.sandbox("POST", path() + "/" + action, body);
    }

    private String path() {
        return "/people/" + URLEncoder.encode(handle, StandardCharsets.UTF_8);
    }

    private ObjectNode inChat() {
        ObjectNode body = JsonTrees.object();
        chatId.ifPresent(id -> body.put("chat_id", id));
        return body;
    }
}
