package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.TestSubscriptions.HERE;
import static dev.linqroutes.subscribe.TestSubscriptions.URL;
import static dev.linqroutes.subscribe.TestSubscriptions.inactive;
import static dev.linqroutes.subscribe.TestSubscriptions.ofLines;
import static dev.linqroutes.subscribe.TestSubscriptions.plus;
import static dev.linqroutes.subscribe.TestSubscriptions.to;
import static dev.linqroutes.subscribe.TestSubscriptions.wanted;
import static dev.linqroutes.subscribe.TestSubscriptions.wantedOfASilentServer;
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
    void nothing_is_missing_from_what_subscribe_makes() {
        SubscriptionDiff review = review(to(HERE));

        assertThat(review.missing()).isEmpty();
        assertThat(review.facts())
                .containsExactly(
                        "subscription    sub-1, active",
                        "version         2026-02-03",
                        "lines           all",
                        "event types     48; Linq offers 75",
                        "account events  none");
    }

    @ParameterizedTest
    @EnumSource(RequiredEvent.class)
    void each_needed_event_that_does_not_come_is_named_with_what_is_lost(RequiredEvent event) {
        assertThat(review(without(to(HERE), event.type())).missing())
                .containsExactly(event.type() + " is not subscribed; it tells " + event.purpose());
        assertThat(KnownEventTypes.TYPES).contains(event.type());
    }

    @Test
    void an_event_that_nobody_needs_may_be_missing_and_is_told() {
        SubscriptionDiff review = review(without(to(HERE), "call.ringing", "call.ended"));

        assertThat(review.missing()).isEmpty();
        assertThat(review.facts()).contains("also offered    call.ringing, call.ended");
    }

    @Test
    void types_that_linq_does_not_offer_any_more_are_told() {
        SubscriptionDiff review = review(plus(to(HERE), "telegram.sent"));

        assertThat(review.missing()).isEmpty();
        assertThat(review.facts()).contains("not offered     telegram.sent");
    }

    @Test
    void a_needed_event_that_linq_does_not_offer_is_told_as_such() {
        Set<String> offered = without(to(HERE), "message.edited").events();
        DesiredSubscription wanted =
                new DesiredSubscription(CallbackUrl.parse(URL), Optional.of(offered), Set.of(), Set.of());

        assertThat(SubscriptionDiff.of(wanted, List.of(without(to(HERE), "message.edited")), Set.of())
                        .missing())
                .containsExactly(
                        "message.edited is neither subscribed nor offered by Linq; it tells whether a correction was made");
    }

    @Test
    void a_server_that_does_not_tell_what_it_offers_is_no_reason_to_complain() {
        SubscriptionDiff review =
                SubscriptionDiff.of(wantedOfASilentServer(), List.of(plus(to(HERE), "new.type")), Set.of());

        assertThat(review.missing()).isEmpty();
        assertThat(review.facts())
                .contains("event types     49; Linq does not tell which it offers")
                .noneMatch(fact -> fact.contains("new.type"));
    }

    @Test
    void without_a_subscription_everything_is_missing() {
        assertThat(SubscriptionDiff.of(wanted(), List.of(), Set.of()))
                .isEqualTo(new SubscriptionDiff(List.of(), List.of("there is no subscription to " + HERE)));
    }

    @Test
    void an_inactive_subscription_brings_nothing() {
        assertThat(review(inactive(to(HERE))).missing())
                .containsExactly("the subscription is inactive: no event comes");
    }

    @Test
    void the_older_version_is_understood_but_lacks_corrections() {
        assertThat(review(to(URL + "?version=2025-01-01")).missing())
                .containsExactly(
                        "message.edited does not come in version 2025-01-01; it tells whether a correction was made");
    }

    @Test
    void a_version_that_is_not_understood_or_not_pinned_is_missing() {
        assertThat(review(to(URL + "?version=2027-01-01")).missing())
                .containsExactly("version 2027-01-01 is not understood; 2026-02-03 and 2025-01-01 are");
        assertThat(review(to(URL)).missing()).singleElement().asString().startsWith("the version is not pinned");
    }

    @Test
    void a_line_filter_is_told_and_must_let_the_lines_through_that_are_used() {
        Subscription filtered = ofLines(to(HERE), "+12025550101");

        assertThat(review(filtered).missing()).isEmpty();
        assertThat(review(filtered).facts()).contains("lines           +12025550101; events of others do not come");
        assertThat(SubscriptionDiff.of(wanted(), List.of(filtered), Set.of("+12025550101"))
                        .missing())
                .isEmpty();
        assertThat(SubscriptionDiff.of(wanted(), List.of(filtered), Set.of("+12025550102"))
                        .missing())
                .containsExactly("no event of line +12025550102 comes");
    }

    @Test
    void other_active_subscriptions_are_told_since_they_may_bring_events_twice() {
        Subscription rotated = with(to(URL + "?rotation=2&version=2026-02-03"), "sub-2");
        Subscription elsewhere = with(to("https://old.example.com/webhooks/linq"), "sub-3");
        Subscription asleep = with(inactive(to("https://older.example.com/webhooks/linq")), "sub-4");

        SubscriptionDiff review =
                SubscriptionDiff.of(wanted(), List.of(rotated, to(HERE), elsewhere, asleep), Set.of());

        assertThat(review.missing()).isEmpty();
        assertThat(review.facts())
                .contains(
                        "also active     sub-2 to " + URL + "?rotation=2&version=2026-02-03: events come here twice",
                        "also active     sub-3 to https://old.example.com/webhooks/linq: events come twice if that leads"
                                + " here too")
                .noneMatch(fact -> fact.contains("sub-4"));
    }

    private static SubscriptionDiff review(Subscription there) {
        return SubscriptionDiff.of(wanted(), List.of(there), Set.of());
    }
}
