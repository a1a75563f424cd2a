package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.TestSubscriptions.HERE;
import static dev.linqroutes.subscribe.TestSubscriptions.URL;
import static dev.linqroutes.subscribe.TestSubscriptions.desired;
import static dev.linqroutes.subscribe.TestSubscriptions.desiredWithoutOffer;
import static dev.linqroutes.subscribe.TestSubscriptions.inactive;
import static dev.linqroutes.subscribe.TestSubscriptions.ofLines;
import static dev.linqroutes.subscribe.TestSubscriptions.plus;
import static dev.linqroutes.subscribe.TestSubscriptions.to;
import static dev.linqroutes.subscribe.TestSubscriptions.with;
import static dev.linqroutes.subscribe.TestSubscriptions.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.webhook.event.RequiredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionDiffTest {
    @Test
    void a_subscription_created_by_subscribe_is_complete() {
        SubscriptionDiff diff = diff(to(HERE));

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts())
                .containsExactly(
                        "subscription    sub-1, active",
                        "version         2026-02-03",
                        "lines           all",
                        "event types     48; Linq offers 75",
                        "account events  none");
    }

    @ParameterizedTest
    @EnumSource(RequiredEvent.class)
    void each_missing_required_event_is_reported_with_its_purpose(RequiredEvent event) {
        assertThat(diff(without(to(HERE), event.type())).missing())
                .containsExactly(event.type() + " is not subscribed; it reports " + event.purpose());
        assertThat(KnownEventTypes.TYPES).contains(event.type());
    }

    @Test
    void a_missing_optional_event_is_only_listed() {
        SubscriptionDiff diff = diff(without(to(HERE), "call.ringing", "call.ended"));

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts()).contains("also offered    call.ringing, call.ended");
    }

    @Test
    void types_no_longer_offered_are_listed() {
        SubscriptionDiff diff = diff(plus(to(HERE), "telegram.sent"));

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts()).contains("not offered     telegram.sent");
    }

    @Test
    void a_required_event_that_linq_does_not_offer_is_reported() {
        Set<String> offered = without(to(HERE), "message.edited").events();
        DesiredSubscription desired =
                new DesiredSubscription(CallbackUrl.parse(URL), Optional.of(offered), Set.of(), Set.of());

        assertThat(SubscriptionDiff.of(desired, List.of(without(to(HERE), "message.edited")), Set.of())
                        .missing())
                .containsExactly(
                        "message.edited is neither subscribed nor offered by Linq; it reports whether an edit was made");
    }

    @Test
    void a_server_without_a_list_of_types_is_accepted() {
        SubscriptionDiff diff =
                SubscriptionDiff.of(desiredWithoutOffer(), List.of(plus(to(HERE), "new.type")), Set.of());

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts())
                .contains("event types     49; Linq does not list the types that it offers")
                .noneMatch(fact -> fact.contains("new.type"));
    }

    @Test
    void without_a_subscription_everything_is_missing() {
        assertThat(SubscriptionDiff.of(desired(), List.of(), Set.of()))
                .isEqualTo(new SubscriptionDiff(List.of(), List.of("there is no subscription to " + HERE)));
    }

    @Test
    void an_inactive_subscription_is_reported() {
        assertThat(diff(inactive(to(HERE))).missing())
                .containsExactly("the subscription is inactive: Linq sends no events");
    }

    @Test
    void the_older_version_lacks_edits() {
        assertThat(diff(to(URL + "?version=2025-01-01")).missing())
                .containsExactly(
                        "message.edited is not sent in version 2025-01-01; it reports whether an edit was made");
    }

    @Test
    void an_unsupported_or_unpinned_version_is_reported() {
        assertThat(diff(to(URL + "?version=2027-01-01")).missing())
                .containsExactly("version 2027-01-01 is not supported; supported are 2026-02-03 and 2025-01-01");
        assertThat(diff(to(URL)).missing()).singleElement().asString().startsWith("the version is not pinned");
    }

    @Test
    void a_line_filter_is_listed_and_must_include_the_used_lines() {
        Subscription filtered = ofLines(to(HERE), "+12025550101");

        assertThat(diff(filtered).missing()).isEmpty();
        assertThat(diff(filtered).facts()).contains("lines           +12025550101; events of other lines are not sent");
        assertThat(SubscriptionDiff.of(desired(), List.of(filtered), Set.of("+12025550101"))
                        .missing())
                .isEmpty();
        assertThat(SubscriptionDiff.of(desired(), List.of(filtered), Set.of("+12025550102"))
                        .missing())
                .containsExactly("no events of line +12025550102 are sent");
    }

    @Test
    void other_active_subscriptions_are_listed_as_possible_duplicates() {
        Subscription rotated = with(to(URL + "?rotation=2&version=2026-02-03"), "sub-2");
        Subscription elsewhere = with(to("https://old.example.com/webhooks/linq"), "sub-3");
        Subscription inactiveOther = with(inactive(to("https://older.example.com/webhooks/linq")), "sub-4");

        SubscriptionDiff diff =
                SubscriptionDiff.of(desired(), List.of(rotated, to(HERE), elsewhere, inactiveOther), Set.of());

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts())
                .contains(
                        "also active     sub-2 to " + URL
                                + "?rotation=2&version=2026-02-03: the routes receive events twice",
                        "also active     sub-3 to https://old.example.com/webhooks/linq: events arrive twice if that address"
                                + " leads here too")
                .noneMatch(fact -> fact.contains("sub-4"));
    }

    private static SubscriptionDiff diff(Subscription existing) {
        return SubscriptionDiff.of(desired(), List.of(existing), Set.of());
    }
}
