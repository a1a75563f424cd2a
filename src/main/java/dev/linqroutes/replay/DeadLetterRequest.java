package dev.linqroutes.replay;

import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import dev.linqroutes.replay.DeadLetterReplay.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Which dead letters to replay.
 *
 * @param ids only these command ids; empty for all
 * @param error only dead letters whose reason contains this text
 * @param since inclusive
 * @param until exclusive
 */
public record DeadLetterRequest(
        List<String> ids, Optional<String> error, Optional<Instant> since, Optional<Instant> until) {

    private boolean matches(DeadLetter letter) {
        return since.map(from -> !letter.time().isBefore(from)).orElse(true)
                && until.map(letter.time()::isBefore).orElse(true)
                && error.map(letter.error()::contains).orElse(true)
                && (ids.isEmpty() || letter.commandId().map(ids::contains).orElse(false));
    }

    /** Lists the dead letters, as {@link DeadLetterReplay#run}. */
    public boolean list(DeadLetterReplay replay) {
        return replay.run(this::matches, Optional.empty());
    }

    /** Produces the commands to the topic. */
    public boolean produce(DeadLetterReplay replay, CamelContext context, String topic) {
        ProducerTemplate producer = context.createProducerTemplate();
        String endpoint = "kafka:" + topic
                + "?keySerializer=org.apache.kafka.common.serialization.ByteArraySerializer"
                + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer";
        Target target = new Target("on " + topic, (key, command) -> {
            Map<String, Object> headers = key.<Map<String, Object>>map(bytes -> Map.of(KafkaConstants.KEY, bytes))
                    .orElse(Map.of());
            producer.sendBodyAndHeaders(endpoint, command, headers);
        });
        return replay.run(this::matches, Optional.of(target));
    }

    /**
     * Writes the commands to a new JSONL file.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the file exists
     */
    public boolean export(DeadLetterReplay replay, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            Target target = new Target("in " + file, (key, command) -> {
                out.write(command);
                out.write('\n');
            });
            return replay.run(this::matches, Optional.of(target));
        }
    }
}
