package dev.linqroutes.ledger;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** Keeps what Linq said about a group when it was asked for its name. */
public final class Names {
    private final Database database;
    private final Clock clock;

    public Names(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * If the chat has a name, whichever, or if somebody has left it, the next create for the same members may go: Linq
     * does not put it into this chat any more (reference 2.2, rule 4).
     *
     * @param chat as Linq shows it. Without a name its {@code display_name} is its handles, joined (reference 2.1)
     * @return whether that is so
     */
    public boolean confirm(@Body Map<String, Object> chat) {
        String chatId = String.valueOf(chat.get("id"));
        if (!(chat.get("handles") instanceof List<?> handles)) {
            return false;
        }
        boolean named = chat.get("display_name") instanceof String name && !isJoined(name, handles);
        boolean left = handles.stream().anyMatch(Names::isGone);
        if (named || left) {
            LedgerTransaction.run(database, 3, "confirm a name", handle -> {
                if (named) {
                    Events.confirmName(handle, chatId, clock.instant());
                } else {
                    Events.releaseMembers(handle, chatId);
                }
                return null;
            });
        }
        return named || left;
    }

    /** Who left stays in the list, marked. */
    private static boolean isGone(Object member) {
        return member instanceof Map<?, ?> handle
                && (handle.get("left_at") != null
                        || "left".equals(handle.get("status"))
                        || "removed".equals(handle.get("status")));
    }

    private static boolean isJoined(String name, List<?> handles) {
        Set<String> known = handles.stream()
                .filter(Map.class::isInstance)
                .map(handle -> String.valueOf(((Map<?, ?>) handle).get("handle")))
                .collect(Collectors.toSet());
        return Arrays.stream(name.split(",")).map(String::strip).allMatch(known::contains);
    }
}
