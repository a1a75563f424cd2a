package dev.linqroutes.ledger.poll;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.poll.PollState.Option;
import dev.linqroutes.ledger.poll.PollState.Vote;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Reads polls from Linq's JSON (reference 0.2, 2.12, 4.9). Any field may be missing. More and longer values than any real poll
 * has are omitted or cut, so that the poll's record fits on its topic.
 */
public final class PollReader {
    private static final int MAX_OPTIONS = 100;
    private static final int MAX_VOTES = 2_000;
    private static final int MAX_TEXT_LENGTH = 1_000;
    private static final int MAX_ID_LENGTH = 64;
    private static final int MAX_HANDLE_LENGTH = 256;

    private PollReader() {}

    /**
     * Reads a whole poll.
     *
     * @param at when it was so, by Linq's clock
     * @return empty if it is not whole
     */
    public static Optional<PollState> readPoll(JsonNode poll, Instant at) {
        JsonNode options = poll.path("options");
        return options.isArray() && options.size() > 0 && options.size() <= MAX_OPTIONS
                ? Optional.of(new PollState(Optional.of(at), at, readOptions(options, at)))
                : Optional.empty();
    }

    /**
     * Reads the poll in the answer to a read (reference 2.12). If it shows fewer people than it counts, votes that it does not show
     * are not taken for withdrawn.
     *
     * @param asOf time of which it shows the poll, by Linq's clock
     * @return empty if it shows none
     */
    public static Optional<PollState> readAnswer(JsonNode envelope, Instant asOf) {
        JsonNode poll = envelope.path("poll");
        return readPoll(poll, asOf)
                .map(state -> new PollState(
                        state.wholeAt().filter(at -> isComplete(poll, state)), Instant.EPOCH, state.options()));
    }

    private static boolean isComplete(JsonNode poll, PollState state) {
        JsonNode count = poll.path("total_voters");
        boolean votersShown = StreamSupport.stream(poll.path("options").spliterator(), false)
                .allMatch(option -> option.path("voters").isArray());
        return state.options().size() == poll.path("options").size()
                && (count.isIntegralNumber() ? state.totalVoters() >= count.longValue() : votersShown);
    }

    /** Reads options that were added. */
    public static Optional<PollState> readAddedOptions(JsonNode options, Instant at) {
        Map<String, Option> added = readOptions(options, at);
        return added.isEmpty() ? Optional.empty() : Optional.of(PollState.withOptions(added, at));
    }

    /** Reads a vote that was added or taken back. */
    public static Optional<PollState> readVote(JsonNode data, boolean added, Instant at) {
        return text(data.path("option_id"), MAX_ID_LENGTH).flatMap(optionId -> handle(data.path("sender_handle"))
                .map(handle -> PollState.withVote(optionId, new Vote(handle, added, at))));
    }

    private static Map<String, Option> readOptions(JsonNode options, Instant at) {
        Map<String, Option> read = new LinkedHashMap<>();
        int votes = 0;
        for (JsonNode option : options) {
            Optional<String> id = text(option.path("option_id"), MAX_ID_LENGTH);
            if (id.isPresent() && read.size() < MAX_OPTIONS) {
                Map<String, Vote> voters = readVoters(option.path("voters"), at, MAX_VOTES - votes);
                votes += voters.size();
                read.put(id.get(), new Option(cut(option.path("text")), handle(option.path("creator_handle")), voters));
            }
        }
        return read;
    }

    private static Map<String, Vote> readVoters(JsonNode voters, Instant at, int limit) {
        Map<String, Vote> read = new TreeMap<>();
        for (JsonNode voter : voters) {
            Instant votedAt = ChatReader.readTime(voter.path("voted_at")).orElse(at);
            handle(voter.path("handle"))
                    .filter(handle -> read.size() < limit)
                    .ifPresent(handle ->
                            read.put(HandleKey.of(handle), new Vote(handle, true, votedAt.isAfter(at) ? votedAt : at)));
        }
        return read;
    }

    /** A text, or an object with one (reference 2.1). */
    private static Optional<String> handle(JsonNode value) {
        return text(value.isObject() ? value.path("handle") : value, MAX_HANDLE_LENGTH)
                .filter(handle -> !handle.isBlank());
    }

    private static Optional<String> text(JsonNode value, int maxLength) {
        return value.isTextual()
                        && !value.textValue().isEmpty()
                        && value.textValue().length() <= maxLength
                ? Optional.of(StorableText.of(value.textValue()))
                : Optional.empty();
    }

    private static Optional<String> cut(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue(), MAX_TEXT_LENGTH)) : Optional.empty();
    }
}
