package dev.linqroutes.ledger.model;

import java.util.List;
import java.util.Optional;

/** How a command addresses its group. */
public sealed interface GroupAddress {

    /** The producer's name of the group; empty for a chat that is addressed by its id. */
    default Optional<String> groupRef() {
        return Optional.empty();
    }

    /**
     * Spellings under which the ledger may have the group, in the order of preference. Older versions stored names without
     * normalizing them.
     */
    default List<String> spellings() {
        return List.of();
    }

    /** The same group under another spelling. */
    default GroupAddress withSpelling(String groupRef) {
        return this;
    }

    /** Linq's id of the chat; empty for a group that is addressed by its name. */
    default Optional<String> chatId() {
        return Optional.empty();
    }

    /**
     * The group that the command creates.
     *
     * @param line the sender's number
     * @param memberSet key of line and members, independent of their order
     * @param displayName the name to set
     */
    record NewGroup(String ref, String line, String memberSet, Optional<String> displayName, List<String> spellings)
            implements GroupAddress {
        public NewGroup {
            spellings = List.copyOf(spellings);
        }

        /** A group with a single spelling. */
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

    /** An existing group, by the producer's name. */
    record ByRef(String ref, List<String> spellings) implements GroupAddress {
        public ByRef {
            spellings = List.copyOf(spellings);
        }

        /** A group with a single spelling. */
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

    /** An existing chat, by Linq's id. */
    record ByChat(String id) implements GroupAddress {
        @Override
        public Optional<String> chatId() {
            return Optional.of(id);
        }
    }
}
