package dev.linqroutes.ledger.model;

import java.util.Optional;

/**
 * What is known of the group of a command when the command is accepted.
 *
 * @param displayName empty if the group has none, or none is known
 * @param groupRef empty if the chat has none
 */
public record GroupFacts(Optional<String> displayName, Optional<String> groupRef) {
    /** The value; empty if there is none. */
    public Optional<String> value(GroupFact fact) {
        return switch (fact) {
            case DISPLAY_NAME -> displayName;
            case GROUP_REF -> groupRef;
        };
    }
}
