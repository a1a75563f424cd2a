package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** A poll as it is now; {@link #json()} is as Linq's API returns it. */
public final class SeenPoll extends SeenJson {
    SeenPoll(JsonNode json) {
        super(json);
    }

    /** @param voters handles of those that vote for it, the line too */
    public record Option(String text, List<String> voters) {
        public Option {
            voters = List.copyOf(voters);
        }
    }

    /** In their order. */
    public List<Option> options() {
        return node().path("options")
                .valueStream()
                .map(option -> new Option(
                        option.path("text").asText(),
                        option.path("voters")
                                .valueStream()
                                .map(voter -> voter.at("/handle/handle").asText())
                                .toList()))
                .toList();
    }

    /** Such as {@code Poll: Tuesday (1), Thursday (0)}. */
    @Override
    public String toString() {
        return options().stream()
                .map(option -> option.text() + " (" + option.voters().size() + ")")
                .collect(Collectors.joining(", ", "Poll: ", ""));
    }
}
