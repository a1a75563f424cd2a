package dev.linqroutes.linq;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Paths below the API's base URL. An id is always encoded as one segment, whatever its characters, so that no id can redirect an
 * authorized call to another path.
 */
final class LinqPath {
    /** Of the longest path: {@code /chats/{id}/messages}. */
    private static final int MAX_SEGMENTS = 3;

    private static final String CHAT_ID = "{chat_id}";

    /** Letters, digits and encoded characters; no dot, because two dots lead to the parent path. */
    private static final Pattern CALLABLE = Pattern.compile("(?:/(?:[A-Za-z0-9_-]|%[0-9A-F]{2})++)++");

    /** What is behind the base URL, with ids in between. */
    private static final Set<String> WORDS = Set.of(
            "chats",
            "messages",
            "participants",
            "leave",
            "share_contact_card",
            "polls",
            "poll",
            "voicememo",
            "background",
            "reactions");

    private LinqPath() {}

    /**
     * A metric label for a request: {@code POST /chats/{id}/messages}. It has few values, whatever the ids are.
     *
     * @param path with the base URL's path
     */
    static String endpoint(String method, String path) {
        List<String> segments = List.of(path.replaceFirst("\\?.*", "").split("/"));
        String endpoint = segments.stream()
                .dropWhile(each -> !WORDS.contains(each))
                .limit(MAX_SEGMENTS)
                .map(each -> WORDS.contains(each) ? "/" + each : "/{id}")
                .collect(Collectors.joining());
        return method + " " + (endpoint.isEmpty() ? "other" : endpoint);
    }

    static String chat(String chatId) {
        return "/chats/" + segment(chatId);
    }

    static String message(String messageId) {
        return "/messages/" + segment(messageId);
    }

    static String poll(String messageId) {
        return message(messageId) + "/poll";
    }

    static boolean needsChat(String planned) {
        return planned.contains(CHAT_ID);
    }

    static String withChat(String planned, String chatId) {
        return planned.replace(CHAT_ID, segment(chatId));
    }

    /** @throws CallNotPossible if it has a character that no path has, such as a line break after an id */
    static String requireCallable(String path) {
        if (!CALLABLE.matcher(path).matches()) {
            throw new CallNotPossible("\"" + path.replaceAll("[\\s\\p{Z}\\p{Cc}]", "�")
                    + "\" cannot be called: an id in this path has a character that no id of Linq has; send the command again"
                    + " with the correct id");
        }
        return path;
    }

    private static String segment(String id) {
        StringBuilder segment = new StringBuilder(id.length());
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
                segment.append(c);
            } else {
                segment.append('%').append(String.format("%02X", b & 0xFF));
            }
        }
        return segment.toString();
    }
}
