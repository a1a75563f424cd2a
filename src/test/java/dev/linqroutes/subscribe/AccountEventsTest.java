package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.TestSubscriptions.HERE;
import static dev.linqroutes.subscribe.TestSubscriptions.URL;
import static dev.linqroutes.subscribe.TestSubscriptions.desiredWith;
import static dev.linqroutes.subscribe.TestSubscriptions.plus;
import static dev.linqroutes.subscribe.TestSubscriptions.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.webhook.event.RequiredEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that name the customer's staff are subscribed only if named by the user. */
class AccountEventsTest {
    @Test
    void of_the_known_types_twenty_seven_are_account_events() {
        assertThat(KnownEventTypes.TYPES).hasSize(75);
        assertThat(KnownEventTypes.TYPES)
                .filteredOn(AccountEvents::isAccountEvent)
                .hasSize(27);
        assertThat(desiredWith().events()).hasSize(48).noneMatch(AccountEvents::isAccountEvent);
    }

    @ParameterizedTest
    @EnumSource(RequiredEvent.class)
    void no_required_event_is_an_account_event(RequiredEvent event) {
        assertThat(AccountEvents.isAccountEvent(event.type())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contact_card.received",
                "phone_number.assigned",
                "phone_number.released",
                "phone_number.status_updated",
                "connection.created",
                "environmental.report",
                "new_family.created"
            })
    void events_of_lines_chats_and_unknown_families_are_no_account_events(String type) {
        assertThat(AccountEvents.isAccountEvent(type)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api_token.rotated", "environment.line_lost", "team_member.removed"})
    void new_types_of_account_families_are_excluded(String type) {
        DesiredSubscription desired = desiredFrom(plus(to(HERE), type).events());

        assertThat(desired.events()).isNotEmpty().doesNotContain(type);
    }

    @Test
    void account_events_are_included_by_type_or_family() {
        assertThat(accountEventsOf(desiredWith("team_member", "webhook_subscription.disabled")))
                .containsExactlyInAnyOrder(
                        "team_member.added",
                        "team_member.signed_in",
                        "team_member.signed_out",
                        "webhook_subscription.disabled");
        assertThat(accountEventsOf(desiredWith("contact_card")))
                .containsExactlyInAnyOrder("contact_card.created", "contact_card.updated", "contact_card.deleted");
    }

    @Test
    void an_unknown_account_event_is_reported() {
        assertThat(desiredWith("api_token", "message.sent", "api_tok", "api_token.", "team_member.removed")
                        .unknownExtraEvents())
                .containsExactly("message.sent", "api_tok", "api_token.", "team_member.removed");
    }

    @Test
    void an_update_removes_unnamed_account_events() {
        SubscriptionUpdate change = SubscriptionUpdate.of(everything(), desiredWith("team_member"));

        assertThat(change.descriptions())
                .containsExactly("24 event types removed (account events that --also does not name)");
        assertThat(change.fields())
                .containsOnlyKeys("subscribed_events")
                .containsEntry("subscribed_events", List.copyOf(kept("team_member")));
        assertThat(SubscriptionUpdate.of(
                                everything(),
                                new DesiredSubscription(CallbackUrl.parse(URL), Optional.empty(), Set.of(), Set.of()))
                        .descriptions())
                .containsExactly("27 event types removed (account events that --also does not name)");
    }

    @Test
    void an_update_adds_newly_named_account_events() {
        assertThat(SubscriptionUpdate.of(to(HERE), desiredWith("api_token.expired"))
                        .descriptions())
                .containsExactly("1 event type added");
        assertThat(SubscriptionUpdate.of(to(HERE), desiredWith()).fields()).isEmpty();
    }

    @Test
    void the_check_lists_unnamed_account_events_without_failing() {
        SubscriptionDiff diff =
                diff(plus(plus(to(HERE), "team_member.added"), "api_token.created"), desiredWith("api_token"));

        assertThat(diff.facts())
                .contains("account events  2; subscribed but not named by --also: team_member.added. They contain"
                        + " names and addresses of your staff; `subscribe` removes them");
        assertThat(diff.missing())
                .containsExactly(missing(
                        "api_token.renamed",
                        "api_token.expiry_scheduled",
                        "api_token.expired",
                        "api_token.activated",
                        "api_token.deleted"));
    }

    @Test
    void the_check_accepts_named_and_subscribed_account_events() {
        SubscriptionDiff diff = diff(plus(to(HERE), "team_member.added"), desiredWith("team_member.added"));

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts()).contains("account events  1, all named by --also");
        assertThat(diff(to(HERE), desiredWith()).facts()).contains("account events  none");
    }

    private static SubscriptionDiff diff(Subscription existing, DesiredSubscription desired) {
        return SubscriptionDiff.of(desired, List.of(existing), Set.of());
    }

    private static String[] missing(String... types) {
        return List.of(types).stream()
                .map(type -> type + " is named by --also but not subscribed")
                .toArray(String[]::new);
    }

    private static Set<String> accountEventsOf(DesiredSubscription desired) {
        return DesiredSubscription.matching(desired.events(), AccountEvents::isAccountEvent);
    }

    private static DesiredSubscription desiredFrom(Set<String> offered) {
        return new DesiredSubscription(CallbackUrl.parse(URL), Optional.of(offered), Set.of(), Set.of());
    }

    private static Subscription everything() {
        Subscription existing = to(HERE);
        return new Subscription(
                existing.id(), existing.callback(), KnownEventTypes.TYPES, existing.lines(), existing.isActive());
    }

    private static Set<String> kept(String family) {
        Set<String> kept = new LinkedHashSet<>(KnownEventTypes.TYPES);
        kept.removeIf(type -> AccountEvents.isAccountEvent(type) && !type.startsWith(family));
        return kept;
    }
}
