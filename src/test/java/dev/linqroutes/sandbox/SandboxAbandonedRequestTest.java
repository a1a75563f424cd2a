package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go before they are answered, as after a timeout of theirs. */
class SandboxAbandonedRequestTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withSendingDelay(Duration.ofMinutes(1)));

    /** @param length announced length of the body */
    private Socket begin(String headers, String body, int length) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), linq.server().port());
        String request =
                "POST /api/partner/v3/chats HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sandbox-key\r\n"
                        + headers + "Content-Length: " + length + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String aCreate() {
        ObjectNode body = JsonTrees.object().put("from", LINE);
        body.putArray("to").add(ANN).add(BOB);
        body.set("message", aText("Welcome!"));
        return body.toString();
    }

    private void awaitTheChat() {
        Awaitility.await().until(() -> !linq.record().path("chats").isEmpty());
    }

    private JsonNode loggedRequest() {
        return linq.request("GET", linq.url("/sandbox/requests?await=PT5S"), "", "")
                .body()
                .at("/requests/0");
    }

    private void requireMissedAnswer() {
        JsonNode request = loggedRequest();
        assertThat(request.path("client_gone").booleanValue()).isTrue();
        assertThat(request.path("status").intValue()).isEqualTo(201);
        assertThat(request.at("/answer/chat/message/parts/0/value").asText()).isEqualTo("Welcome!");
        assertThat(request.path("chat_id").asText())
                .isEqualTo(linq.record().at("/chats/0/chat/id").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow; slow_millis=60000", "webhook_before_answer"})
    void an_answer_that_a_fault_held_back_is_in_the_log_when_its_client_has_gone(String fault) throws IOException {
        String body = aCreate();
        try (Socket client = begin("Sandbox-Fault: " + fault + "\r\n", body, body.length())) {
            awaitTheChat();
        }

        requireMissedAnswer();
        assertThat(fault).startsWith(loggedRequest().path("fault").asText());
    }

    @Test
    void an_answer_on_its_way_is_in_the_log_when_its_client_has_gone() throws IOException {
        linq.faults(JsonTrees.object().put("latency_median_millis", 60_000));
        String body = aCreate();
        try (Socket client = begin("", body, body.length())) {
            awaitTheChat();
        }

        requireMissedAnswer();
    }

    @Test
    void a_request_that_breaks_off_is_in_the_log_without_an_answer() throws IOException {
        begin("", aCreate(), 10_000).close();

        JsonNode request = loggedRequest();
        assertThat(request.path("client_gone").booleanValue()).isTrue();
        assertThat(request.path("status").isNull()).isTrue();
        assertThat(linq.record().path("chats")).isEmpty();
    }

    @Test
    void a_request_whose_client_got_its_answer_is_in_the_log_once() throws IOException {
        String body = aCreate();
        try (Socket client = begin("", body, body.length())) {
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }
        linq.get("/chats");

        JsonNode requests = linq.request("GET", linq.url("/sandbox/requests"), "", "")
                .body()
                .path("requests");
        assertThat(requests).hasSize(2);
        assertThat(requests.at("/0/client_gone").booleanValue()).isFalse();
    }
}
