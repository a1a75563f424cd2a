package dev.linqroutes.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing of addresses given by the user or returned by Linq. */
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
    void missing_path_and_version_are_added(String url) {
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
    void path_query_and_port_are_kept(String url, String target) {
        assertThat(CallbackUrl.parse(url)).hasToString(target);
        assertThat(CallbackUrl.parse(target)).isEqualTo(CallbackUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | must start with https://, is \"\"",
                "chat.example.com                          | must start with https://",
                "chat.example.com:8080/webhooks/linq       | must start with https://",
                "/webhooks/linq                            | must start with https://",
                "ftp://chat.example.com                    | must start with https://",
                "http://chat.example.com                   | must start with https://",
                "http://127.0.0.1.example.com              | must start with https://",
                "http://localhost@chat.example.com         | must start with https://",
                "https://                                  | is not a URL",
                "https://chat example com                  | is not a URL",
                "https://chat.example.com/a b              | is not a URL",
                "https://chat.example.com/%zz              | is not a URL",
                "https:chat.example.com                    | must contain a host name",
                "https:///webhooks/linq                    | must contain a host name",
                "https://chat_room.example.com             | must contain a host name",
                "https://chät.example.com                  | must contain a host name",
                "https://me:secret@chat.example.com        | must not contain a user name",
                "https://chat.example.com/a#b              | must not contain a fragment (#)",
                "https://chat.example.com:0                | must have a port",
                "https://chat.example.com:65536            | must have a port",
                "https://chat.example.com?version=         | has the unsupported version ; supported are",
                "https://chat.example.com?version=2027-01-01                    | has the unsupported version 2027-01-01",
                "https://chat.example.com?version=2026-02-03&version=2025-01-01 | has the unsupported version 2026-02-03, 2025-01-01"
            })
    void an_unusable_address_is_refused_with_the_reason(String url, String reason) {
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
    void addresses_that_differ_only_in_version_are_the_same(String url) {
        assertThat(CallbackUrl.fromLinq(url)).get().matches(each -> each.hasSameAddress(CallbackUrl.parse(COMPLETE)));
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
    void addresses_that_differ_otherwise_are_different(String url) {
        assertThat(CallbackUrl.fromLinq(url)).get().matches(each -> !each.hasSameAddress(CallbackUrl.parse(COMPLETE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "https://", "mailto:me@example.com", "https:///a", "https://a b"})
    void an_invalid_address_from_linq_is_empty(String url) {
        assertThat(CallbackUrl.fromLinq(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a, https://example.com/a?rotation=2",
        "https://example.com/a?b=1, https://example.com/a?b=1&rotation=2",
        "https://example.com/a?rotation=2&b=1, https://example.com/a?b=1&rotation=3",
        "https://example.com/a?rotation=3, https://example.com/a?rotation=2"
    })
    void a_rotated_address_differs_in_its_query(String url, String rotated) {
        assertThat(CallbackUrl.parse(url).rotatedUrl()).isEqualTo(rotated);
    }
}
