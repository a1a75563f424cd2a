package dev.linqroutes.ledger.model;

import java.util.Collection;
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
     * @param line the sender's number; {@link #ANY_LINE} until one of the pool is chosen
     * @param memberSet key of line and members, independent of their order; without a line yet the members
     * @param displayName the name to set
     */
    record NewGroup(String ref, String line, String memberSet, Optional<String> displayName, List<String> spellings)
            implements GroupAddress {
        /** Stands for the line, here and in the call, until the command is accepted. */
        public static final String ANY_LINE = "{line}";

        public NewGroup {
            spellings = List.copyOf(spellings);
        }

        /**
         * @param line the sender's number, or {@link #ANY_LINE}
         * @param members in any order
         */
        public static NewGroup of(
                String ref,
                String line,
                Collection<String> members,
                Optional<String> displayName,
                List<String> spellings) {
            String sorted = sorted(members);
            return new NewGroup(
                    ref, line, line.equals(ANY_LINE) ? sorted : memberSet(line, sorted), displayName, spellings);
        }

        /** The key of a line and members, in any order. */
        public static String memberSet(String line, Collection<String> members) {
            return memberSet(line, sorted(members));
        }

        private static String memberSet(String line, String sortedMembers) {
            return Sha256Hex.of(line + "\n" + sortedMembers);
        }

        private static String sorted(Collection<String> members) {
            return String.join("\n", members.stream().sorted().toList());
        }

        /** Whether one of the lines of the pool is to be chosen for it. */
        public boolean isOfAnyLine() {
            return line.equals(ANY_LINE);
        }

        /** The same, sent from the line that was chosen. */
        NewGroup withLine(String chosen) {
            return new NewGroup(ref, chosen, memberSet(chosen, memberSet), displayName, spellings);
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
