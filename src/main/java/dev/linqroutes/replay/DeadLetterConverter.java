package dev.linqroutes.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CloudEventReader;
import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import java.io.IOException;
import java.util.Optional;

/** Converts dead letters to commands. */
public final class DeadLetterConverter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterConverter() {}

    /**
     * Returns the command of a dead letter.
     *
     * @return empty if the letter is not a JSON object
     */
    static Optional<ObjectNode> toCommand(DeadLetter letter) {
        try {
            JsonNode json = JSON.readTree(letter.value());
            if (json instanceof ObjectNode command) {
                return Optional.of(withId(command, letter.sourceId()));
            }
            return Optional.empty();
        } catch (IOException e) {
            // Malformed JSON may be the reason why it was refused.
            return Optional.empty();
        }
    }

    /**
     * Gives a command without an id the id of its original position, so that it is executed once however often it is replayed. A
     * CloudEvent has its own identity.
     */
    public static ObjectNode withId(ObjectNode command, String sourceId) {
        if (!command.path("command_id").isTextual() && !CloudEventReader.isCloudEvent(command)) {
            command.put("command_id", sourceId);
        }
        return command;
    }
}
