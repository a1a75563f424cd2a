package dev.linqroutes.subscribe;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The event types of reference 4.5 and 0.4, used if the server does not list its own. */
public final class KnownEventTypes {
    static final Set<String> TYPES = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(
            """
            message.sent message.received message.delivered message.read message.failed message.edited
            reaction.added reaction.removed participant.added participant.removed
            chat.created chat.group_name_updated chat.group_name_update_failed
            chat.group_icon_updated chat.group_icon_update_failed
            chat.background_updated chat.background_update_failed
            chat.typing_indicator.started chat.typing_indicator.stopped
            poll.received poll.sent poll.delivered poll.read poll.failed poll.updated
            poll.vote.added poll.vote.removed poll.reaction.added phone_number.status_updated
            call.initiated call.ringing call.answered call.ended call.failed call.declined call.no_answer
            location.sharing.started location.sharing.stopped
            payment.succeeded payment.canceled payment.expired payment.declined payment.authorized
            connection.created connection.revoked
            contact_card.received phone_number.assigned phone_number.released
            zero_day_retention.updated phone_number.forwarding_updated
            environment.line_moved environment.created environment.renamed environment.deleted
            contact_card.created contact_card.updated contact_card.deleted
            api_token.created api_token.renamed api_token.expiry_scheduled
            api_token.expired api_token.activated api_token.deleted
            webhook_subscription.created webhook_subscription.deleted webhook_subscription.target_url_changed
            webhook_subscription.enabled webhook_subscription.disabled webhook_subscription.events.updated
            webhook_subscription.phone_numbers.updated webhook_subscription.routing_headers_set
            webhook_subscription.routing_headers_cleared
            team_member.added team_member.signed_in team_member.signed_out"""
                    .split("\\s+"))));

    private KnownEventTypes() {}

    /** Whether this is one of them, or the beginning of one up to a dot. */
    public static boolean isTypeOrBeginning(String text) {
        return TYPES.stream().anyMatch(type -> type.equals(text) || type.startsWith(text + "."));
    }
}
