package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.SubscriptionUpdate.describeLines;
import static dev.linqroutes.subscribe.SubscriptionUpdate.without;

import dev.linqroutes.webhook.event.RequiredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is subscribed, held against what the routes need.
 *
 * @param facts lines for a person, whether good or bad
 * @param missing what the routes lack, one reason each; none when all is well
 */
public record SubscriptionDiff(List<String> facts, List<String> missing) {
    private static final String OLDER_VERSION = "2025-01-01";

    /**
     * @param all subscriptions of the account
     * @param lines the lines whose events have to come, as far as known
     */
    public static SubscriptionDiff of(DesiredSubscription wanted, List<Subscription> all, Set<String> lines) {
        List<String> facts = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Optional<Subscription> there = wanted.findIn(all);
        if (there.isPresent()) {
            facts.addAll(facts(there.get(), wanted));
            missing.addAll(missing(there.get(), wanted, lines));
        } else {
            missing.add("there is no subscription to " + wanted.callback());
        }
        all.stream()
                .filter(other ->
                        other.isActive() && !there.filter(other::equals).isPresent())
                .forEach(other -> facts.add(describeOther(other, wanted.callback())));
        return new SubscriptionDiff(List.copyOf(facts), List.copyOf(missing));
    }

    private static List<String> facts(Subscription there, DesiredSubscription wanted) {
        List<String> facts = new ArrayList<>();
        facts.add(fact("subscription", there.id() + (there.isActive() ? ", active" : ", INACTIVE")));
        facts.add(fact("version", there.callback().version().orElse("not pinned")));
        facts.add(fact(
                "lines",
                describeLines(there.lines()) + (there.lines().isEmpty() ? "" : "; events of others do not come")));
        Optional<Set<String>> offered = wanted.offeredEvents();
        facts.add(fact(
                "event types",
                there.events().size()
                        + offered.map(types -> "; Linq offers " + types.size())
                                .orElse("; Linq does not tell which it offers")));
        offered.ifPresent(types -> {
            Set<String> others = without(types, there.events());
            others.removeIf(type -> RequiredEvent.ofType(type).isPresent() || AccountEvents.isAccountEvent(type));
            list(facts, "also offered", others);
            list(facts, "not offered", without(there.events(), types));
        });
        facts.add(fact("account events", accountEvents(there, wanted)));
        return facts;
    }

    private static String accountEvents(Subscription there, DesiredSubscription wanted) {
        Set<String> subscribed = DesiredSubscription.matching(there.events(), AccountEvents::isAccountEvent);
        Set<String> unnamed = DesiredSubscription.matching(subscribed, wanted::isExcluded);
        if (subscribed.isEmpty()) {
            return "none";
        }
        return subscribed.size()
                + (unnamed.isEmpty()
                        ? ", all named by --also"
                        : "; subscribed without being named by --also: " + String.join(", ", unnamed)
                                + ". They carry names and addresses of your staff; subscribe leaves them out");
    }

    private static void list(List<String> facts, String name, Set<String> types) {
        if (!types.isEmpty()) {
            facts.add(fact(name, String.join(", ", types)));
        }
    }

    private static List<String> missing(Subscription there, DesiredSubscription wanted, Set<String> lines) {
        List<String> missing = new ArrayList<>();
        if (!there.isActive()) {
            missing.add("the subscription is inactive: no event comes");
        }
        if (!there.callback().hasSupportedVersion()) {
            missing.add(there.callback()
                    .version()
                    .map(version -> "version " + version + " is not understood; "
                            + String.join(" and ", CallbackUrl.SUPPORTED_VERSIONS) + " are")
                    .orElse("the version is not pinned: Linq sends the one that was newest when the subscription was"
                            + " made"));
        }
        if (!there.lines().isEmpty()) {
            without(lines, there.lines()).forEach(line -> missing.add("no event of line " + line + " comes"));
        }
        for (RequiredEvent event : RequiredEvent.values()) {
            describeMissing(event, there, wanted)
                    .ifPresent(why -> missing.add(event.type() + " " + why + "; it tells " + event.purpose()));
        }
        without(wanted.events(), there.events()).stream()
                .filter(AccountEvents::isAccountEvent)
                .forEach(type -> missing.add(type + " is not subscribed; --also names it"));
        return missing;
    }

    private static Optional<String> describeMissing(
            RequiredEvent event, Subscription there, DesiredSubscription wanted) {
        if (!there.events().contains(event.type())) {
            boolean offered = wanted.events().contains(event.type());
            return Optional.of(offered ? "is not subscribed" : "is neither subscribed nor offered by Linq");
        }
        boolean tooOld =
                there.callback().version().filter(OLDER_VERSION::equals).isPresent();
        return event == RequiredEvent.MESSAGE_EDITED && tooOld
                ? Optional.of("does not come in version " + OLDER_VERSION)
                : Optional.empty();
    }

    private static String describeOther(Subscription other, CallbackUrl target) {
        boolean here = other.callback().address().hasSameRoute(target.address());
        return fact(
                "also active",
                other.id() + " to " + other.callback()
                        + (here ? ": events come here twice" : ": events come twice if that leads here too"));
    }

    private static String fact(String name, String value) {
        return String.format("%-15s %s", name, value);
    }
}
