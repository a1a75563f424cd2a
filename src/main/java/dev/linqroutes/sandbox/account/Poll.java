package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A poll with its votes (reference 2.12). Options can only be added. */
public record Poll(List<Option> options) {
    /** More than any client shows. */
    static final int MAX_OPTIONS = 1_000;

    /** @param creator handle of the person or line that added it */
    public record Option(String id, String text, String creator, List<Vote> votes) {
        static Option of(String text, String creator) {
            return new Option(UUID.randomUUID().toString(), text, creator, List.of());
        }
    }

    public record Vote(String handle, Instant at) {}

    /** @throws ApiError 400/1005 when there are too many */
    public static Poll of(List<String> texts, String creator) {
        requireFew(texts.size());
        return new Poll(texts.stream().map(text -> Option.of(text, creator)).toList());
    }

    public Optional<Option> option(String id) {
        return options.stream().filter(option -> option.id().equals(id)).findFirst();
    }

    /** @throws ApiError 400/1005 when there are too many; Linq does not say how many it takes (reference 2.12) */
    public Poll withOptions(List<String> texts, String creator) {
        requireFew(options.size() + texts.size());
        List<Option> more = new ArrayList<>(options);
        texts.forEach(text -> more.add(Option.of(text, creator)));
        return new Poll(List.copyOf(more));
    }

    private static void requireFew(int count) {
        if (count > MAX_OPTIONS) {
            throw ApiError.invalidValue(
                    "A poll may have at most " + MAX_OPTIONS + " options in the sandbox, not " + count);
        }
    }

    public boolean hasVote(String optionId, String handle) {
        return option(optionId).stream()
                .flatMap(option -> option.votes().stream())
                .anyMatch(vote -> vote.handle().equals(handle));
    }

    public Poll withVote(String optionId, String handle, Instant at) {
        return withVotes(optionId, votes -> {
            votes.removeIf(vote -> vote.handle().equals(handle));
            votes.add(new Vote(handle, at));
        });
    }

    public Poll withoutVote(String optionId, String handle) {
        return withVotes(optionId, votes -> votes.removeIf(vote -> vote.handle().equals(handle)));
    }

    private Poll withVotes(String optionId, Consumer<List<Vote>> change) {
        return new Poll(options.stream()
                .map(option -> {
                    if (!option.id().equals(optionId)) {
                        return option;
                    }
                    List<Vote> votes = new ArrayList<>(option.votes());
                    change.accept(votes);
                    return new Option(option.id(), option.text(), option.creator(), List.copyOf(votes));
                })
                .toList());
    }

    public long voters() {
        return options.stream()
                .flatMap(option -> option.votes().stream())
                .map(Vote::handle)
                .distinct()
                .count();
    }

    /** Approximate bytes of memory. */
    long weight() {
        return options.stream()
                .mapToLong(option -> 2 * Weights.OBJECT
                        + Weights.of(option.text())
                        + option.votes().size() * Weights.OBJECT)
                .sum();
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object();
        json.set("options", JsonTrees.array(options, option -> {
            ObjectNode view = JsonTrees.object()
                    .put("id", option.id())
                    .put("text", option.text())
                    .put("creator", option.creator());
            view.set("votes", JsonTrees.array(option.votes(), vote -> JsonTrees.object()
                    .put("handle", vote.handle())
                    .put("at", vote.at().toString())));
            return view;
        }));
        return json;
    }

    static Poll read(JsonNode json) {
        return new Poll(json.required("options")
                .valueStream()
                .map(option -> new Option(
                        option.required("id").textValue(),
                        option.required("text").textValue(),
                        option.required("creator").textValue(),
                        option.required("votes")
                                .valueStream()
                                .map(vote ->
                                        new Vote(vote.required("handle").textValue(), JsonTrees.instant(vote, "at")))
                                .toList()))
                .toList());
    }
}
