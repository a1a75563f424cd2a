package dev.linqroutes.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CloudEventReader;
import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import java.io.IOException;
import java.util.Optional;

/** Dead letters as commands again. */
final class DeadLetterConverter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterConverter() {}

    /**
     * The command in the dead letter. One without an id gets the position it was received at, so that it is worked once
     * however often it is replayed; a CloudEvent has an identity of its own.
     *
     * @return empty where it is no JSON object
     */
    static Optional<ObjectNode> toCommand(DeadLetter letter) {
        try {
            JsonNode json = JSON.readTree(letter.value());
            if (json instanceof ObjectNode command) {
                if (!command.path("command_id").isTextual() && !CloudEventReader.isCloudEvent(command)) {
                    command.put("command_id", letter.sourceId());
                }
                return Optional.of(command);
            }
            return Optional.empty();
        } catch (IOException e) {
            // That may be why it was refused.
            return Optional.empty();
        }
    }
}
