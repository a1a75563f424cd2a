package dev.linqroutes.ledger.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the ledger knows of a group, for the placeholders of messages. */
public enum GroupFact {
    /** Its name: see {@code docs/texts.md} for which one, while it is being changed. */
    DISPLAY_NAME,
    /** The producer's own name for it. */
    GROUP_REF;

    private static final String PREFIX = "group.";

    /** The fact that a placeholder names, in any case of letters; empty if it names none. */
    public static Optional<GroupFact> ofPlaceholder(String written) {
        String name = written.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(fact -> fact.name(PREFIX).equals(name))
                .findFirst();
    }

    /** Whether a placeholder looks as if it named a fact of a group. */
    public static boolean isMeantBy(String written) {
        return written.strip().toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    /** All placeholders, for a person. */
    public static String describeAll() {
        return Stream.of(values()).map(GroupFact::placeholder).collect(Collectors.joining(" and "));
    }

    /** {@code {group.display_name}} */
    public String placeholder() {
        return "{" + name(PREFIX) + "}";
    }

    private String name(String prefix) {
        return prefix + name().toLowerCase(Locale.ROOT);
    }
}
