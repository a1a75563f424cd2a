package dev.linqroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The check of exchanges finds what does not conform. */
class LinqContractTest {
    private static final String TRACE = "0123456789abcdef0123456789abcdef";
    private static final String CHAT = "/api/partner/v3/chats/c4a70000-2222-4b3c-9d4e-000000000001";
    private static final String ACCEPTED = "{\"status\": \"accepted\"}";
    private static final String ERROR =
            "{\"error\": {\"status\": %d, \"code\": %d, \"message\": \"No\", \"retry_after\": 3}}";

    private final LinqContract contract = LinqContract.load();

    private List<String> check(String method, String path, String request, int status, String answer) {
        Map<String, String> headers = Map.of("X-Trace-ID", TRACE, "content-type", "application/json");
        return contract.check(new LinqExchange(
                method, URI.create(path), request, status, name -> Optional.ofNullable(headers.get(name)), answer));
    }

    private List<String> add(String handle, int status, String answer) {
        return check("POST", CHAT + "/participants", "{\"handle\": \"" + handle + "\"}", status, answer);
    }

    @Test
    void what_conforms_has_no_problems() {
        assertThat(add("+15550001111", 202, ACCEPTED)).isEmpty();
        assertThat(add("ann", 400, ERROR.formatted(400, 1002))).isEmpty();
    }

    @Test
    void a_wrong_request_must_be_refused() {
        assertThat(add("ann", 202, ACCEPTED)).isNotEmpty();
        assertThat(check("GET", CHAT + "/messages?limit=101", "", 200, "{\"messages\": []}"))
                .isNotEmpty();
        assertThat(check("POST", CHAT.replace("c4a7", "") + "/leave", "", 202, ACCEPTED))
                .isNotEmpty();
    }

    @Test
    void an_answer_has_a_described_status_and_only_described_fields() {
        assertThat(add("+15550001111", 200, ACCEPTED)).isNotEmpty();
        assertThat(add("+15550001111", 202, "{\"queued\": true}")).isNotEmpty();
        assertThat(add("+15550001111", 202, "It works!")).isNotEmpty();
    }

    @Test
    void a_code_belongs_to_a_status_and_the_headers_to_the_body() {
        assertThat(add("ann", 404, ERROR.formatted(404, 1002))).isNotEmpty();
        assertThat(add("ann", 404, ERROR.formatted(400, 1002))).isNotEmpty();
        assertThat(add("ann", 429, ERROR.formatted(429, 1007))).anyMatch(problem -> problem.contains("Retry-After"));
    }

    @Test
    void an_unknown_webhook_or_one_without_its_envelope_is_a_problem() throws IOException {
        assertThat(webhook("{\"event_type\": \"message.unsent\"}")).isNotEmpty();
        assertThat(webhook("{\"event_type\": \"participant.added\", \"data\": {\"handle\": \"a\"}}"))
                .isNotEmpty();
    }

    private List<String> webhook(String body) throws IOException {
        return contract.checkWebhook(new ObjectMapper().readTree(body));
    }
}
