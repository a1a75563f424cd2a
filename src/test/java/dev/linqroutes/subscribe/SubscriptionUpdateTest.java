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

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SubscriptionUpdateTest {
    @Test
    void a_matching_subscription_is_unchanged() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(to("https://CHAT.example.com:443/webhooks/linq?version=2026-02-03"), desired());

        assertThat(change.fields()).isEmpty();
        assertThat(change.descriptions()).isEmpty();
    }

    @Test
    void types_no_longer_offered_do_not_require_an_update() {
        assertThat(SubscriptionUpdate.of(plus(to(HERE), "telegram.sent"), desired())
                        .fields())
                .isEmpty();
    }

    @Test
    void missing_types_are_added() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(without(to(HERE), "message.read", "poll.sent", "call.ended"), desired());

        assertThat(change.descriptions()).containsExactly("3 event types added");
        assertThat(change.fields()).containsOnlyKeys("subscribed_events");
        assertThat(change.fields().get("subscribed_events"))
                .isEqualTo(List.copyOf(desired().events()));
    }

    @Test
    void an_update_omits_types_no_longer_offered() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(plus(without(to(HERE), "message.read"), "telegram.sent"), desired());

        assertThat(change.descriptions())
                .containsExactly("1 event type added", "1 event type removed (no longer offered by Linq)");
        assertThat(change.fields().get("subscribed_events"))
                .isEqualTo(List.copyOf(desired().events()));
    }

    @Test
    void without_a_list_of_types_nothing_is_removed() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(plus(without(to(HERE), "message.read"), "new.type"), desiredWithoutOffer());

        assertThat(change.descriptions()).containsExactly("1 event type added");
        assertThat(change.fields().get("subscribed_events"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("message.read", "new.type")
                .hasSize(desired().events().size() + 1);
    }

    @Test
    void another_version_is_replaced_and_a_missing_one_pinned() {
        assertThat(SubscriptionUpdate.of(to(URL + "?version=2025-01-01"), desired()))
                .isEqualTo(new SubscriptionUpdate(
                        Map.of("target_url", HERE), List.of("version 2026-02-03 instead of 2025-01-01")));
        assertThat(SubscriptionUpdate.of(to(URL), desired()).descriptions())
                .containsExactly("version 2026-02-03 instead of none");
    }

    @Test
    void a_subscription_to_another_address_is_moved() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(to("http://127.0.0.1:9000/webhooks/linq?version=2026-02-03"), desired());

        assertThat(change.fields()).containsOnlyKeys("target_url").containsEntry("target_url", HERE);
        assertThat(change.descriptions())
                .containsExactly("moved from http://127.0.0.1:9000/webhooks/linq?version=2026-02-03");
    }

    @Test
    void an_inactive_subscription_gets_activated() {
        assertThat(SubscriptionUpdate.of(inactive(to(HERE)), desired()))
                .isEqualTo(new SubscriptionUpdate(Map.of("is_active", true), List.of("activated")));
    }

    @Test
    void the_line_filter_is_compared_without_order() {
        assertThat(SubscriptionUpdate.of(
                                ofLines(to(HERE), "+12025550101", "+12025550102"),
                                desired("+12025550102", "+12025550101"))
                        .fields())
                .isEmpty();
        assertThat(SubscriptionUpdate.of(ofLines(to(HERE), "+12025550101"), desired()))
                .isEqualTo(new SubscriptionUpdate(
                        Map.of("phone_numbers", List.of()), List.of("lines all instead of +12025550101")));
        assertThat(SubscriptionUpdate.of(to(HERE), desired("+12025550101")).descriptions())
                .containsExactly("lines +12025550101 instead of all");
    }

    @Test
    void of_several_subscriptions_the_one_with_the_fewest_changes_is_updated() {
        Subscription older = with(to(URL + "?version=2025-01-01"), "older");
        Subscription inactiveOther = with(inactive(to(HERE)), "inactiveOther");
        Subscription elsewhere = with(to("https://example.org/webhooks/linq?version=2026-02-03"), "elsewhere");
        Subscription right = with(to(HERE), "right");

        assertThat(desired().findIn(List.of(elsewhere))).isEmpty();
        assertThat(desired().findIn(List.of(elsewhere, older))).contains(older);
        assertThat(desired().findIn(List.of(older, inactiveOther))).contains(inactiveOther);
        assertThat(desired().findIn(List.of(older, inactiveOther, right))).contains(right);
    }
}
