package dev.linqroutes.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that a person writes becomes the one that Linq is given, and is recognised there again. */
class CallbackUrlTest {
    private static final String COMPLETE = "https://chat.example.com/webhooks/linq?version=2026-02-03";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://chat.example.com",
                " https://chat.example.com/ ",
                "https://chat.example.com?",
                "HTTPS://Chat.Example.COM:443/webhooks/linq",
                "https://chat.example.com:/webhooks/linq",
                "https://chat.example.com/webhooks/linq?version=2026-02-03",
                "https://chat.example.com/webhooks/linq?&version=2026-02-03&"
            })
    void what_an_address_lacks_is_added(String url) {
        assertThat(CallbackUrl.parse(url)).hasToString(COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/hooks/a, https://example.com/hooks/a?version=2026-02-03",
        "https://example.com/a/, https://example.com/a/?version=2026-02-03",
        "https://example.com:8443/a?k=%20b, https://example.com:8443/a?k=%20b&version=2026-02-03",
        "https://example.com/ü, https://example.com/%C3%BC?version=2026-02-03",
        "https://example.com/a?version=2025-01-01&b=1, https://example.com/a?b=1&version=2025-01-01",
        "https://example.com/a?conversion=7&Version=8, https://example.com/a?conversion=7&Version=8&version=2026-02-03",
        "https://[2001:DB8::1]/a, https://[2001:db8::1]/a?version=2026-02-03",
        "http://LOCALHOST:8080, http://localhost:8080/webhooks/linq?version=2026-02-03",
        "http://127.0.0.1:80, http://127.0.0.1/webhooks/linq?version=2026-02-03",
        "http://[::1]:8080/a, http://[::1]:8080/a?version=2026-02-03"
    })
    void what_an_address_says_stays(String url, String target) {
        assertThat(CallbackUrl.parse(url)).hasToString(target);
        assertThat(CallbackUrl.parse(target)).isEqualTo(CallbackUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | must begin with https://, is \"\"",
                "chat.example.com                          | must begin with https://",
                "chat.example.com:8080/webhooks/linq       | must begin with https://",
                "/webhooks/linq                            | must begin with https://",
                "ftp://chat.example.com                    | must begin with https://",
                "http://chat.example.com                   | must begin with https://",
                "http://127.0.0.1.example.com              | must begin with https://",
                "http://localhost@chat.example.com         | must begin with https://",
                "https://                                  | is no URL",
                "https://chat example com                  | is no URL",
                "https://chat.example.com/a b              | is no URL",
                "https://chat.example.com/%zz              | is no URL",
                "https:chat.example.com                    | must name a host",
                "https:///webhooks/linq                    | must name a host",
                "https://chat_room.example.com             | must name a host",
                "https://chät.example.com                  | must name a host",
                "https://me:secret@chat.example.com        | must hold no user name",
                "https://chat.example.com/a#b              | must have no part behind a #",
                "https://chat.example.com:0                | must have a port",
                "https://chat.example.com:65536            | must have a port",
                "https://chat.example.com?version=         | asks for version ; the routes understand",
                "https://chat.example.com?version=2027-01-01                    | asks for version 2027-01-01",
                "https://chat.example.com?version=2026-02-03&version=2025-01-01 | asks for version 2026-02-03, 2025-01-01"
            })
    void an_address_that_would_not_work_is_refused_and_says_why(String url, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallbackUrl.parse(url))
                .withMessageContaining(reason);
    }

    @Test
    void a_password_in_an_address_is_not_repeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallbackUrl.parse("https://me:secret@chat.example.com"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://chat.example.com/webhooks/linq",
                "https://chat.example.com/webhooks/linq?version=2025-01-01",
                "https://CHAT.example.com:443/webhooks/linq?version=2027-01-01"
            })
    void addresses_that_differ_in_nothing_but_the_version_are_one_place(String told) {
        assertThat(CallbackUrl.fromLinq(told)).get().matches(each -> each.hasSameAddress(CallbackUrl.parse(COMPLETE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.example.com:443/webhooks/linq",
                "https://chat.example.com:8443/webhooks/linq",
                "https://chat.example.com.evil.example/webhooks/linq",
                "https://chat.example.com/webhooks/linq/",
                "https://chat.example.com/Webhooks/linq",
                "https://chat.example.com/webhooks/linq?rotation=2",
                "https://chat.example.com"
            })
    void addresses_that_differ_in_anything_else_are_two(String told) {
        assertThat(CallbackUrl.fromLinq(told)).get().matches(each -> !each.hasSameAddress(CallbackUrl.parse(COMPLETE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "https://", "mailto:me@example.com", "https:///a", "https://a b"})
    void what_linq_tells_may_be_no_address_at_all(String told) {
        assertThat(CallbackUrl.fromLinq(told)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a, https://example.com/a?rotation=2",
        "https://example.com/a?b=1, https://example.com/a?b=1&rotation=2",
        "https://example.com/a?rotation=2&b=1, https://example.com/a?b=1&rotation=3",
        "https://example.com/a?rotation=3, https://example.com/a?rotation=2"
    })
    void a_second_subscription_of_the_place_has_another_address(String url, String rotated) {
        assertThat(CallbackUrl.parse(url).rotatedUrl()).isEqualTo(rotated);
    }
}
