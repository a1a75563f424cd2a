package dev.linqroutes.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A group of the test: the commands that are given for it, and what Linq has to hold when all of them are done. */
final class ExpectedGroup {
    static final int FOLLOW_UPS = 4;

    /** With which its name and the ids of its commands begin. */
    static final String PREFIX = "group-";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int number;
    private final Random random;
    private final List<String> messages = new ArrayList<>();
    private final Set<String> members = new TreeSet<>();
    private final List<String> once = new ArrayList<>();
    private String name;
    private String chatId = "";
    private boolean edited;
    private boolean removed;
    private boolean left;

    ExpectedGroup(int number, long seed) {
        this.number = number;
        this.random = new Random(seed * 1000 + number);
        this.name = "Group " + number;
    }

    String ref() {
        return PREFIX + number;
    }

    String chatId() {
        return chatId;
    }

    String create() {
        for (int i = 0; i < 4; i++) {
            members.add(handle(i));
        }
        messages.add("Hello " + number + ":");
        messages.add("https://example.com/" + number);
        ObjectNode command = command("create_group", 0).put("display_name", name);
        members.forEach(command.withArray("to")::add);
        command.putObject("message").put("text", "Hello " + number + ": https://example.com/" + number);
        return command.toString();
    }

    private String handle(int i) {
        return "+1202%03d%04d".formatted(200 + i, number);
    }

    /** What Linq made of the create; now the rest can be said. */
    List<String> followUps(JsonNode created) {
        chatId = created.get("chat_id").asText();
        String opening = created.at("/calls/0/message_id").asText();
        List<String> commands = new ArrayList<>();
        for (int i = 1; i <= FOLLOW_UPS; i++) {
            commands.add(followUp(i, opening).toString());
        }
        return commands;
    }

    private ObjectNode followUp(int i, String opening) {
        switch (random.nextInt(11)) {
            case 0:
                name = "Group " + number + " renamed " + i;
                return command("update_group", i).put("display_name", name);
            case 1:
                members.add(handle(10 + i));
                return handles(command("add_participant", i), handle(10 + i));
            case 2:
                if (!removed) {
                    removed = true;
                    members.remove(handle(0));
                    return handles(command("remove_participant", i), handle(0));
                }
                return send(i);
            case 3:
                messages.add(SandboxChats.MEMO + id(i));
                return command("send_voice_memo", i).put("url", "https://example.com/" + id(i) + ".m4a");
            case 4:
                messages.add("poll " + id(i));
                ObjectNode poll = command("send_poll", i);
                poll.putArray("options").add("poll " + id(i)).add("no");
                return poll;
            case 5:
                once.add("reaction");
                ObjectNode reaction = command("react", i)
                        .put(
                                "reaction",
                                List.of("love", "like", "laugh", "question").get(i - 1));
                reaction.putObject("message_of").put("command_id", id(0));
                return reaction;
            case 6:
                if (!edited) {
                    edited = true;
                    messages.set(0, "Corrected " + number);
                    return command("edit_message", i).put("message_id", opening).put("text", "Corrected " + number);
                }
                return send(i);
            case 7:
                ObjectNode background = command("set_background", i);
                background
                        .putObject("background")
                        .put("type", "dynamic")
                        .put("style", "sky")
                        .put("variant", "dawn");
                return background;
            case 8:
                if (!once.contains("contact_card")) {
                    once.add("contact_card");
                    return command("share_contact_card", i);
                }
                return send(i);
            case 9:
                if (i == FOLLOW_UPS) {
                    left = true;
                    return command("leave_group", i);
                }
                return send(i);
            default:
                return send(i);
        }
    }

    private ObjectNode send(int i) {
        messages.add("News " + id(i) + " at");
        messages.add("https://example.com/news/" + id(i));
        ObjectNode command = command("send_message", i);
        command.putObject("message")
                .put("text", "News " + id(i) + " at https://example.com/news/" + id(i))
                .putObject("reply_to")
                .put("command_id", id(0))
                .put("message_number", 2);
        return command;
    }

    private static ObjectNode handles(ObjectNode command, String handle) {
        command.putArray("handles").add(handle);
        return command;
    }

    private ObjectNode command(String type, int i) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("command_id", id(i))
                .put("group_ref", ref());
    }

    private String id(int i) {
        return ref() + "-" + i;
    }

    /** In words: what is wrong with the chat that Linq holds; empty if nothing is. */
    List<String> differences(SandboxChats.Held held, Map<String, String> statuses) {
        List<String> wanted = messages.stream()
                .filter(message -> !isMemo(message)
                        || statuses.get(memoCommand(message)).equals("confirmed")
                        || held.messages().contains(message))
                .toList();
        List<String> differences = new ArrayList<>();
        compare("messages", wanted, held.messages(), differences);
        compare("name", name, held.name(), differences);
        compare("members", members, held.members(), differences);
        compare("line left", left, held.left(), differences);
        for (String kind : List.of("reaction", "contact_card")) {
            long asked = once.stream().filter(kind::equals).count();
            long done = held.actions().stream().filter(kind::equals).count();
            compare(kind, asked, done, differences);
        }
        return differences;
    }

    private static boolean isMemo(String message) {
        return message.startsWith(SandboxChats.MEMO);
    }

    private static String memoCommand(String message) {
        return message.substring(SandboxChats.MEMO.length());
    }

    private void compare(String what, Object wanted, Object held, List<String> differences) {
        if (!wanted.equals(held)) {
            differences.add(ref() + " " + what + ": wanted " + wanted + ", Linq holds " + held);
        }
    }
}
