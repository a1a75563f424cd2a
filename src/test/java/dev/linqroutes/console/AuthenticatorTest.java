package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens of the console cannot be guessed, and nobody may do by another's. What requests may do is in ConsoleAccessIT. */
class AuthenticatorTest {
    private static final String TOKEN = "0123456789abcdef";

    @Test
    void a_token_that_can_be_guessed_is_refused_without_being_shown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules(Optional.of("tooShort"), Optional.empty()))
                .withMessageContaining("console.token")
                .withMessageNotContaining("tooShort");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules(Optional.of(TOKEN), Optional.of("short")))
                .withMessageContaining("console.view-token");
    }

    @Test
    void the_two_tokens_differ() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules(Optional.of(TOKEN), Optional.of(TOKEN)))
                .withMessageContaining("must differ");
    }

    @Test
    void names_of_other_machines_are_not_this_machine() {
        assertThat(AccessRules.isLoopback("127.0.0.1")).isTrue();
        assertThat(AccessRules.isLoopback("::1")).isTrue();
        assertThat(AccessRules.isLoopback("localhost")).isTrue();
        assertThat(AccessRules.isLoopback("0.0.0.0")).isFalse();
        assertThat(AccessRules.isLoopback("::")).isFalse();
        assertThat(AccessRules.isLoopback("192.0.2.1")).isFalse();
    }

    private static AccessRules rules(Optional<String> token, Optional<String> viewToken) {
        return new AccessRules(true, token, viewToken, Optional.empty(), Set.of());
    }
}
