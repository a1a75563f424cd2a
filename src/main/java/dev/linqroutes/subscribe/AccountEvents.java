package dev.linqroutes.subscribe;

import java.util.Set;

/**
 * The events about the customer's account (reference 0.4 and 0.5). They belong to no chat and carry names and e-mail addresses of
 * the customer's staff and prefixes of API tokens, which consumers of chat events have no business with.
 */
final class AccountEvents {
    /** Whole families, so that a type that Linq adds to one of them is left out as well. */
    private static final Set<String> FAMILIES =
            Set.of("environment", "api_token", "webhook_subscription", "team_member");

    /** Single types of families that are about chats and lines otherwise. */
    private static final Set<String> TYPES = Set.of(
            "contact_card.created",
            "contact_card.updated",
            "contact_card.deleted",
            "phone_number.forwarding_updated",
            "zero_day_retention.updated");

    private AccountEvents() {}

    static boolean isAccountEvent(String type) {
        return TYPES.contains(type) || FAMILIES.stream().anyMatch(family -> matches(family, type));
    }

    /** Whether the name is the type, or the beginning of it up to a dot: the rule of {@code topics.events.by-type}. */
    static boolean matches(String name, String type) {
        return type.equals(name) || type.startsWith(name + ".");
    }
}
