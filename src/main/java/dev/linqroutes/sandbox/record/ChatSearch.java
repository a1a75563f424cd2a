package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Member;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for a text in chats: in their names, members and ids, and in the messages that are kept, the newest of a chat first.
 * Capitals make no difference. It reads so many characters of messages at most that nobody waits for it.
 */
final class ChatSearch {
    /** Read in well below 100 ms. */
    static final int MOST_CHARACTERS = 5_000_000;

    private static final int BEFORE = 30;
    private static final int AFTER = 90;

    private final Pattern text;
    private long left = MOST_CHARACTERS;

    /**
     * Where a text was found.
     *
     * @param place {@code name}, {@code member}, {@code id} or {@code message}
     * @param excerpt what stands there around the text
     */
    record Hit(String place, String excerpt, Optional<SandboxMessage> message) {
        ObjectNode json() {
            ObjectNode json = JsonTrees.object().put("in", place).put("text", excerpt);
            json.set("message_id", JsonTrees.textOrNull(message.map(SandboxMessage::id)));
            json.set("from", JsonTrees.textOrNull(message.map(SandboxMessage::sender)));
            json.set("at", JsonTrees.textOrNull(message.map(SandboxMessage::createdAt)));
            return json;
        }
    }

    ChatSearch(String text) {
        this.text = Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** Whether no message was left out so far. */
    boolean isComplete() {
        return left >= 0;
    }

    Optional<Hit> find(Conversation conversation) {
        Chat chat = conversation.chat();
        return find("name", chat.name().stream())
                .or(() -> find("member", chat.members().stream().map(Member::handle)))
                .or(() -> find("id", Stream.of(chat.id())))
                .or(() -> findMessage(conversation.messages()));
    }

    private Optional<Hit> find(String place, Stream<String> texts) {
        return texts.flatMap(each -> excerpt(each).stream())
                .findFirst()
                .map(excerpt -> new Hit(place, excerpt, Optional.empty()));
    }

    private Optional<Hit> findMessage(List<SandboxMessage> messages) {
        for (int index = messages.size() - 1; index >= 0 && isComplete(); index--) {
            SandboxMessage message = messages.get(index);
            Optional<String> excerpt =
                    texts(message).flatMap(each -> read(each).stream()).findFirst();
            if (excerpt.isPresent()) {
                return Optional.of(new Hit("message", excerpt.get(), Optional.of(message)));
            }
        }
        return Optional.empty();
    }

    private static Stream<String> texts(SandboxMessage message) {
        Stream<String> parts = message.content().parts().valueStream().flatMap(part -> Stream.of("value", "filename")
                .flatMap(field -> JsonTrees.text(part, field).stream()));
        Stream<String> options =
                message.poll().stream().flatMap(poll -> poll.options().stream()).map(Poll.Option::text);
        return Stream.concat(parts, options);
    }

    private Optional<String> read(String value) {
        left -= value.length();
        return isComplete() ? excerpt(value) : Optional.empty();
    }

    private Optional<String> excerpt(String value) {
        Matcher found = text.matcher(value);
        if (!found.find()) {
            return Optional.empty();
        }
        int start = whole(value, Math.max(0, found.start() - BEFORE));
        int end = whole(value, Math.min(value.length(), found.end() + AFTER));
        return Optional.of((start > 0 ? "…" : "") + value.substring(start, end) + (end < value.length() ? "…" : ""));
    }

    /** Not between the halves of a character. */
    private static int whole(String value, int index) {
        boolean between = index > 0 && index < value.length() && Character.isLowSurrogate(value.charAt(index));
        return between && Character.isHighSurrogate(value.charAt(index - 1)) ? index - 1 : index;
    }
}
