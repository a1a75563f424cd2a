package dev.linqroutes.ledger.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.poll.PollState.Option;
import dev.linqroutes.ledger.poll.PollState.Vote;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JSON of a poll's state that the ledger stores. */
final class PollStateJson {
    private PollStateJson() {}

    static String write(PollState state) {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        state.wholeAt().ifPresent(at -> json.put("whole_at", at.toString()));
        json.put("updated_at", state.updatedAt().toString());
        ArrayNode options = json.putArray("options");
        state.options().forEach((id, option) -> {
            ObjectNode each = options.addObject().put("id", id);
            option.text().ifPresent(text -> each.put("text", text));
            option.creator().ifPresent(handle -> each.put("creator", handle));
            ArrayNode votes = each.putArray("votes");
            new TreeMap<>(option.votes()).values().forEach(vote -> votes.addObject()
                    .put("handle", vote.handle())
                    .put("present", vote.present())
                    .put("at", vote.at().toString()));
        });
        return json.toString();
    }

    static PollState read(String json) {
        JsonNode read = LedgerJson.read(json);
        Map<String, Option> options = new LinkedHashMap<>();
        read.path("options").forEach(option -> options.put(option.get("id").asText(), readOption(option)));
        return new PollState(
                text(read, "whole_at").map(Instant::parse),
                Instant.parse(read.get("updated_at").asText()),
                options);
    }

    private static Option readOption(JsonNode json) {
        Map<String, Vote> votes = new TreeMap<>();
        json.path("votes").forEach(vote -> {
            String handle = vote.get("handle").asText();
            votes.put(
                    HandleKey.of(handle),
                    new Vote(
                            handle,
                            vote.get("present").asBoolean(),
                            Instant.parse(vote.get("at").asText())));
        });
        return new Option(text(json, "text"), text(json, "creator"), votes);
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::asText);
    }
}
