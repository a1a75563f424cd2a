package dev.linqroutes.ledger.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.poll.PollState.Option;
import dev.linqroutes.ledger.poll.PollState.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The votes of a poll do not depend on the order in which its events came, nor on repeated ones. */
class PollStatePropertiesTest {
    private static final Instant NINE = Instant.parse("2026-08-21T09:00:00Z");

    @Property
    void the_order_of_merging_does_not_matter(@ForAll("parts") List<PollState> parts, @ForAll long seed) {
        List<PollState> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(all(shuffled)).isEqualTo(all(parts));
    }

    @Property
    void merging_is_idempotent(@ForAll("parts") List<PollState> parts) {
        PollState state = all(parts);

        parts.forEach(part -> assertThat(state.merge(part)).isEqualTo(state));
    }

    @Property
    void merging_is_associative(@ForAll("parts") List<PollState> some, @ForAll("parts") List<PollState> rest) {
        assertThat(all(some).merge(all(rest)))
                .isEqualTo(all(Stream.concat(some.stream(), rest.stream()).toList()));
    }

    @Property
    void a_state_survives_its_json(@ForAll("parts") List<PollState> parts) {
        assertThat(PollStateJson.read(PollStateJson.write(all(parts)))).isEqualTo(all(parts));
    }

    private static PollState all(List<PollState> parts) {
        return parts.stream().reduce(PollState.UNKNOWN, PollState::merge);
    }

    @Provide
    Arbitrary<List<PollState>> parts() {
        Arbitrary<String> options = Arbitraries.of("o-1", "o-2");
        Arbitrary<Vote> votes = Combinators.combine(
                        Arbitraries.of("+1", "Ann@example.org", "ann@example.org"),
                        Arbitraries.of(true, false),
                        times())
                .as(Vote::new);
        Arbitrary<PollState> vote = Combinators.combine(options, votes).as(PollState::withVote);
        Arbitrary<PollState> whole = Combinators.combine(
                        times(), Arbitraries.of("+1", "ann@example.org").set().ofMaxSize(2))
                .as((at, voters) -> {
                    Map<String, Vote> present = new java.util.TreeMap<>();
                    voters.forEach(voter -> present.put(voter, new Vote(voter, true, at)));
                    return new PollState(
                            Optional.of(at),
                            at,
                            Map.of("o-1", new Option(Optional.of("Fri"), Optional.of("+9"), present)));
                });
        Arbitrary<PollState> added = Combinators.combine(options, times())
                .as((id, at) -> PollState.withOptions(
                        Map.of(id, new Option(Optional.of("Sun"), Optional.empty(), Map.of())), at));
        return Arbitraries.oneOf(vote, vote, whole, added).list().ofMaxSize(8);
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.integers().between(0, 4).map(NINE::plusSeconds);
    }
}
