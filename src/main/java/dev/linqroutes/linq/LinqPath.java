package dev.linqroutes.linq;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Paths below the API's base URL. An id stands in them as one segment, whatever characters it has: with the key no other
 * path is called than the one that is meant.
 */
final class LinqPath {
    private static final String CHAT_ID = "{chat_id}";

    /** Letters, digits and what is encoded; a dot is none of them, since two of them lead out of a path. */
    private static final Pattern CALLABLE = Pattern.compile("(?:/(?:[A-Za-z0-9_-]|%[0-9A-F]{2})++)++");

    private LinqPath() {}

    static String chat(String chatId) {
        return "/chats/" + segment(chatId);
    }

    static String message(String messageId) {
        return "/messages/" + segment(messageId);
    }

    static boolean needsChat(String planned) {
        return planned.contains(CHAT_ID);
    }

    static String withChat(String planned, String chatId) {
        return planned.replace(CHAT_ID, segment(chatId));
    }

    /** @throws CallNotPossible when it has a character that no path has, such as a line break behind an id */
    static String requireCallable(String path) {
        if (!CALLABLE.matcher(path).matches()) {
            throw new CallNotPossible("\"" + path.replaceAll("[\\s\\p{Z}\\p{Cc}]", "�")
                    + "\" cannot be called: an id in it has a character that no id of Linq has; send the command again"
                    + " with the right id");
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
