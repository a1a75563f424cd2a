package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxErrorTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Bearer sandbox-key2", "sandbox-key", "Basic sandbox-key"})
    void requests_without_the_key_are_refused(String authorization) {
        Reply reply = linq.request("GET", linq.server().apiUrl() + "/chats", authorization, "");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo(2004);
    }

    @Test
    void an_error_has_code_message_and_trace_id() {
        Reply reply = linq.get("/chats/" + UUID.randomUUID());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body().path("success").isBoolean()).isTrue();
        assertThat(reply.body().path("success").booleanValue()).isFalse();
        assertThat(reply.body().at("/error/status").intValue()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo(2001);
        assertThat(reply.text("/error/message")).isNotBlank();
        assertThat(reply.text("/error/doc_url")).isEqualTo("https://docs.linqapp.com/error/codes/2xxx/2001/");
        assertThat(reply.text("/trace_id")).matches("[0-9a-f]{32}").isEqualTo(reply.header("X-Trace-ID"));
    }

    @Test
    void every_response_has_its_own_trace_id() {
        Reply one = linq.createGroup("one", ANN, BOB);
        Reply two = linq.get("/phone_numbers");

        assertThat(one.header("X-Trace-ID")).matches("[0-9a-f]{32}");
        assertThat(two.header("X-Trace-ID")).matches("[0-9a-f]{32}").isNotEqualTo(one.header("X-Trace-ID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "\"text\"", "{\"from\":", "{} {}"})
    void a_body_that_is_not_a_json_object_is_refused(String body) {
        Reply reply = linq.call("POST", "/chats", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(1003);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|1001",
                "{\"from\": 7}|1003",
                "{\"from\": \"555\"}|1002",
                "{\"from\": \"+12223334444\"}|1001",
                "{\"from\": \"+12223334444\", \"to\": \"+15556667777\"}|1003",
                "{\"from\": \"+12223334444\", \"to\": [7]}|1003",
                "{\"from\": \"+12223334444\", \"to\": [\"+15556667777\"]}|1001",
                "{\"from\": \"+12223334444\", \"to\": [\"+15556667777\"], \"message\": \"hi\"}|1003"
            })
    void missing_and_malformed_fields_have_their_codes(String body, int code) {
        assertThat(linq.call("POST", "/chats", body).code()).isEqualTo(code);
    }

    @Test
    void a_malformed_id_differs_from_an_unknown_chat() {
        assertThat(linq.get("/chats/order-1001").status()).isEqualTo(400);
        assertThat(linq.get("/chats/order-1001").code()).isEqualTo(1005);
        assertThat(linq.get("/messages/1").code()).isEqualTo(1005);
        assertThat(linq.get("/messages/" + UUID.randomUUID()).code()).isEqualTo(2002);
    }

    @Test
    void an_unknown_path_has_the_error_envelope() {
        Reply unknown = linq.get("/orders");
        Reply method = linq.call("PATCH", "/chats", "");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("/trace_id")).isEqualTo(unknown.header("X-Trace-ID"));
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.text("/error/message")).isNotBlank();
    }

    @Test
    void a_body_over_one_megabyte_is_refused() {
        Reply reply = linq.call("POST", "/chats", "{\"x\":\"" + "x".repeat(1_000_000) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text("/error/message")).isNotBlank();
        assertThat(linq.createGroup("one", ANN, BOB).status()).isEqualTo(201);
    }
}
