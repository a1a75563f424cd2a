package dev.linqroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An outcome as a consumer of {@code linq.outcomes} sees it. */
record DemoOutcome(JsonNode json) {

    String status() {
        return json.path("status").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    /** Where the command was received, as a person names it. */
    String position() {
        return json.at("/source/place").asText();
    }

    String chatId() {
        return json.path("chat_id").asText("");
    }

    /** Whether it tells of a file as a whole, once all its rows are done. */
    boolean isBatch() {
        return type().equals("batch");
    }

    boolean isConfirmed() {
        return status().equals("confirmed");
    }

    boolean isConfirmedCreate() {
        return isConfirmed() && type().equals("create_group");
    }

    /** Whether one of its calls gives the chat its name. */
    boolean hasRename() {
        for (JsonNode call : json.path("calls")) {
            if (call.path("method").asText().equals("PUT")) {
                return true;
            }
        }
        return false;
    }

    /** Of the messages that Linq took. */
    List<String> messageIds() {
        return json.path("calls").findValuesAsText("message_id");
    }

    /** What was wrong, a line each; empty if nothing was. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        for (JsonNode problem : json.path("problems")) {
            String where = problem.path("where").asText("");
            reasons.add((where.isEmpty() ? "" : where + ": ")
                    + problem.path("message").asText());
        }
        for (JsonNode call : json.path("calls")) {
            if (call.has("error_message")) {
                reasons.add("call " + call.path("position").asInt() + ": "
                        + call.path("error_message").asText());
            }
        }
        return reasons;
    }

    /** One line for the terminal. */
    String describe() {
        if (isBatch()) {
            return String.format("%s %s  %s", status().replace('_', ' '), position(), json.path("counts"));
        }
        String name = json.path("group_ref").asText(json.path("command_id").asText(position()));
        String what = reasons().isEmpty() ? json.path("calls").size() + " calls" : String.join("; ", reasons());
        return String.format("%-9s %-14s %s  (%s)", status(), name, what, position());
    }
}
