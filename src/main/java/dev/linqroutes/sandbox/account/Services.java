package dev.linqroutes.sandbox.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services that carry messages, and which of them a chat uses (reference 2.1 and 3.5). */
public final class Services {
    public static final String IMESSAGE = "iMessage";
    public static final String RCS = "RCS";
    public static final String SMS = "SMS";

    /** From the richest; each person is also reached by those behind theirs. */
    private static final List<String> ORDER = List.of(IMESSAGE, RCS, SMS);

    /** The services of a preference, in order of choice (reference 3.5). */
    private static final Map<String, List<String>> CHOICES =
            Map.of("", ORDER, IMESSAGE, List.of(IMESSAGE), RCS, List.of(RCS, SMS), SMS, List.of(RCS, SMS));

    private Services() {}

    public static boolean exists(String name) {
        return ORDER.contains(name);
    }

    /**
     * The service that carries a message to all these people; empty if none does.
     *
     * @param preferred {@code preferred_service} of the message
     */
    public static Optional<String> carrying(List<Person> people, Optional<String> preferred) {
        return CHOICES.get(preferred.orElse("")).stream()
                .filter(service -> people.stream().allMatch(person -> reaches(service, person)))
                .findFirst();
    }

    /** The service of what somebody in a chat does: it reaches all who can be reached. Empty if nobody can. */
    public static Optional<String> amongReachable(List<Person> people) {
        return carrying(
                people.stream().filter(person -> person.service().isPresent()).toList(), Optional.empty());
    }

    private static boolean reaches(String service, Person person) {
        return person.service()
                .filter(best -> ORDER.indexOf(best) <= ORDER.indexOf(service))
                .isPresent();
    }
}
