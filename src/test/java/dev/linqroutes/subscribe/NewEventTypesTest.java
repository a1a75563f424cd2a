package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.TestSubscriptions.HERE;
import static dev.linqroutes.subscribe.TestSubscriptions.URL;
import static dev.linqroutes.subscribe.TestSubscriptions.plus;
import static dev.linqroutes.subscribe.TestSubscriptions.to;
import static dev.linqroutes.subscribe.TestSubscriptions.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Types that Linq offers and this version does not know are told, and subscribed only if named by the user. */
class NewEventTypesTest {
    private static final String NEW = "message.translated";

    @Test
    void a_new_type_is_not_subscribed_unless_it_is_named() {
        assertThat(desired().events()).isEqualTo(TestSubscriptions.desired().events());
        assertThat(desired().newEvents(Optional.empty())).containsExactly(NEW);
        assertThat(desired(NEW).events()).contains(NEW);
        assertThat(desired(NEW).newEvents(Optional.empty())).isEmpty();
        assertThat(desired(NEW, "message.lost").unknownExtraEvents()).containsExactly("message.lost");
    }

    @Test
    void a_family_names_only_what_is_not_subscribed_anyway() {
        assertThat(desired("message").events()).contains(NEW);
        assertThat(TestSubscriptions.desiredWith("message").unknownExtraEvents())
                .containsExactly("message");
    }

    @Test
    void a_new_type_of_a_family_about_staff_is_an_account_event() {
        assertThat(offering("team_member.removed").newEvents(Optional.empty())).isEmpty();
    }

    @Test
    void the_check_tells_of_a_new_type_without_failing() {
        SubscriptionDiff diff = SubscriptionDiff.of(desired(), List.of(to(HERE)), Set.of());

        assertThat(diff.missing()).isEmpty();
        assertThat(diff.facts()).contains("new, not taken  " + NEW).noneMatch(fact -> fact.startsWith("also offered"));
        assertThat(SubscriptionDiff.of(desired(NEW), List.of(to(HERE)), Set.of())
                        .missing())
                .containsExactly(NEW + " is named by --also but not subscribed");
    }

    @Test
    void a_new_type_that_is_subscribed_already_stays() {
        Subscription existing = plus(to(HERE), NEW);

        assertThat(desired().newEvents(Optional.of(existing))).isEmpty();
        assertThat(SubscriptionUpdate.of(existing, desired()).fields()).isEmpty();
        assertThat(SubscriptionUpdate.of(without(existing, "message.read"), desired())
                        .fields()
                        .get("subscribed_events"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("message.read", NEW);
        assertThat(SubscriptionDiff.of(desired(), List.of(existing), Set.of()).facts())
                .noneMatch(fact -> fact.startsWith("new, not taken"));
    }

    private static DesiredSubscription desired(String... also) {
        return offering(NEW, also);
    }

    private static DesiredSubscription offering(String type, String... also) {
        Set<String> offered = new LinkedHashSet<>(KnownEventTypes.TYPES);
        offered.add(type);
        return new DesiredSubscription(
                CallbackUrl.parse(URL), Optional.of(offered), Set.of(), new LinkedHashSet<>(List.of(also)));
    }
}
