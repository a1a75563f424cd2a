package dev.linqroutes.bench;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The commands that measurements are made with. */
final class SampleCommands {
    private SampleCommands() {}

    static String chat(int number) {
        return String.format(Locale.ROOT, "c4a70000-2222-4b3c-9d4e-%012d", number);
    }

    /** The number of the chat in the path of a call. */
    static int chatInPath(String path) {
        int from = path.indexOf("/chats/") + "/chats/".length() + 24;
        return Integer.parseInt(path.substring(from, from + 12));
    }

    static String sendMessage(String chat, String id, Optional<Instant> notBefore) {
        return "{\"type\":\"send_message\",\"command_id\":\"" + id + "\",\"chat_id\":\"" + chat + "\","
                + notBefore.map(time -> "\"not_before\":\"" + time + "\",").orElse("")
                + "\"message\":{\"text\":\"Your parcel is on its way.\"}}";
    }
}
