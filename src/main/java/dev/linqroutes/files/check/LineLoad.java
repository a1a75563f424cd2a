package dev.linqroutes.files.check;

import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.mailbox.NewConversations.Use;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How many new conversations the commands of a file start, by line, and how long that takes. A person who is added to a group is one
 * (reference 1.4), of the group's line if that is known.
 */
public final class LineLoad {
    private final Limits limits;
    private final Map<String, Long> conversationsByLine = new TreeMap<>();
    /** Of each group its line, as a number: takes less memory than the names. */
    private final FirstSeenIndex lineOfCreated = new FirstSeenIndex();

    private final List<String> createdLines = new ArrayList<>();
    private Map<String, Use> before = Map.of();
    private Optional<String> note = Optional.empty();
    private long addedPeople;
    private long addedPeopleOfKnownLines;

    /**
     * New conversations of a line in a day.
     *
     * @param advised from which on Linq advises against it
     * @param most that the line starts; empty for no limit
     * @param pool weights of the lines among which groups are shared that name none
     */
    public record Limits(long advised, OptionalLong most, Map<String, Long> pool) {
        public Limits {
            pool = Map.copyOf(pool);
        }

        /** Why the limits allow more than Linq advises, so that they keep no line from being flagged. */
        public Optional<String> describeExcess() {
            if (most.isPresent() && most.getAsLong() >= advised) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "linq.line.most-new-per-day=%d lets a line start more new conversations in a day than advised: %s",
                        most.getAsLong(),
                        NewConversations.describeAdvice(advised)));
            }
            return advised > NewConversations.OF_LINQ
                    ? Optional.of(String.format(
                            Locale.ROOT,
                            "linq.line.advised-new-per-day=%d is more than Linq advises: fewer than %d",
                            advised,
                            NewConversations.OF_LINQ))
                    : Optional.empty();
        }

        /** Whether it is one of several lines among which groups are shared. */
        public boolean isShared(String line) {
            return pool.size() > 1 && pool.containsKey(line);
        }

        /** Time until the last of them is started. */
        public Duration time(long conversations) {
            return most.isEmpty() || conversations == 0
                    ? Duration.ZERO
                    : Duration.ofDays(1).multipliedBy(conversations - 1).dividedBy(most.getAsLong());
        }

        private long days(long conversations) {
            return most.isEmpty() ? 1 : divideUp(conversations, most.getAsLong());
        }

        /** With as many each day as Linq has nothing against. */
        private long advisedDays(long conversations) {
            return divideUp(conversations, Math.max(1, advised - 1));
        }
    }

    /**
     * What one line would do.
     *
     * @param before what it has started within 24 hours and has yet to start; empty if that is not known. It is part of the days
     * @param days in which it starts them, with the limit that is set
     * @param advisedDays in which it would follow Linq's advice
     */
    public record Line(
            String line, long newConversations, Optional<Use> before, long days, long advisedDays, String description) {
        /** Whether Linq advises against it, or it takes more than a day. */
        public boolean isRemarkable() {
            return days > 1 || advisedDays > 1;
        }
    }

    public LineLoad(Limits limits) {
        this.limits = limits;
    }

    /** @param knownLine of a group that there is already */
    public void add(PlannedCommand command, Optional<String> knownLine) {
        if (command.group() instanceof GroupAddress.NewGroup created) {
            conversationsByLine.merge(created.line(), 1L, Long::sum);
            lineOfCreated.putIfAbsent(created.ref(), numberOf(created.line()));
        }
        long added = command.calls().stream()
                .filter(call -> call.kind() == CallKind.ADD_PARTICIPANT)
                .count();
        if (added > 0) {
            addedPeople += added;
            knownLine.or(() -> findCreated(command)).ifPresent(line -> {
                conversationsByLine.merge(line, added, Long::sum);
                addedPeopleOfKnownLines += added;
            });
        }
    }

    private long numberOf(String line) {
        if (!createdLines.contains(line)) {
            createdLines.add(line);
        }
        return createdLines.indexOf(line) + 1L;
    }

    /** The line of a group that the file itself creates. */
    private Optional<String> findCreated(PlannedCommand command) {
        OptionalLong number =
                command.group().groupRef().map(lineOfCreated::find).orElse(OptionalLong.empty());
        return number.isPresent() ? Optional.of(createdLines.get((int) number.getAsLong() - 1)) : Optional.empty();
    }

    /** Adds what the lines do without the file. */
    void addUse(Function<Collection<String>, Map<String, Use>> reader) {
        try {
            before = reader.apply(conversationsByLine.keySet());
        } catch (LedgerException e) {
            noteUnknownUse(e.getMessage());
        }
    }

    /** That it cannot be added. */
    void noteUnknownUse(String reason) {
        note = conversationsByLine.isEmpty() && addedPeople == 0
                ? Optional.empty()
                : Optional.of(
                        "What the lines have started within 24 hours, and the groups that they have yet to make, are not added: "
                                + reason);
    }

    /** What is not part of the numbers, and of limits that are none, for a person. */
    public List<String> notes() {
        return Stream.of(note, limits.describeExcess().filter(excess -> !conversationsByLine.isEmpty()))
                .flatMap(Optional::stream)
                .toList();
    }

    public List<Line> lines() {
        return conversationsByLine.entrySet().stream()
                .map(each -> line(each.getKey(), each.getValue()))
                .toList();
    }

    private Line line(String line, long conversations) {
        long total = total(line);
        return new Line(
                line,
                conversations,
                Optional.ofNullable(before.get(line)),
                limits.days(total),
                limits.advisedDays(total),
                describe(line, conversations));
    }

    private long total(String line) {
        return conversationsByLine.get(line)
                + Optional.ofNullable(before.get(line)).map(Use::total).orElse(0L);
    }

    /** People that would be added to groups, for a person; empty for none. */
    Optional<String> describeAdded() {
        if (addedPeople == 0) {
            return Optional.empty();
        }
        String counted = addedPeopleOfKnownLines == addedPeople
                ? ", and counted there"
                : addedPeopleOfKnownLines == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d of them are counted there", addedPeopleOfKnownLines);
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d %s would be added to groups; each is a new conversation of the group's line%s",
                addedPeople,
                addedPeople == 1 ? "person" : "people",
                counted));
    }

    /** People that would be added to groups, of whatever line. */
    public long addedPeople() {
        return addedPeople;
    }

    /** Until the last group is started. */
    public Duration time() {
        return limits.time(conversationsByLine.keySet().stream()
                .mapToLong(this::total)
                .max()
                .orElse(0));
    }

    private String describe(String line, long ofFile) {
        long conversations = total(line);
        String started = String.format(
                Locale.ROOT, "line %s would start %,d new conversation%s", line, ofFile, ofFile == 1 ? "" : "s");
        String together = conversations == ofFile
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; with %,d of the last 24 hours and %,d that wait in the ledger these are %,d",
                        before.get(line).inLastDay(),
                        before.get(line).creating(),
                        conversations);
        String within = limits.most().isPresent()
                ? String.format(
                        Locale.ROOT,
                        " within %s (linq.line.most-new-per-day=%d)",
                        days(limits.days(conversations)),
                        limits.most().getAsLong())
                : conversations < limits.advised() ? "" : " at once; linq.line.most-new-per-day spreads them";
        String advice =
                ". " + upperCaseFirst(NewConversations.describeAdvice(limits.advised())) + " a day for each line";
        // A limit below the advice keeps each day within it.
        boolean isAdvised = conversations < limits.advised()
                || limits.most().isPresent() && limits.most().getAsLong() < limits.advised();
        String compared = isAdvised
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", or it may be flagged as spam: that would be %s",
                        days(limits.advisedDays(conversations)));
        return started + together + within + advice + compared;
    }

    private static String upperCaseFirst(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String days(long days) {
        return days == 1 ? "a day" : String.format(Locale.ROOT, "%,d days", days);
    }

    private static long divideUp(long number, long by) {
        return (number + by - 1) / by;
    }
}
