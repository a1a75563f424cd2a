package dev.linqroutes.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.NewCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A plan as Linq would see it: the calls with their bodies read. */
record TestPlan(List<Call> calls) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call; {@link #toString()} is it in one line. */
    record Call(NewCall planned, JsonNode body) {
        CallKind kind() {
            return planned.kind();
        }

        JsonNode message() {
            return body.path("message");
        }

        List<JsonNode> parts() {
            return StreamSupport.stream(message().path("parts").spliterator(), false)
                    .toList();
        }

        /** The texts of its text parts, one line each. */
        String text() {
            return String.join(
                    "\n",
                    parts().stream()
                            .filter(part -> part.path("type").asText().equals("text"))
                            .map(part -> part.path("value").textValue())
                            .toList());
        }

        @Override
        public String toString() {
            String said = message().isMissingNode()
                    ? body.toString()
                    : String.join(", ", parts().stream().map(Call::said).toList());
            return planned.position() + " " + planned.method() + " " + planned.path() + " " + said;
        }

        private static String said(JsonNode part) {
            String value = part.has("value")
                    ? part.get("value").asText()
                    : part.path("url").asText();
            return part.path("type").asText() + " " + value;
        }
    }

    static TestPlan of(TestCommand command) {
        return of(command, Optional.empty());
    }

    static TestPlan of(TestCommand command, Optional<String> openingText) {
        return of(command.enriched(), openingText);
    }

    static TestPlan of(ChatCommand command, Optional<String> openingText) {
        return new TestPlan(new Planner(openingText)
                .plan(command).calls().stream()
                        .map(call -> new Call(call, json(call.body())))
                        .toList());
    }

    Call first() {
        return calls.get(0);
    }

    Call last() {
        return calls.get(calls.size() - 1);
    }

    /** The calls that say something: all but the naming. */
    List<Call> messages() {
        return calls.stream()
                .filter(call -> call.kind() != CallKind.UPDATE_CHAT)
                .toList();
    }

    List<String> lines() {
        return calls.stream().map(Call::toString).toList();
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the body of a call is no JSON: " + body, e);
        }
    }
}
