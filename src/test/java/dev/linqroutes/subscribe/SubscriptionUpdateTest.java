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

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SubscriptionUpdateTest {
    @Test
    void a_subscription_that_is_as_wanted_stays_as_it_is() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(to("https://CHAT.example.com:443/webhooks/linq?version=2026-02-03"), wanted());

        assertThat(change.fields()).isEmpty();
        assertThat(change.descriptions()).isEmpty();
    }

    @Test
    void types_that_linq_no_longer_offers_are_no_reason_for_an_update() {
        assertThat(SubscriptionUpdate.of(plus(to(HERE), "telegram.sent"), wanted())
                        .fields())
                .isEmpty();
    }

    @Test
    void what_is_missing_is_added_and_nothing_else_is_named() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(without(to(HERE), "message.read", "poll.sent", "call.ended"), wanted());

        assertThat(change.descriptions()).containsExactly("3 event types added");
        assertThat(change.fields()).containsOnlyKeys("subscribed_events");
        assertThat(change.fields().get("subscribed_events")).isEqualTo(List.copyOf(wanted().events()));
    }

    @Test
    void an_update_asks_for_nothing_that_linq_no_longer_offers() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(plus(without(to(HERE), "message.read"), "telegram.sent"), wanted());

        assertThat(change.descriptions())
                .containsExactly("1 event type added", "1 event type dropped that Linq does not offer any more");
        assertThat(change.fields().get("subscribed_events")).isEqualTo(List.copyOf(wanted().events()));
    }

    @Test
    void where_linq_does_not_say_what_it_offers_nothing_is_dropped() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(plus(without(to(HERE), "message.read"), "new.type"), wantedOfASilentServer());

        assertThat(change.descriptions()).containsExactly("1 event type added");
        assertThat(change.fields().get("subscribed_events"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("message.read", "new.type")
                .hasSize(wanted().events().size() + 1);
    }

    @Test
    void another_version_is_replaced_and_a_missing_one_pinned() {
        assertThat(SubscriptionUpdate.of(to(URL + "?version=2025-01-01"), wanted()))
                .isEqualTo(new SubscriptionUpdate(
                        Map.of("target_url", HERE), List.of("version 2026-02-03 instead of 2025-01-01")));
        assertThat(SubscriptionUpdate.of(to(URL), wanted()).descriptions())
                .containsExactly("version 2026-02-03 instead of none");
    }

    @Test
    void a_subscription_to_another_place_is_moved() {
        SubscriptionUpdate change =
                SubscriptionUpdate.of(to("http://127.0.0.1:9000/webhooks/linq?version=2026-02-03"), wanted());

        assertThat(change.fields()).containsOnlyKeys("target_url").containsEntry("target_url", HERE);
        assertThat(change.descriptions())
                .containsExactly("moved from http://127.0.0.1:9000/webhooks/linq?version=2026-02-03");
    }

    @Test
    void an_inactive_one_is_activated() {
        assertThat(SubscriptionUpdate.of(inactive(to(HERE)), wanted()))
                .isEqualTo(new SubscriptionUpdate(Map.of("is_active", true), List.of("activated")));
    }

    @Test
    void the_line_filter_becomes_the_one_that_is_wanted_in_whatever_order_it_is_told() {
        assertThat(SubscriptionUpdate.of(
                                ofLines(to(HERE), "+12025550101", "+12025550102"),
                                wanted("+12025550102", "+12025550101"))
                        .fields())
                .isEmpty();
        assertThat(SubscriptionUpdate.of(ofLines(to(HERE), "+12025550101"), wanted()))
                .isEqualTo(new SubscriptionUpdate(
                        Map.of("phone_numbers", List.of()), List.of("lines all instead of +12025550101")));
        assertThat(SubscriptionUpdate.of(to(HERE), wanted("+12025550101")).descriptions())
                .containsExactly("lines +12025550101 instead of all");
    }

    @Test
    void of_several_subscriptions_of_a_place_the_one_that_needs_least_change_is_taken() {
        Subscription older = with(to(URL + "?version=2025-01-01"), "older");
        Subscription asleep = with(inactive(to(HERE)), "asleep");
        Subscription elsewhere = with(to("https://example.org/webhooks/linq?version=2026-02-03"), "elsewhere");
        Subscription right = with(to(HERE), "right");

        assertThat(wanted().findIn(List.of(elsewhere))).isEmpty();
        assertThat(wanted().findIn(List.of(elsewhere, older))).contains(older);
        assertThat(wanted().findIn(List.of(older, asleep))).contains(asleep);
        assertThat(wanted().findIn(List.of(older, asleep, right))).contains(right);
    }
}
