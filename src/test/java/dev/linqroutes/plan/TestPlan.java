package dev.linqroutes.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A plan with the parsed bodies of its calls. */
public record TestPlan(List<Call> calls) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call; {@link #toString()} describes it in one line. */
    public record Call(PlannedCall planned, JsonNode body) {
        CallKind kind() {
            return planned.kind();
        }

        JsonNode message() {
            return body.path("message");
        }

        public List<JsonNode> parts() {
            return StreamSupport.stream(message().path("parts").spliterator(), false)
                    .toList();
        }

        /** The texts of the text parts, one per line. */
        public String text() {
            return String.join(
                    "\n",
                    parts().stream()
                            .filter(part -> part.path("type").asText().equals("text"))
                            .map(part -> part.path("value").textValue())
                            .toList());
        }

        @Override
        public String toString() {
            String content = message().isMissingNode()
                    ? body.toString()
                    : String.join(", ", parts().stream().map(Call::content).toList());
            return planned.position() + " " + planned.method() + " " + planned.path() + " " + content;
        }

        private static String content(JsonNode part) {
            String value = part.has("value")
                    ? part.get("value").asText()
                    : part.path("url").asText();
            return part.path("type").asText() + " " + value;
        }
    }

    public static TestPlan of(TestCommand command) {
        return of(command, Optional.empty());
    }

    public static TestPlan of(TestCommand command, Optional<String> openingText) {
        return of(command.enriched(), openingText);
    }

    static TestPlan of(ChatCommand command, Optional<String> openingText) {
        return new TestPlan(new Planner(openingText)
                .splitIntoCalls(command).calls().stream()
                        .map(call -> new Call(call, json(call.body())))
                        .toList());
    }

    public Call first() {
        return calls.get(0);
    }

    Call last() {
        return calls.get(calls.size() - 1);
    }

    /** All calls except the update of name and icon. */
    public List<Call> messages() {
        return calls.stream()
                .filter(call -> call.kind() != CallKind.UPDATE_CHAT)
                .toList();
    }

    public List<String> lines() {
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
