package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret gets into the log. */
class SecretMaskingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[SYS] linq.api.key = s3cr3t-value",
                "[ENV] LINQ_API_KEY=s3cr3t-value",
                "http-outgoing-0 >> Authorization: Bearer s3cr3t-value",
                "http-outgoing-0 >> \"Authorization: Bearer s3cr3t-value[\\r][\\n]\"",
                "{Authorization=Bearer s3cr3t-value, Accept=*/*}",
                "{\"authorization\":\"Basic s3cr3t-value\"}",
                "header bearer s3cr3t-value is not valid",
                "{\"signing_secret\":\"whsec_s3cr3tvalue\"}",
                "{\\\"password\\\":\\\"s3cr3t-value\\\"}",
                "secret whsec_s3cr3t+val/ue== is used",
                "jdbc:postgresql://linq:s3cr3t-value@db:5432/ledger",
                "jdbc:postgresql://db/ledger?user=linq&password=s3cr3t-value&ssl=true",
                "jdbc:h2:file:./data;PASSWORD=s3cr3t-value;MODE=PostgreSQL",
                "PlainLoginModule required username=\"linq\" password=\"s3cr3t value, with; all\";",
                "ssl.truststore.password = s3cr3t-value",
                "ledger.password: 's3cr3t-value'",
                "X-Api-Key: s3cr3t-value",
                "oauth token=s3cr3t-value",
                "linq.webhook.secret[0]=s3cr3t-value",
                "access_key : s3cr3t-value",
                "{Authorization=[Bearer s3cr3t-value]}",
                "{Authorization=[Basic s3cr3t==], Accept=[*/*]}",
                "authorization=[\"Bearer s3cr3t-value\"]",
                "Authorization: s3cr3t-value",
                "Authorization: GoogleLogin s3cr3t-value",
                "Proxy-Authorization: Digest username=\"s3cr3t\", response=\"s3cr3t\"",
                "Authorization: Digest username=\"u\", qop=auth, response=s3cr3t",
                "{\"authorization\":\"Digest username=\\\"s3cr3t\\\", response=\\\"s3cr3t\\\"\"}",
                "Authorization: AWS4-HMAC-SHA256 Credential=s3cr3t/a, SignedHeaders=host, Signature=s3cr3t",
                "password=a,s3cr3t",
                "password=a;s3cr3t, next",
                "password=a)s3cr3t",
                "{password=a,s3cr3t,user=linq}",
                "client_secrets: s3cr3t-value",
                "secretKey: s3cr3t-value",
                "\"secret-of-linq\": \"s3cr3t-value\"",
            })
    void a_value_after_the_name_of_a_secret_is_masked(String text) {
        assertThat(MaskingConverter.mask(text)).contains("…").doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setting linq.api.key is missing; set LINQ_API_KEY in the environment",
                "LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503",
                "webhook rejected: no configured secret matches its signature; 3 s old",
                "key=order-1001 group order-1001",
                "Linq rejects the API key (LINQ_API_KEY): HTTP 401",
                "http://127.0.0.1:8080/webhooks/linq and a@b",
                "the bearer token is missing",
                "secret-santa.csv: batch f-9830e36a, 12 rows",
                "secret-santa.csv: \"to\" is no column",
                "passwords.jsonl: 3 rows",
                "group token-7: retrying in 5 ms",
                "inbox /x: /x/secret.csv: no permission",
                "at dev.linqroutes.app.SecretMasking.byName(SecretMasking.java:102)",
            })
    void texts_about_secrets_are_not_masked(String text) {
        assertThat(SecretMasking.maskNamed(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{password=a,bcdefgh,user=linq} | {password=…,user=linq}",
                "password=abcdefgh, 3 rows | password=…, 3 rows",
                "jdbc:h2:file:./data;PASSWORD=abc;MODE=PostgreSQL | jdbc:h2:file:./data;PASSWORD=…;MODE=PostgreSQL",
                "jdbc:postgresql://db/l?password=abc&ssl=true | jdbc:postgresql://db/l?password=…&ssl=true",
                "{Authorization=Bearer abcdefgh, Accept=*/*} | {Authorization=Bearer …, Accept=*/*}",
            })
    void text_beside_a_secret_is_not_masked(String text, String masked) {
        assertThat(SecretMasking.maskNamed(text)).isEqualTo(masked);
    }

    @Test
    void a_password_with_a_comma_is_masked_completely() {
        assertThat(SecretMasking.findSecrets(
                        Map.of("ledger.password", "abcd,efgh", "LINQ_WEBHOOK_SECRET", "first-one,second-one")))
                .containsExactlyInAnyOrder(
                        "abcd,efgh",
                        "abcd%2Cefgh",
                        "first-one,second-one",
                        "first-one%2Csecond-one",
                        "first-one",
                        "second-one");
    }

    @Test
    void the_headers_for_a_collector_of_traces_are_secrets_with_and_without_their_names() {
        assertThat(SecretMasking.findSecrets(
                        Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-team=team-key-1,Authorization=Bearer%20abcdefgh")))
                .contains("x-team=team-key-1", "team-key-1", "Bearer abcdefgh");
    }

    @Test
    void an_address_of_a_service_with_the_name_of_a_secret_is_not_masked() {
        assertThat(SecretMasking.findSecrets(Map.of(
                        "TOKEN_SERVICE_SERVICE_HOST", "10.0.0.5",
                        "TOKEN_SERVICE_PORT", "tcp://10.0.0.5:8080",
                        "TOKEN_SERVICE_PORT_8080_TCP", "tcp://10.0.0.5:8080",
                        "TOKEN_SERVICE_PORT_8080_TCP_ADDR", "10.0.0.5",
                        "CREDENTIAL_ENDPOINT", "example.com",
                        "SECRET_NAME", "linq-routes",
                        "OAUTH_TOKEN_URL", "https://example.com/token")))
                .isEmpty();
        assertThat(SecretMasking.findSecrets(Map.of("PORTAL_TOKEN", "portal-token-value")))
                .containsExactly("portal-token-value");
    }

    @Test
    void secrets_among_settings_are_found_in_every_encoding() {
        Map<String, String> settings = Map.of(
                "LINQ_API_KEY", "api-key-value",
                "linq.webhook.secret", "whsec_Zmlyc3Qtc2VjcmV0, whsec_c2Vjb25kLXNlY3JldA==",
                "ledger.url", "jdbc:postgresql://linq:in%2Dauthority@db/ledger?user=u&password=in+the+url",
                "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG",
                        "org.apache.kafka.Plain required username=\"kafka-user\" password=\"kafka-password\";",
                "ledger.password", "short",
                "PWD", "/opt/linq-routes",
                "SSL_KEY_PASSWORD_FILE", "/run/secrets/password",
                "kafka.brokers", "broker-number-one:9092");

        assertThat(SecretMasking.findSecrets(settings))
                .contains(
                        "api-key-value",
                        "whsec_Zmlyc3Qtc2VjcmV0",
                        "Zmlyc3Qtc2VjcmV0",
                        "c2Vjb25kLXNlY3JldA==",
                        "c2Vjb25kLXNlY3JldA%3D%3D",
                        "in%2Dauthority",
                        "in-authority",
                        "in+the+url",
                        "in the url",
                        "kafka-password")
                .doesNotContain("short", "/opt/linq-routes", "/run/secrets/password", "broker-number-one:9092");
    }

    @Test
    void a_registered_secret_is_masked_everywhere() {
        SecretMasking.addSecrets(List.of("hidden-value-1", "hidden-value-1-and-more"));

        assertThat(SecretMasking.maskKnown("(hidden-value-1-and-more) hidden-value-1, hidden-value-2"))
                .isEqualTo("(…) …, hidden-value-2");
    }

    /** Texts that cause many partial matches; other people may control what is logged. */
    @Property(tries = 60)
    void masking_takes_linear_time_for_texts_that_resemble_secrets(@ForAll @From("pieces") String piece) {
        String text = piece.repeat(200_000 / piece.length());

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> SecretMasking.maskNamed(text));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "password",
                        "secret",
                        "token",
                        "=",
                        ":",
                        " ",
                        "\"",
                        "\\",
                        "'",
                        "bearer ",
                        "authorization: ",
                        "://",
                        "@",
                        "whsec_",
                        "a",
                        ".",
                        "[",
                        "]",
                        "api key",
                        "/",
                        "digest a=",
                        ",",
                        ")",
                        "-")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }
}
