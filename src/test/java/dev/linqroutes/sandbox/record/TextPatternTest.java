package dev.linqroutes.sandbox.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPatternTest {
    @Test
    void a_star_stands_for_anything() {
        assertThat(TextPattern.matches("/chats", "/chats")).isTrue();
        assertThat(TextPattern.matches("/chats", "/chats/1")).isFalse();
        assertThat(TextPattern.matches("/chats/*", "/chats/1/messages")).isTrue();
        assertThat(TextPattern.matches("/chats/*/messages", "/chats/1/messages"))
                .isTrue();
        assertThat(TextPattern.matches("/chats/*/messages", "/chats/messages")).isFalse();
        assertThat(TextPattern.matches("*a*b*", "--b-a--b")).isTrue();
        assertThat(TextPattern.matches("*a*b*", "--b-a--")).isFalse();
        assertThat(TextPattern.matches("**", "")).isTrue();
        assertThat(TextPattern.matches("ab*ba", "aba")).isFalse();
    }
}
