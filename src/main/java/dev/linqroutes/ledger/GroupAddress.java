package dev.linqroutes.ledger;

import java.util.Optional;

/** How a command names its group. */
public sealed interface GroupAddress {

    /** The producer's name of the group, where the command gives it. */
    default Optional<String> groupRef() {
        return Optional.empty();
    }

    /** Linq's id of the chat, where the command gives it. */
    default Optional<String> chatId() {
        return Optional.empty();
    }

    /**
     * The group this command creates.
     *
     * @param line the line that sends
     * @param memberSet the same for the same line and members, in whatever order
     * @param displayName the name it is to have
     */
    record New(String ref, String line, String memberSet, Optional<String> displayName) implements GroupAddress {
        @Override
        public Optional<String> groupRef() {
            return Optional.of(ref);
        }
    }

    /** A group by the producer's own name for it. */
    record ByRef(String ref) implements GroupAddress {
        @Override
        public Optional<String> groupRef() {
            return Optional.of(ref);
        }
    }

    /** A group by Linq's chat id. */
    record ByChat(String id) implements GroupAddress {
        @Override
        public Optional<String> chatId() {
            return Optional.of(id);
        }
    }
}
