package dev.linqroutes.ledger.model;

import java.util.List;
import java.util.Optional;

/** How a command names its group. */
public sealed interface GroupAddress {

    /** The producer's name of the group, where the command gives it. */
    default Optional<String> groupRef() {
        return Optional.empty();
    }

    /**
     * Spellings of that name under which the group may be in the ledger, which has groups from before names had one spelling.
     * The one to be looked for first stands first.
     */
    default List<String> spellings() {
        return List.of();
    }

    /** The same group under the spelling that the ledger has. */
    default GroupAddress withSpelling(String groupRef) {
        return this;
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
    record NewGroup(String ref, String line, String memberSet, Optional<String> displayName, List<String> spellings)
            implements GroupAddress {
        public NewGroup {
            spellings = List.copyOf(spellings);
        }

        /** A group whose name is spelled in one way only. */
        public NewGroup(String ref, String line, String memberSet, Optional<String> displayName) {
            this(ref, line, memberSet, displayName, List.of(ref));
        }

        @Override
        public GroupAddress withSpelling(String groupRef) {
            return new NewGroup(groupRef, line, memberSet, displayName);
        }

        @Override
        public Optional<String> groupRef() {
            return Optional.of(ref);
        }
    }

    /** A group by the producer's own name for it. */
    record ByRef(String ref, List<String> spellings) implements GroupAddress {
        public ByRef {
            spellings = List.copyOf(spellings);
        }

        /** A group whose name is spelled in one way only. */
        public ByRef(String ref) {
            this(ref, List.of(ref));
        }

        @Override
        public GroupAddress withSpelling(String groupRef) {
            return new ByRef(groupRef);
        }

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
