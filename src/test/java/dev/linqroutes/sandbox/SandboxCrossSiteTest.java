package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.account.Account;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other web sites in the developer's browser can neither read nor change the sandbox. */
class SandboxCrossSiteTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withAllowedHosts(Set.of("sandbox")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: rebound.example.com",
                "Host: rebound.example.com:8082",
                "Host: 127.0.0.1.example.com",
                "Host: localhost.example.com:8082",
                "Host: sandbox.example.com",
                "Host: ",
                "Host: localhost@rebound.example.com",
                "Host: 127.0.0.1:8082\r\nHost: rebound.example.com",
                "X-Forwarded-Host: localhost"
            })
    void an_unknown_host_name_is_refused_on_every_path(String host) throws IOException {
        linq.createGroup("a secret", ANN, BOB);

        for (String path : new String[] {"/", "/sandbox/record", "/sandbox/faults", "/api/partner/v3/chats"}) {
            String answer = sent("GET " + path, host + "\r\nAuthorization: Bearer sandbox-key", "");
            assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("a secret", "slow_millis");
        }
        assertThat(sent("POST /sandbox/faults", host, "{\"reject_key\": true}")).startsWith("HTTP/1.1 4");
        assertThat(linq.createGroup("still works", ANN, BOB).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8082",
                "127.0.0.1:9000",
                "[::1]:8082",
                "192.0.2.7:8082",
                "sandbox:8082",
                "Sandbox"
            })
    void ip_addresses_and_allowed_names_are_accepted_with_any_port(String host) throws IOException {
        assertThat(sent("GET /sandbox/record", "Host: " + host, "")).startsWith("HTTP/1.1 200");
        assertThat(sent("GET /api/partner/v3/chats", "Host: " + host + "\r\nAuthorization: Bearer sandbox-key", ""))
                .doesNotContain(" 421 ");
    }

    @Test
    void the_refusal_names_the_option_that_allows_the_host() throws IOException {
        assertThat(sent("GET /", "Host: linq.test:8082", ""))
                .startsWith("HTTP/1.1 421")
                .contains("\\\"linq.test:8082\\\" is not a name of this sandbox")
                .contains("--allowed-host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example.com",
                "Origin: http://localhost:3000",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://localhost:8082\r\nSec-Fetch-Site: cross-site"
            })
    void a_cross_site_request_is_refused(String headers) throws IOException {
        String host = "Host: localhost:8082\r\nContent-Type: text/plain\r\n";

        assertThat(sent("POST /sandbox/faults", host + headers, "{\"reject_key\": true}"))
                .startsWith("HTTP/1.1 403")
                .contains("from another site");
        assertThat(linq.createGroup("still works", ANN, BOB).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Origin: http://localhost:8082",
                "Origin: http://LOCALHOST:8082\r\nSec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none"
            })
    void the_own_page_and_programs_can_set_faults(String headers) throws IOException {
        assertThat(sent("POST /sandbox/faults", "Host: localhost:8082\r\n" + headers, "{\"slow_millis\": 7}"))
                .startsWith("HTTP/1.1 200")
                .contains("\"slow_millis\":7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sandbox/record", "/api/partner/v3/chats", "/none"})
    void responses_have_headers_against_framing_sniffing_and_embedding(String path) throws IOException {
        assertThat(sent("GET " + path, "Host: localhost\r\nOrigin: https://evil.example.com", ""))
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Content-Security-Policy: default-src 'none';")
                .contains("frame-ancestors 'none'")
                .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin")
                .doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(sent("OPTIONS " + path, "Host: localhost\r\nOrigin: https://evil.example.com", ""))
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void texts_of_users_are_never_served_as_a_page() throws IOException {
        String script = "<script>alert('\"&</script><img src=x onerror=alert(1)>";
        assertThat(linq.createGroup(script, ANN, BOB).status()).isEqualTo(201);
        linq.nameAndWait(linq.record().at("/chats/0/chat/id").asText(), script);

        assertThat(sent("GET /", "Host: localhost", "")).doesNotContain("alert(");
        for (String path : List.of("/sandbox/record", "/sandbox/chats", "/sandbox/requests")) {
            assertThat(sent("GET " + path, "Host: localhost", ""))
                    .containsIgnoringCase("Content-Type: application/json")
                    .contains("alert(");
        }
    }

    @Test
    void recorded_refusals_are_bounded() throws IOException {
        String path = "/api/partner/v3/" + "x".repeat(3_000);
        for (int i = 0; i < Account.MAX_REFUSED_CALLS + 5; i++) {
            linq.request("GET", linq.url(i < Account.MAX_REFUSED_CALLS ? "/api/partner/v3/a" : path), "", "");
        }

        assertThat(linq.record().path("refused"))
                .hasSize(Account.MAX_REFUSED_CALLS)
                .allSatisfy(call ->
                        assertThat(call.path("path").asText()).hasSizeLessThanOrEqualTo(Account.MAX_PATH_LENGTH));
        assertThat(linq.record()
                        .at("/refused/" + (Account.MAX_REFUSED_CALLS - 1) + "/path")
                        .asText())
                .startsWith("/api/partner/v3/xxx");
    }

    @Test
    void the_number_of_connections_is_bounded() throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < Sandbox.MAX_CONNECTIONS; i++) {
                open.add(new Socket("127.0.0.1", linq.server().port()));
            }
            await().untilAsserted(() -> {
                try (Socket further = new Socket("127.0.0.1", linq.server().port())) {
                    further.setSoTimeout(1_000);
                    assertThat(further.getInputStream().read()).isEqualTo(-1);
                }
            });
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
        await().untilAsserted(
                        () -> assertThat(sent("GET /", "Host: localhost", "")).startsWith("HTTP/1.1 200"));
    }

    private String sent(String request, String headers, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", linq.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
