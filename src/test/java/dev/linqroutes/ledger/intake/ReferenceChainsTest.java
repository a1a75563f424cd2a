package dev.linqroutes.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.intake.IntakeRowTypes.CommandReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A command that waits for a delayed one waits until that is released, unless both wait for each other. */
class ReferenceChainsTest {
    /** By the command that refers. */
    private final Map<String, String> references = new HashMap<>();

    private final List<Integer> reads = new ArrayList<>();

    private boolean hasEnd(String commandId) {
        return ReferenceChains.load(List.of(reference(commandId)), ids -> {
                    reads.add(ids.size());
                    return ids.stream()
                            .filter(references::containsKey)
                            .map(this::reference)
                            .toList();
                })
                .hasEnd(commandId);
    }

    private CommandReference reference(String commandId) {
        return new CommandReference(
                commandId,
                Optional.of(references.get(commandId)),
                Optional.of(1),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    @Test
    void a_command_that_refers_to_one_without_a_reference_has_an_end() {
        references.put("a", "b");

        assertThat(hasEnd("a")).isTrue();
    }

    @Test
    void a_reply_to_a_reply_has_an_end() {
        references.putAll(Map.of("a", "b", "b", "c", "c", "d"));

        assertThat(hasEnd("a")).isTrue();
    }

    @Test
    void commands_that_refer_to_themselves_or_each_other_have_none() {
        references.putAll(Map.of("a", "b", "b", "c", "c", "a", "self", "self", "into", "a"));

        assertThat(Stream.of("a", "b", "c", "self", "into")).noneMatch(this::hasEnd);
    }

    @Test
    void a_long_chain_is_taken_for_a_circle_and_is_not_read_to_its_end() {
        for (int i = 0; i < 1_000; i++) {
            references.put("c" + i, "c" + (i + 1));
        }

        assertThat(hasEnd("c0")).isFalse();
        assertThat(reads).hasSizeLessThan(10);
    }
}
