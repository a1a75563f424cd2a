package dev.linqroutes.ledger.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.linqroutes.ledger.db.LedgerJson;
import java.io.IOException;
import java.util.Random;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** An outcome always fits into its topic, whatever its content, and reports what was left out. */
class OutcomeTrimmerTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of("classpath:schemas/outcome.schema.json"));

    @Test
    void an_outcome_of_ordinary_size_is_not_trimmed() {
        ObjectNode outcome = outcome();
        outcome.putArray("calls").add(call(1, "confirmed"));

        assertThat(OutcomeTrimmer.trimmedBytes(outcome)).isEqualTo(LedgerJson.bytes(outcome));
    }

    @Test
    void of_too_many_calls_the_failed_ones_are_kept_and_the_omitted_ones_are_counted() throws IOException {
        ObjectNode outcome = outcome();
        ArrayNode calls = outcome.putArray("calls");
        for (int i = 1; i <= 14_985; i++) {
            ObjectNode call = call(i, i == 9_000 ? "failed" : "confirmed");
            calls.add(i == 9_000 ? call.put("error_message", "no such chat").put("error_code", 2001) : call);
        }

        JsonNode told = read(OutcomeTrimmer.trimmedBytes(outcome));

        assertThat(told.get("calls")).hasSizeBetween(500, 14_000);
        assertThat(told.at("/left_out/calls").asInt())
                .isEqualTo(14_985 - told.get("calls").size());
        assertThat(told.get("calls").get(0).get("position").asInt()).isEqualTo(1);
        assertThat(StreamSupport.stream(told.get("calls").spliterator(), false)
                        .filter(call -> call.has("error_message")))
                .singleElement()
                .satisfies(call -> assertThat(call.get("position").asInt()).isEqualTo(9_000));
    }

    @Property(tries = 60)
    void an_outcome_with_any_lists_fits_and_follows_its_schema(
            @ForAll @IntRange(max = 3_000) int calls,
            @ForAll @IntRange(max = 3_000) int warnings,
            @ForAll @IntRange(max = 3_000) int problems,
            @ForAll @IntRange(min = 1, max = 3_000) int length,
            @ForAll long seed)
            throws IOException {
        // Characters that take one, three, four and six bytes in JSON.
        String character = new String[] {"a", "€", "😀", "\u0001"}[(int) Math.floorMod(seed, 4L)];
        Random random = new Random(seed);
        ObjectNode outcome = outcome();
        ArrayNode callList = outcome.putArray("calls");
        for (int i = 1; i <= calls; i++) {
            callList.add(call(i, "failed").put("error_message", character.repeat(random.nextInt(length))));
        }
        ArrayNode warningList = outcome.putArray("warnings");
        for (int i = 0; i < warnings; i++) {
            warningList.add(character.repeat(random.nextInt(length)));
        }
        ArrayNode problemList = outcome.putArray("problems");
        for (int i = 0; i < problems; i++) {
            problemList.addObject().put("message", character.repeat(random.nextInt(length)));
        }

        byte[] bytes = OutcomeTrimmer.trimmedBytes(outcome);

        assertThat(bytes).hasSizeLessThanOrEqualTo(OutcomeTrimmer.MAX_BYTES);
        JsonNode told = read(bytes);
        assertThat(SCHEMA.validate(told)).isEmpty();
        assertThat(told.get("calls").size() + told.at("/left_out/calls").asInt())
                .isEqualTo(calls);
        assertThat(told.get("warnings").size() + told.at("/left_out/warnings").asInt())
                .isEqualTo(warnings);
        assertThat(told.get("problems").size() + told.at("/left_out/problems").asInt())
                .isEqualTo(problems);
    }

    private static ObjectNode outcome() {
        ObjectNode outcome = LedgerJson.MAPPER.createObjectNode();
        outcome.put("outcome_id", "c1:failed").put("status", "failed").put("finished_at", "2026-11-23T11:05:50Z");
        outcome.putObject("source").put("place", "linq.commands partition 0 offset 15");
        return outcome;
    }

    private static ObjectNode call(int position, String status) {
        return LedgerJson.MAPPER
                .createObjectNode()
                .put("position", position)
                .put("method", "POST")
                .put("path", "/chats/{chat_id}/messages")
                .put("status", status)
                .put("attempts", 1);
    }

    private static JsonNode read(byte[] bytes) throws IOException {
        return LedgerJson.MAPPER.readTree(bytes);
    }
}
