package dev.linqroutes.sandbox.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chats by something they have, the oldest chat first, whatever the order in which they got it. */
final class ChatIndex {
    private static final Comparator<Conversation> BY_AGE = Comparator.comparingLong(Conversation::number);

    private final Map<String, List<Conversation>> byKey = new HashMap<>();

    void add(String key, Conversation conversation) {
        List<Conversation> chats = byKey.computeIfAbsent(key, absent -> new ArrayList<>(1));
        int index = Collections.binarySearch(chats, conversation, BY_AGE);
        if (index < 0) {
            chats.add(-index - 1, conversation);
        }
    }

    void remove(String key, Conversation conversation) {
        byKey.computeIfPresent(key, (same, chats) -> {
            int index = Collections.binarySearch(chats, conversation, BY_AGE);
            if (index >= 0) {
                chats.remove(index);
            }
            return chats.isEmpty() ? null : chats;
        });
    }

    List<Conversation> find(String key) {
        return Collections.unmodifiableList(byKey.getOrDefault(key, List.of()));
    }
}
