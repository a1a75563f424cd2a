package dev.linqroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An outcome record of the topic {@code linq.outcomes}. */
record DemoOutcome(JsonNode json) {

    String status() {
        return json.path("status").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    /** Where the command was received, for people: file and row, or topic, partition and offset. */
    String position() {
        return json.at("/source/place").asText();
    }

    String chatId() {
        return json.path("chat_id").asText("");
    }

    /** Whether this is the outcome of a whole file. */
    boolean isBatch() {
        return type().equals("batch");
    }

    boolean isConfirmed() {
        return status().equals("confirmed");
    }

    boolean isConfirmedCreate() {
        return isConfirmed() && type().equals("create_group");
    }

    /** Whether one of its calls sets the name of the chat. */
    boolean hasRename() {
        for (JsonNode call : json.path("calls")) {
            if (call.path("method").asText().equals("PUT")) {
                return true;
            }
        }
        return false;
    }

    /** Ids of the messages that Linq accepted. */
    List<String> messageIds() {
        return json.path("calls").findValuesAsText("message_id");
    }

    /** The reasons of a refusal or failure, one line each. */
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
        String what = reasons().isEmpty() ? "calls: " + json.path("calls").size() : String.join("; ", reasons());
        return String.format("%-9s %-14s %s  (%s)", status(), name, what, position());
    }
}
