package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.SubscriptionUpdate.describeLines;
import static dev.linqroutes.subscribe.SubscriptionUpdate.without;

import dev.linqroutes.webhook.event.RequiredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The existing subscriptions compared with the desired one.
 *
 * @param facts lines that describe the subscription
 * @param missing what the routes need and do not get, one line each
 */
public record SubscriptionDiff(List<String> facts, List<String> missing) {
    private static final String OLDER_VERSION = "2025-01-01";

    /**
     * @param all subscriptions of the account
     * @param lines the lines whose events are required, as far as known
     */
    public static SubscriptionDiff of(DesiredSubscription desired, List<Subscription> all, Set<String> lines) {
        List<String> facts = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Optional<Subscription> existing = desired.findIn(all);
        if (existing.isPresent()) {
            facts.addAll(facts(existing.get(), desired));
            missing.addAll(missing(existing.get(), desired, lines));
        } else {
            missing.add("there is no subscription to " + desired.callback());
        }
        all.stream()
                .filter(other ->
                        other.isActive() && !existing.filter(other::equals).isPresent())
                .forEach(other -> facts.add(describeOther(other, desired.callback())));
        return new SubscriptionDiff(List.copyOf(facts), List.copyOf(missing));
    }

    private static List<String> facts(Subscription existing, DesiredSubscription desired) {
        List<String> facts = new ArrayList<>();
        facts.add(fact("subscription", existing.id() + (existing.isActive() ? ", active" : ", INACTIVE")));
        facts.add(fact("version", existing.callback().version().orElse("not pinned")));
        facts.add(fact(
                "lines",
                describeLines(existing.lines())
                        + (existing.lines().isEmpty() ? "" : "; events of other lines are not sent")));
        Optional<Set<String>> offered = desired.offeredEvents();
        facts.add(fact(
                "event types",
                existing.events().size()
                        + offered.map(types -> "; Linq offers " + types.size())
                                .orElse("; Linq does not list the types that it offers")));
        offered.ifPresent(types -> {
            Set<String> others = without(types, existing.events());
            others.removeIf(type -> RequiredEvent.ofType(type).isPresent() || DesiredSubscription.isExtra(type));
            list(facts, "also offered", others);
            list(facts, "new, not taken", desired.newEvents(Optional.of(existing)));
            list(facts, "not offered", without(existing.events(), types));
        });
        facts.add(fact("account events", accountEvents(existing, desired)));
        return facts;
    }

    private static String accountEvents(Subscription existing, DesiredSubscription desired) {
        Set<String> subscribed = DesiredSubscription.matching(existing.events(), AccountEvents::isAccountEvent);
        Set<String> unnamed = DesiredSubscription.matching(subscribed, desired::isExcluded);
        if (subscribed.isEmpty()) {
            return "none";
        }
        return subscribed.size()
                + (unnamed.isEmpty()
                        ? ", all named by --also"
                        : "; subscribed but not named by --also: " + String.join(", ", unnamed)
                                + ". They contain names and addresses of your staff; `subscribe` removes them");
    }

    private static void list(List<String> facts, String name, Set<String> types) {
        if (!types.isEmpty()) {
            facts.add(fact(name, String.join(", ", types)));
        }
    }

    private static List<String> missing(Subscription existing, DesiredSubscription desired, Set<String> lines) {
        List<String> missing = new ArrayList<>();
        if (!existing.isActive()) {
            missing.add("the subscription is inactive: Linq sends no events");
        }
        if (!existing.callback().hasSupportedVersion()) {
            missing.add(
                    existing.callback()
                            .version()
                            .map(version -> "version " + version + " is not supported; supported are "
                                    + String.join(" and ", CallbackUrl.SUPPORTED_VERSIONS))
                            .orElse(
                                    "the version is not pinned: Linq sends the version that was current when the subscription was created"));
        }
        if (!existing.lines().isEmpty()) {
            without(lines, existing.lines()).forEach(line -> missing.add("no events of line " + line + " are sent"));
        }
        for (RequiredEvent event : RequiredEvent.values()) {
            describeMissing(event, existing, desired)
                    .ifPresent(why -> missing.add(event.type() + " " + why + "; it reports " + event.purpose()));
        }
        without(desired.events(), existing.events()).stream()
                .filter(DesiredSubscription::isExtra)
                .forEach(type -> missing.add(type + " is named by --also but not subscribed"));
        return missing;
    }

    private static Optional<String> describeMissing(
            RequiredEvent event, Subscription existing, DesiredSubscription desired) {
        if (!existing.events().contains(event.type())) {
            boolean offered = desired.events().contains(event.type());
            return Optional.of(offered ? "is not subscribed" : "is neither subscribed nor offered by Linq");
        }
        boolean tooOld =
                existing.callback().version().filter(OLDER_VERSION::equals).isPresent();
        return event == RequiredEvent.MESSAGE_EDITED && tooOld
                ? Optional.of("is not sent in version " + OLDER_VERSION)
                : Optional.empty();
    }

    private static String describeOther(Subscription other, CallbackUrl callback) {
        boolean here = other.callback().address().hasSameRoute(callback.address());
        return fact(
                "also active",
                other.id() + " to " + other.callback()
                        + (here
                                ? ": the routes receive events twice"
                                : ": events arrive twice if that address leads here too"));
    }

    private static String fact(String name, String value) {
        return String.format("%-15s %s", name, value);
    }
}
