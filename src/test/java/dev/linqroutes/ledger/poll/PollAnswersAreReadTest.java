package dev.linqroutes.ledger.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linq need not show all it knows of a poll (reference 0.12): votes that it does not show are kept then. */
class PollAnswersAreReadTest {
    private static final Instant READ = Instant.parse("2026-08-21T09:00:00Z");

    private static Optional<PollState> read(String poll) {
        JsonNode envelope = LedgerJson.read("{\"message_id\": \"m\", \"poll\": " + poll + "}");
        return PollReader.readAnswer(envelope, READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{}",
                "{\"options\": null}",
                "{\"options\": []}",
                "{\"options\": \"none\", \"total_voters\": 3}"
            })
    void an_answer_without_options_shows_nothing(String poll) {
        assertThat(read(poll)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": []}], \"total_voters\": 0}",
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": []}]}",
                "{\"options\": [{\"option_id\": \"tue\"}], \"total_voters\": 0}",
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": [{\"handle\": \"+1\"}]}], \"total_voters\": 1}",
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": [{\"handle\": \"+1\"}]}, {\"option_id\": \"wed\", \"voters\": [{\"handle\": \"+1\"}]}], \"total_voters\": 1}",
                // One person has voted by number and by e-mail address.
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": [{\"handle\": \"+1\"}, {\"handle\": \"a@b.c\"}]}], \"total_voters\": 1}"
            })
    void a_poll_with_all_its_voters_is_whole(String poll) {
        assertThat(read(poll).orElseThrow().wholeAt()).contains(READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": []}], \"total_voters\": 2}",
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": [{\"voted_at\": \"2026-08-21T08:00:00Z\"}]}], \"total_voters\": 1}",
                // One person has voted for both, and the other one is not shown.
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": [{\"handle\": \"+1\"}]}, {\"option_id\": \"wed\", \"voters\": [{\"handle\": \"+1\"}]}], \"total_voters\": 2}",
                "{\"options\": [{\"option_id\": \"tue\"}]}",
                "{\"options\": [{\"option_id\": \"tue\", \"voters\": null}], \"total_voters\": null}",
                "{\"options\": [{\"option_id\": 7, \"voters\": []}, {\"option_id\": \"tue\", \"voters\": []}]}"
            })
    void a_poll_that_hides_voters_or_options_is_not_whole(String poll) {
        assertThat(read(poll).orElseThrow().wholeAt()).isEmpty();
    }

    @Test
    void a_vote_has_the_time_of_the_read_unless_it_is_later() {
        PollState state =
                read("""
                        {"options": [{"option_id": "tue", "voters": [
                          {"handle": "+1", "voted_at": "2026-08-21T08:00:00Z"}, {"handle": "+2", "voted_at": "2026-08-21T09:00:10Z"}]}]}
                        """)
                        .orElseThrow();

        assertThat(state.options().get("tue").present())
                .extracting(PollState.Vote::at)
                .containsExactly(READ, READ.plusSeconds(10));
    }
}
