package dev.linqroutes.bench.sample;

import java.util.Locale;

/** The commands that measurements are made with. All that is made of command 17 contains {@code parcel-17}. */
public final class SampleCommands {
    private static final String MARK = "parcel-";

    private SampleCommands() {}

    public static String id(int number) {
        return MARK + number;
    }

    /**
     * The number in an id, a key or a body.
     *
     * @return -1 if there is none
     */
    public static int number(String text) {
        int at = text.indexOf(MARK);
        if (at < 0) {
            return -1;
        }
        int from = at + MARK.length();
        int until = from;
        while (until < text.length() && Character.isDigit(text.charAt(until))) {
            until++;
        }
        return Integer.parseInt(text.substring(from, until));
    }

    public static String chat(int number) {
        return String.format(Locale.ROOT, "c4a70000-2222-4b3c-9d4e-%012d", number);
    }

    /** The number of the chat in the path of a call; -1 if it has none. */
    public static int chatInPath(String path) {
        int from = path.indexOf("/chats/") + "/chats/".length() + 24;
        return path.contains("/chats/") ? Integer.parseInt(path.substring(from, from + 12)) : -1;
    }

    /** One call. */
    public static String sendMessage(int number, int chat) {
        return "{\"type\":\"send_message\",\"command_id\":\"" + id(number) + "\",\"chat_id\":\"" + chat(chat) + "\","
                + "\"message\":{\"text\":\"Your " + id(number) + " is on its way.\"}}";
    }

    /** Four calls: the group with its first message, two link previews, and a name. */
    public static String createGroup(int number) {
        String id = id(number);
        return ("{\"type\":\"create_group\",\"command_id\":\"%1$s\",\"group_ref\":\"%1$s\","
                        + "\"to\":[\"+1202%2$07d\",\"+1203%2$07d\"],\"display_name\":\"Your %1$s\","
                        + "\"message\":{\"text\":\"Your %1$s is on its way.\","
                        + "\"links\":[\"https://example.com/track/%1$s\",\"https://example.com/help/%1$s\"]}}")
                .formatted(id, 2_000_000 + number);
    }
}
