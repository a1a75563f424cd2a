package dev.linqroutes.subscribe;

import static dev.linqroutes.subscribe.Change.shown;
import static dev.linqroutes.subscribe.Change.without;

import dev.linqroutes.webhook.NeededEvent;
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
public record Review(List<String> facts, List<String> missing) {
    private static final String OLDER_VERSION = "2025-01-01";

    /**
     * @param all subscriptions of the account
     * @param lines the lines whose events have to come, as far as known
     */
    public static Review of(Wanted wanted, List<Subscription> all, Set<String> lines) {
        List<String> facts = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Optional<Subscription> there = wanted.among(all);
        if (there.isPresent()) {
            facts.addAll(facts(there.get(), wanted));
            missing.addAll(missing(there.get(), wanted, lines));
        } else {
            missing.add("there is no subscription to " + wanted.target());
        }
        all.stream()
                .filter(other ->
                        other.isActive() && !there.filter(other::equals).isPresent())
                .forEach(other -> facts.add(also(other, wanted.target())));
        return new Review(List.copyOf(facts), List.copyOf(missing));
    }

    private static List<String> facts(Subscription there, Wanted wanted) {
        List<String> facts = new ArrayList<>();
        facts.add(fact("subscription", there.id() + (there.isActive() ? ", active" : ", INACTIVE")));
        facts.add(fact("version", there.target().version().orElse("not pinned")));
        facts.add(fact(
                "lines", shown(there.lines()) + (there.lines().isEmpty() ? "" : "; events of others do not come")));
        Optional<Set<String>> offered = wanted.offered();
        facts.add(fact(
                "event types",
                there.events().size()
                        + offered.map(types -> "; Linq offers " + types.size())
                                .orElse("; Linq does not tell which it offers")));
        offered.ifPresent(types -> {
            Set<String> others = without(types, there.events());
            others.removeIf(type -> NeededEvent.of(type).isPresent() || AccountEvents.include(type));
            list(facts, "also offered", others);
            list(facts, "not offered", without(there.events(), types));
        });
        facts.add(fact("account events", accountEvents(there, wanted)));
        return facts;
    }

    private static String accountEvents(Subscription there, Wanted wanted) {
        Set<String> subscribed = Wanted.matching(there.events(), AccountEvents::include);
        Set<String> unnamed = Wanted.matching(subscribed, wanted::leavesOut);
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

    private static List<String> missing(Subscription there, Wanted wanted, Set<String> lines) {
        List<String> missing = new ArrayList<>();
        if (!there.isActive()) {
            missing.add("the subscription is inactive: no event comes");
        }
        if (!there.target().isUnderstood()) {
            missing.add(there.target()
                    .version()
                    .map(version -> "version " + version + " is not understood; "
                            + String.join(" and ", Target.VERSIONS) + " are")
                    .orElse("the version is not pinned: Linq sends the one that was newest when the subscription was"
                            + " made"));
        }
        if (!there.lines().isEmpty()) {
            without(lines, there.lines()).forEach(line -> missing.add("no event of line " + line + " comes"));
        }
        for (NeededEvent event : NeededEvent.values()) {
            whyMissing(event, there, wanted)
                    .ifPresent(why -> missing.add(event.type() + " " + why + "; it tells " + event.tells()));
        }
        without(wanted.events(), there.events()).stream()
                .filter(AccountEvents::include)
                .forEach(type -> missing.add(type + " is not subscribed; --also names it"));
        return missing;
    }

    private static Optional<String> whyMissing(NeededEvent event, Subscription there, Wanted wanted) {
        if (!there.events().contains(event.type())) {
            boolean offered = wanted.events().contains(event.type());
            return Optional.of(offered ? "is not subscribed" : "is neither subscribed nor offered by Linq");
        }
        boolean tooOld = there.target().version().filter(OLDER_VERSION::equals).isPresent();
        return event == NeededEvent.MESSAGE_EDITED && tooOld
                ? Optional.of("does not come in version " + OLDER_VERSION)
                : Optional.empty();
    }

    private static String also(Subscription other, Target target) {
        boolean here = other.target().place().isServedWith(target.place());
        return fact(
                "also active",
                other.id() + " to " + other.target()
                        + (here ? ": events come here twice" : ": events come twice if that leads here too"));
    }

    private static String fact(String name, String value) {
        return String.format("%-15s %s", name, value);
    }
}
