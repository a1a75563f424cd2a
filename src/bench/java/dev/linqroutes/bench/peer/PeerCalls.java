package dev.linqroutes.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The calls of a command, as somebody would write them who has nothing but a JSON library. */
final class PeerCalls {
    /** In a path, until the chat is created. */
    static final String NEW_CHAT = "{chat}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private PeerCalls() {}

    record Call(String method, String path, byte[] body) {}

    static List<Call> of(byte[] record) throws IOException {
        JsonNode command = JSON.readTree(record);
        String id = command.get("command_id").textValue();
        String text = command.at("/message/text").textValue();
        if (command.get("type").textValue().equals("send_message")) {
            return List.of(message(command.get("chat_id").textValue(), "text", text, id + "-1"));
        }
        List<Call> calls = new ArrayList<>();
        ObjectNode create = JSON.createObjectNode().put("from", "+12223334444");
        create.set("to", command.get("to"));
        create.set("message", content("text", text, id + "-1"));
        calls.add(new Call("POST", "/chats", JSON.writeValueAsBytes(create)));
        for (JsonNode link : command.at("/message/links")) {
            calls.add(message(NEW_CHAT, "link", link.textValue(), id + "-" + (calls.size() + 1)));
        }
        ObjectNode name = JSON.createObjectNode().set("display_name", command.get("display_name"));
        calls.add(new Call("PUT", "/chats/" + NEW_CHAT, JSON.writeValueAsBytes(name)));
        return calls;
    }

    private static Call message(String chat, String type, String value, String key) throws IOException {
        ObjectNode body = JSON.createObjectNode().set("message", content(type, value, key));
        return new Call("POST", "/chats/" + chat + "/messages", JSON.writeValueAsBytes(body));
    }

    private static ObjectNode content(String type, String value, String key) {
        ObjectNode message = JSON.createObjectNode();
        message.putArray("parts").addObject().put("type", type).put("value", value);
        return message.put("idempotency_key", key);
    }

    /** The chat that a create made. */
    static String createdChat(byte[] answer) throws IOException {
        return JSON.readTree(answer).at("/chat/id").textValue();
    }
}
