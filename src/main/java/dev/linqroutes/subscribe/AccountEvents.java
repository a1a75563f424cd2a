package dev.linqroutes.subscribe;

import java.util.Set;

/**
 * The event types about the customer's account (reference 0.4 and 0.5). They belong to no chat, and contain names and e-mail
 * addresses of the customer's staff and prefixes of API tokens, which consumers of chat events must not get by default.
 */
final class AccountEvents {
    /** Whole families, so that types that Linq adds to them later are excluded as well. */
    private static final Set<String> FAMILIES =
            Set.of("environment", "api_token", "webhook_subscription", "team_member");

    /** Single types of families whose other types are about chats and lines. */
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

    /** Whether the name is the type or a prefix of it that ends before a dot: the rule of {@code topics.events.by-type}. */
    static boolean matches(String name, String type) {
        return type.equals(name) || type.startsWith(name + ".");
    }
}
