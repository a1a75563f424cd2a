package dev.linqroutes.ledger;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** Keeps what Linq said about a group's name when it was asked. */
public final class Names {
    private final Database database;
    private final Clock clock;

    public Names(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * If the chat has a name, whichever, the next create for the same members may go.
     *
     * @param chat as Linq shows it. Without a name its {@code display_name} is its handles, joined (reference 2.1)
     */
    public void confirm(@Body Map<String, Object> chat) {
        if (!(chat.get("display_name") instanceof String name)
                || !(chat.get("handles") instanceof List<?> handles)
                || isJoined(name, handles)) {
            return;
        }
        LedgerTransaction.run(database, 3, "confirm a name", handle -> {
            Events.confirmName(handle, String.valueOf(chat.get("id")), clock.instant());
            return null;
        });
    }

    private static boolean isJoined(String name, List<?> handles) {
        Set<String> known = handles.stream()
                .filter(Map.class::isInstance)
                .map(handle -> String.valueOf(((Map<?, ?>) handle).get("handle")))
                .collect(Collectors.toSet());
        return Arrays.stream(name.split(",")).map(String::strip).allMatch(known::contains);
    }
}
