package dev.linqroutes.ledger.poll;

import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.chat.TextMask;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The known state of a poll. An event about one vote or new options shows a part of it, an event or a read with the whole poll all of
 * it at one time. Each vote has the time of its change, by Linq's clock, so that merging gives the same result in any order, also for
 * repeated events: the latest change of a vote wins, and the whole poll wins over all votes that are older than it.
 *
 * @param wholeAt when it was last shown as a whole; empty if never
 * @param updatedAt time of the latest change; {@link Instant#EPOCH} if unknown
 * @param options by id; in the order of the whole poll, then in which they became known
 */
public record PollState(Optional<Instant> wholeAt, Instant updatedAt, Map<String, Option> options) {
    /** Nothing is known. */
    public static final PollState UNKNOWN = new PollState(Optional.empty(), Instant.EPOCH, Map.of());

    public PollState {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * An option.
     *
     * @param text empty if only votes for it are known
     * @param creator handle of who added it
     * @param votes by {@link HandleKey}; a vote that was taken back is kept, since an older event may follow
     */
    public record Option(Optional<String> text, Optional<String> creator, Map<String, Vote> votes) {
        public Option {
            votes = Map.copyOf(votes);
        }

        private Option merge(Option other) {
            Map<String, Vote> all = new TreeMap<>(votes);
            other.votes.forEach((voter, vote) -> all.merge(voter, vote, Vote::latest));
            return new Option(either(text, other.text), either(creator, other.creator), all);
        }

        /** Neither ever changes; should they differ, the order of events must not decide. */
        private static Optional<String> either(Optional<String> one, Optional<String> other) {
            return Stream.of(one, other).flatMap(Optional::stream).max(String::compareTo);
        }

        private Option since(Instant time) {
            Map<String, Vote> newer = new TreeMap<>(votes);
            newer.values().removeIf(vote -> vote.at.isBefore(time));
            return new Option(text, creator, newer);
        }

        private Option masked(TextMask mask) {
            Map<String, Vote> others = new TreeMap<>(votes);
            others.values().removeIf(vote -> mask.isNamedIn(vote.handle));
            return new Option(text.map(mask), creator.filter(handle -> !mask.isNamedIn(handle)), others);
        }

        /** Keys of those who vote for it now. */
        private Set<String> voters() {
            return present().stream().map(vote -> HandleKey.of(vote.handle)).collect(Collectors.toSet());
        }

        /** Those who vote for it now. */
        List<Vote> present() {
            return new TreeMap<>(votes).values().stream().filter(Vote::present).toList();
        }
    }

    /**
     * A vote.
     *
     * @param present false if it was taken back
     * @param at when that was known to be so
     */
    public record Vote(String handle, boolean present, Instant at) {
        /** Of two at the same time the one that takes it back. */
        private static Vote latest(Vote one, Vote other) {
            int order = one.at.compareTo(other.at);
            if (order != 0) {
                return order > 0 ? one : other;
            }
            if (one.present != other.present) {
                return one.present ? other : one;
            }
            return one.handle.compareTo(other.handle) >= 0 ? one : other;
        }
    }

    /** A state in which one vote is known. */
    public static PollState withVote(String optionId, Vote vote) {
        Option option = new Option(Optional.empty(), Optional.empty(), Map.of(HandleKey.of(vote.handle), vote));
        return new PollState(Optional.empty(), vote.at, Map.of(optionId, option));
    }

    /** A state in which some options are known. */
    public static PollState withOptions(Map<String, Option> options, Instant at) {
        return new PollState(Optional.empty(), at, options);
    }

    /** Merges both. */
    public PollState merge(PollState other) {
        Optional<Instant> whole =
                Stream.of(wholeAt, other.wholeAt).flatMap(Optional::stream).max(Instant::compareTo);
        // In the order of the newest whole poll.
        boolean otherFirst = whole.isPresent() && !whole.equals(wholeAt);
        Map<String, Option> all = new LinkedHashMap<>(otherFirst ? other.options : options);
        (otherFirst ? this : other).options.forEach((id, option) -> all.merge(id, option, Option::merge));
        all.replaceAll((id, option) -> option.since(whole.orElse(Instant.MIN)));
        return new PollState(whole, updatedAt.isAfter(other.updatedAt) ? updatedAt : other.updatedAt, all);
    }

    /** The state without the person's votes, and with the texts masked. */
    PollState masked(TextMask mask) {
        Map<String, Option> others = new LinkedHashMap<>(options);
        others.replaceAll((id, option) -> option.masked(mask));
        return new PollState(wholeAt, updatedAt, others);
    }

    /** Whether both say the same of the options and of who votes for them now, in whatever order, and since when that is known. */
    boolean hasSameResult(PollState other) {
        return wholeAt.isPresent() == other.wholeAt.isPresent() && result().equals(other.result());
    }

    private Map<String, List<Object>> result() {
        Map<String, List<Object>> result = new TreeMap<>();
        options.forEach((id, option) -> result.put(id, List.of(option.text, option.creator, option.voters())));
        return result;
    }

    /** The same state whose latest change was not before this time. */
    PollState changedAt(Instant at) {
        return new PollState(wholeAt, updatedAt.isAfter(at) ? updatedAt : at, options);
    }

    /** Number of different people who vote now. */
    long totalVoters() {
        return options.values().stream()
                .flatMap(option -> option.voters().stream())
                .distinct()
                .count();
    }
}
