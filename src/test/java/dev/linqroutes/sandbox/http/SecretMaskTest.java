package dev.linqroutes.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie",
                "Set-Cookie",
                "x-api-key",
                "X-Auth-Token",
                "webhook-signature",
                "X-Webhook-Signature",
                "Proxy-Authorization",
                "X-Client-Secret",
                "X-Amz-Credential"
            })
    void a_header_is_hidden_by_its_kind(String name) {
        assertThat(SecretMask.header(name, "value")).isEqualTo("(hidden)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "User-Agent",
                "Idempotency-Key",
                "webhook-id",
                "webhook-timestamp",
                "X-Trace-ID",
                "Retry-After",
                "Sandbox-Fault"
            })
    void a_header_that_a_developer_needs_is_shown(String name) {
        assertThat(SecretMask.header(name, "value")).isEqualTo("value");
    }

    @Test
    void the_scheme_of_an_authorization_is_shown() {
        assertThat(SecretMask.header("authorization", "Bearer a b")).isEqualTo("Bearer (hidden)");
        assertThat(SecretMask.header("Authorization", "the key itself")).isEqualTo("(hidden)");
    }

    @Test
    void of_a_query_the_values_of_secret_parameters_are_hidden() {
        assertThat(SecretMask.query("limit=2&access_token=a&page_token=b&sig=c&key=d&from=%2B1555"))
                .isEqualTo("limit=2&access_token=(hidden)&page_token=b&sig=(hidden)&key=(hidden)&from=%2B1555");
        assertThat(SecretMask.query("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/hooks, https://example.com/hooks",
        "https://example.com/@me?, https://example.com/@me?",
        "https://a:b@example.com/hooks, https://(hidden)@example.com/hooks",
        "https://a:p@ss@example.com, https://(hidden)@example.com",
        "https://example.com?version=2026-02-03&t=1, https://example.com?version=2026-02-03&t=(hidden)",
        "https://example.com?bare, https://example.com?(hidden)",
        "https://example.com?a=1#b, https://example.com?a=(hidden)#(hidden)",
        "https://example.com/#b, https://example.com/#(hidden)",
        "not a URL, not a URL"
    })
    void of_a_target_url_host_path_and_version_are_shown(String url, String shown) {
        assertThat(SecretMask.targetUrl(url)).isEqualTo(shown);
    }

    @Test
    void urls_and_signing_secrets_in_a_text_are_masked() {
        assertThat(
                        SecretMask.text(
                                "Illegal character at index 3: \"https://a:b@example.com/a?t=1\", {\"signing_secret\":\"whsec_Ab+/9=\"}"))
                .isEqualTo(
                        "Illegal character at index 3: \"https://(hidden)@example.com/a?t=(hidden)\", {\"signing_secret\":\"whsec_(hidden)\"}");
    }

    @Test
    void fields_of_json_are_hidden_by_their_kind_at_any_depth() throws Exception {
        assertThat(
                        SecretMask.json(
                                JsonTrees.read(
                                        """
                                {"signing_secret": "a", "idempotency_key": "b", "list": [{"target_url": "https://e.com?c=d"}],
                                 "parts": [{"type": "media", "url": "https://e.com/a.png?w=1&X-Amz-Signature=e#top"},
                                           {"type": "text", "value": "See https://e.com?token=f"}]}""")))
                .isEqualTo(
                        JsonTrees.read(
                                """
                                {"signing_secret": "(hidden)", "idempotency_key": "b", "list": [{"target_url": "https://e.com?c=(hidden)"}],
                                 "parts": [{"type": "media", "url": "https://e.com/a.png?w=1&X-Amz-Signature=(hidden)#top"},
                                           {"type": "text", "value": "See https://e.com?token=f"}]}"""));
    }
}
