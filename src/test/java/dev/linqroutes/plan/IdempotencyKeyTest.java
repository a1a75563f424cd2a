package dev.linqroutes.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void a_readable_command_id_is_part_of_the_key() {
        assertThat(IdempotencyKey.ofCommand("ord-1001").ofCall(1)).isEqualTo("ord-1001-1");
        assertThat(IdempotencyKey.ofCommand("ord_1001").ofCall(12)).isEqualTo("ord_1001-12");
    }

    @Test
    void a_key_never_changes_between_versions_of_this_program() {
        assertThat(IdempotencyKey.ofCommand("order 1001").ofCall(2))
                .isEqualTo("sha256-" + IdempotencyKey.sha256("order 1001") + "-2");
        assertThat(IdempotencyKey.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"ord-1001", "order 1001", "Bestellung-Ü", "📦", "a/b", "a\nb", "sha256-1", "", "-", "."})
    void a_key_is_short_and_plain(String commandId) {
        assertPlain(IdempotencyKey.ofCommand(commandId).ofCall(Integer.MAX_VALUE));
    }

    @Test
    void a_key_stays_short_whatever_the_length_of_the_command_id() {
        for (int length = 1; length < 300; length++) {
            assertPlain(IdempotencyKey.ofCommand("x".repeat(length)).ofCall(Integer.MAX_VALUE));
        }
    }

    @Test
    void different_calls_have_different_keys() {
        String hashOfASpace = IdempotencyKey.ofCommand(" ").ofCall(1).replaceFirst("-1$", "");
        List<String> commandIds = List.of(
                "a",
                "A",
                "a-1",
                "a-1-1",
                "a_1",
                "a 1",
                "a.1",
                "1",
                "-1",
                "",
                " ",
                hashOfASpace,
                "sha256-",
                "ü",
                "u\u0308",
                "?",
                "📦",
                "x".repeat(240),
                "x".repeat(241),
                "x".repeat(242));
        Set<String> keys = new HashSet<>();

        for (String commandId : commandIds) {
            for (int position = 1; position <= 120; position++) {
                assertThat(keys.add(IdempotencyKey.ofCommand(commandId).ofCall(position)))
                        .as("key of \"%s\" at %d is new", commandId, position)
                        .isTrue();
            }
        }
    }

    @Test
    void the_same_call_has_the_same_key_each_time() {
        assertThat(IdempotencyKey.ofCommand(new String("order 1001")).ofCall(3))
                .isEqualTo(IdempotencyKey.ofCommand("order 1001").ofCall(3));
    }

    private static void assertPlain(String key) {
        assertThat(key).matches("[A-Za-z0-9_-]+").hasSizeLessThanOrEqualTo(255);
    }
}
