package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.TestSubscriptions.HERE;
import static dev.linqroutes.subscribe.TestSubscriptions.URL;
import static dev.linqroutes.subscribe.TestSubscriptions.plus;
import static dev.linqroutes.subscribe.TestSubscriptions.to;
import static dev.linqroutes.subscribe.TestSubscriptions.wantedAlso;
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

/** Events that name the customer's staff come only when somebody asks for them by name. */
class AccountEventsTest {
    @Test
    void of_all_known_types_twenty_seven_are_about_the_account() {
        assertThat(KnownEventTypes.TYPES).hasSize(75);
        assertThat(KnownEventTypes.TYPES)
                .filteredOn(AccountEvents::isAccountEvent)
                .hasSize(27);
        assertThat(wantedAlso().events()).hasSize(48).noneMatch(AccountEvents::isAccountEvent);
    }

    @ParameterizedTest
    @EnumSource(RequiredEvent.class)
    void no_event_that_the_routes_need_is_one_of_them(RequiredEvent event) {
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
    void events_of_lines_and_chats_and_of_families_that_nobody_knows_yet_come(String type) {
        assertThat(AccountEvents.isAccountEvent(type)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api_token.rotated", "environment.line_lost", "team_member.removed"})
    void a_type_that_linq_adds_to_a_family_of_the_account_is_left_out(String type) {
        DesiredSubscription wanted = wantedOf(plus(to(HERE), type).events());

        assertThat(wanted.events()).isNotEmpty().doesNotContain(type);
    }

    @Test
    void those_that_are_named_come_by_type_or_by_family() {
        assertThat(accountEventsOf(wantedAlso("team_member", "webhook_subscription.disabled")))
                .containsExactlyInAnyOrder(
                        "team_member.added",
                        "team_member.signed_in",
                        "team_member.signed_out",
                        "webhook_subscription.disabled");
        assertThat(accountEventsOf(wantedAlso("contact_card")))
                .containsExactlyInAnyOrder("contact_card.created", "contact_card.updated", "contact_card.deleted");
    }

    @Test
    void a_name_that_is_none_of_an_account_event_is_told() {
        assertThat(wantedAlso("api_token", "message.sent", "api_tok", "api_token.", "team_member.removed")
                        .unknownExtraEvents())
                .containsExactly("message.sent", "api_tok", "api_token.", "team_member.removed");
    }

    @Test
    void an_update_drops_those_that_an_earlier_subscribe_took() {
        SubscriptionUpdate change = SubscriptionUpdate.of(everything(), wantedAlso("team_member"));

        assertThat(change.descriptions())
                .containsExactly("24 event types dropped: account events that --also does not name");
        assertThat(change.fields())
                .containsOnlyKeys("subscribed_events")
                .containsEntry("subscribed_events", List.copyOf(kept("team_member")));
        assertThat(SubscriptionUpdate.of(
                                everything(),
                                new DesiredSubscription(CallbackUrl.parse(URL), Optional.empty(), Set.of(), Set.of()))
                        .descriptions())
                .containsExactly("27 event types dropped: account events that --also does not name");
    }

    @Test
    void an_update_adds_those_that_are_named_now() {
        assertThat(SubscriptionUpdate.of(to(HERE), wantedAlso("api_token.expired"))
                        .descriptions())
                .containsExactly("1 event type added");
        assertThat(SubscriptionUpdate.of(to(HERE), wantedAlso()).fields()).isEmpty();
    }

    @Test
    void the_check_tells_those_that_are_subscribed_without_being_named_and_misses_nothing_for_it() {
        SubscriptionDiff review =
                review(plus(plus(to(HERE), "team_member.added"), "api_token.created"), wantedAlso("api_token"));

        assertThat(review.facts())
                .contains("account events  2; subscribed without being named by --also: team_member.added. They carry"
                        + " names and addresses of your staff; subscribe leaves them out");
        assertThat(review.missing())
                .containsExactly(missing(
                        "api_token.renamed",
                        "api_token.expiry_scheduled",
                        "api_token.expired",
                        "api_token.activated",
                        "api_token.deleted"));
    }

    @Test
    void the_check_is_content_with_those_that_are_named_and_subscribed() {
        SubscriptionDiff review = review(plus(to(HERE), "team_member.added"), wantedAlso("team_member.added"));

        assertThat(review.missing()).isEmpty();
        assertThat(review.facts()).contains("account events  1, all named by --also");
        assertThat(review(to(HERE), wantedAlso()).facts()).contains("account events  none");
    }

    private static SubscriptionDiff review(Subscription there, DesiredSubscription wanted) {
        return SubscriptionDiff.of(wanted, List.of(there), Set.of());
    }

    private static String[] missing(String... types) {
        return List.of(types).stream()
                .map(type -> type + " is not subscribed; --also names it")
                .toArray(String[]::new);
    }

    private static Set<String> accountEventsOf(DesiredSubscription wanted) {
        return DesiredSubscription.matching(wanted.events(), AccountEvents::isAccountEvent);
    }

    private static DesiredSubscription wantedOf(Set<String> offered) {
        return new DesiredSubscription(CallbackUrl.parse(URL), Optional.of(offered), Set.of(), Set.of());
    }

    private static Subscription everything() {
        Subscription there = to(HERE);
        return new Subscription(there.id(), there.callback(), KnownEventTypes.TYPES, there.lines(), there.isActive());
    }

    private static Set<String> kept(String family) {
        Set<String> kept = new LinkedHashSet<>(KnownEventTypes.TYPES);
        kept.removeIf(type -> AccountEvents.isAccountEvent(type) && !type.startsWith(family));
        return kept;
    }
}
