package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseInterpreterTest {
    private static final Duration MAX_ELAPSED = Duration.ofHours(24);
    private static final Duration MAX_TRANSITION = Duration.ofMinutes(10);
    private static final RetryBackoff BACKOFF =
            new RetryBackoff(Duration.ofSeconds(1), Duration.ofMinutes(5), MAX_ELAPSED, MAX_TRANSITION, () -> 1);
    private static final String CREATED =
            """
            {"chat": {"id": "c4a70000", "is_group": true, "message": {"id": "b1a7c0de"}}, "trace_id": "t-body"}""";

    private final TestClock clock = new TestClock();
    private final CircuitBreaker circuitBreaker =
            new CircuitBreaker(clock, Duration.ofSeconds(10), Duration.ofSeconds(40), 3);
    private final ResponseInterpreter interpreter = new ResponseInterpreter(BACKOFF, circuitBreaker, clock);

    // Accepted

    @Test
    void a_create_is_accepted_with_the_ids_of_chat_and_message() throws IOException {
        assertThat(result(aCreate(), 201, CREATED))
                .isEqualTo(new Accepted(
                        201,
                        Optional.of("c4a70000"),
                        Optional.of("b1a7c0de"),
                        Optional.of("t-body"),
                        ChatState.withGroupFlag(Optional.of(true)),
                        Accepted.Effect.AWAITED));
    }

    @Test
    void the_response_to_a_create_shows_the_members_of_the_chat() throws IOException {
        String body = CREATED.replace(
                "\"is_group\"",
                "\"handles\": [{\"handle\": \"+1\"}, {\"handle\": \"+9\", \"is_me\": true}], \"is_group\"");

        assertThat(result(aCreate(), 201, body))
                .asInstanceOf(type(Accepted.class))
                .satisfies(accepted -> {
                    assertThat(accepted.chat().membersKnown()).isTrue();
                    assertThat(accepted.chat().members()).containsOnlyKeys("+1", "+9");
                });
    }

    @Test
    void a_send_is_accepted_with_the_ids_of_chat_and_message() throws IOException {
        assertThat(result(aSend(), 202, "{\"chat_id\": \"c4a70000\", \"message\": {\"id\": \"b1a7c0de\"}}"))
                .isEqualTo(new Accepted(202, Optional.of("c4a70000"), Optional.of("b1a7c0de"), Optional.empty()));
    }

    @Test
    void a_poll_is_accepted_with_the_id_of_its_message() throws IOException {
        assertThat(result(aCall(CallKind.SEND_POLL), 201, "{\"chat_id\": \"c4a70000\", \"message_id\": \"b1a7c0de\"}"))
                .isEqualTo(new Accepted(201, Optional.of("c4a70000"), Optional.of("b1a7c0de"), Optional.empty()));
    }

    @Test
    void a_voice_memo_is_accepted_with_the_id_of_its_message() throws IOException {
        String body = "{\"voice_memo\": {\"id\": \"b1a7c0de\", \"voice_memo\": {\"id\": \"a77ac4ed\"}}}";

        assertThat(result(aCall(CallKind.SEND_VOICE_MEMO), 202, body))
                .isEqualTo(new Accepted(202, Optional.empty(), Optional.of("b1a7c0de"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202})
    void an_undocumented_2xx_is_accepted(int status) throws IOException {
        assertThat(result(aCreate(), status, CREATED))
                .asInstanceOf(type(Accepted.class))
                .extracting(Accepted::httpStatus, Accepted::chatId)
                .containsExactly(status, Optional.of("c4a70000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Accepted", "{\"message\": \"Group chat update queued\"}", "{\"chat_id\"", "null", "[]"})
    void an_update_is_accepted_whatever_the_response_contains(String body) throws IOException {
        assertThat(result(aCall(CallKind.UPDATE_CHAT), 202, body))
                .isEqualTo(new Accepted(202, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void what_is_to_be_deleted_and_does_not_exist_is_deleted() throws IOException {
        assertThat(result(aCall(CallKind.DELETE_MESSAGE), 404, error(2002)))
                .isEqualTo(new Accepted(404, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(result(aCall(CallKind.DELETE_ATTACHMENT), 404, error(2003)))
                .isEqualTo(new Accepted(404, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(result(aCall(CallKind.DELETE_MESSAGE), 204, "")).isInstanceOf(Accepted.class);
    }

    @Test
    void a_deletion_that_linq_refuses_fails_and_one_without_an_answer_is_repeated() throws IOException {
        assertThat(result(aCall(CallKind.DELETE_MESSAGE), 403, error(2005))).isInstanceOf(Failed.class);
        assertThat(result(aCall(CallKind.DELETE_MESSAGE), 404, error(2003))).isInstanceOf(Failed.class);
        assertThat(result(aCall(CallKind.REACT), 404, error(2002))).isInstanceOf(Failed.class);
        assertThat(result(aCall(CallKind.DELETE_ATTACHMENT), 404, "<html>Not found</html>"))
                .isInstanceOf(Retry.class);
        assertThat(result(aCall(CallKind.DELETE_ATTACHMENT), 504, error(3005))).isInstanceOf(Retry.class);
    }

    @Test
    void the_trace_id_is_read_from_the_header_if_the_body_has_none() throws IOException {
        assertThat(interpreter.interpret(aSend(), interpreter.parse(202, null, "t-header", bytes("{}"))))
                .asInstanceOf(type(Accepted.class))
                .extracting(Accepted::traceId)
                .isEqualTo(Optional.of("t-header"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"chat\": {\"id\"",
                "{\"chat\": null}",
                "{\"chat\": {\"id\": null}}",
                "{\"chat\": {\"id\": \"\"}}"
            })
    void a_create_whose_response_has_no_chat_id_is_retried(String body) throws IOException {
        assertThat(result(aCreate(), 201, body))
                .isEqualTo(new Retry(
                        Duration.ofSeconds(1),
                        Reason.INDETERMINATE,
                        Fault.withoutResponse("HTTP 201 without a chat id")));
    }

    @Test
    void an_invalid_id_is_ignored() throws IOException {
        String absurd = "x".repeat(100_000);
        String body = "{\"chat_id\": \"%s\", \"message\": {\"id\": \"a\\u0000b\"}, \"trace_id\": \"%s\"}"
                .formatted(absurd, absurd);

        assertThat(interpreter.interpret(aSend(), interpreter.parse(202, null, "t-header", bytes(body))))
                .isEqualTo(new Accepted(202, Optional.empty(), Optional.empty(), Optional.of("t-header")));
    }

    // 2xx with an error

    @Test
    void a_2xx_with_an_error_is_classified_by_the_error_code() throws IOException {
        assertThat(result(aSend(), 200, "{\"success\": false, \"error\": {\"code\": 1007, \"retry_after\": 12}}"))
                .asInstanceOf(type(Retry.class))
                .satisfies(retry -> {
                    assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(12));
                    assertThat(retry.isCountedAttempt()).isFalse();
                });
        assertThat(result(aSend(), 202, error(3006))).isInstanceOf(Retry.class);
        assertThat(result(aSend(), 200, error(2013))).isInstanceOf(Failed.class);
        assertThat(result(aSend(), 200, error(2004))).isInstanceOf(Retry.class);
        assertThat(circuitBreaker.openReason()).contains(CircuitBreaker.OpenReason.KEY_REJECTED);
    }

    @Test
    void a_2xx_with_an_error_status_is_classified_by_that_status() throws IOException {
        String error = "{\"success\": false, \"error\": {\"status\": %d, \"message\": \"no\"}}";

        assertThat(result(aSend(), 200, error.formatted(409))).isInstanceOf(Failed.class);
        assertThat(result(aSend(), 200, error.formatted(503))).isInstanceOf(Retry.class);
        assertThat(result(aSend(), 200, error.formatted(200))).isInstanceOf(Accepted.class);
    }

    @Test
    void a_2xx_with_an_unknown_error_is_retried() throws IOException {
        assertThat(result(aCreate(), 201, "{\"chat\": {\"id\": \"c4a70000\"}, \"error\": {\"code\": 2999}}"))
                .asInstanceOf(type(Retry.class))
                .satisfies(retry -> assertThat(retry.isCountedAttempt()).isTrue());
    }

    @Test
    void a_call_unsafe_to_repeat_is_not_repeated_after_a_2xx_with_an_error() throws IOException {
        assertThat(result(aCall(CallKind.SEND_VOICE_MEMO), 202, error(3006)))
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.fault().message()).contains("not repeated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"code\": null}", "{\"code\": 0}", "\"none\""})
    void a_2xx_with_an_empty_error_is_accepted(String error) throws IOException {
        assertThat(result(aSend(), 202, "{\"error\": " + error + "}")).isInstanceOf(Accepted.class);
    }

    // Rate limit

    @ParameterizedTest
    @CsvSource({
        "17, '{}', 17",
        "' 17 ', '{}', 17",
        "0, '{}', 1",
        "17, '{\"error\": {\"code\": 1007, \"retry_after\": 40}}', 17",
        ", '{\"error\": {\"code\": 1007, \"retry_after\": 40}}', 40",
        ", '{\"error\": {\"code\": 1007, \"retry_after\": \"40\"}}', 40",
        "soon, '{\"error\": {\"code\": 1007, \"retry_after\": 40}}', 40",
        "'Fri, 21 Aug 2026 09:00:20 GMT', '{}', 20",
        "'Fri, 21 Aug 2026 09:00:00 GMT', '{}', 1",
        "20.5, '{}', 21",
        "20s, '{}', 20",
        "'20, 30', '{}', 30",
        ", '{\"error\": {\"code\": 1007, \"retry_after\": 20.5}}', 21",
        ", '{\"error\": {\"code\": 1007, \"retry_after\": \"20s\"}}', 20",
        ", '{\"error\": {\"code\": \"1007\", \"retry_after\": 20}}', 20",
        ", '{\"error\": {\"code\": 1007}}', 5",
        ", '{\"error\": {\"code\": 1007, \"retry_after\": null}}', 5",
        ", '', 5",
        "soon, 'slow down', 5",
        "-17, '{}', 1",
        ", '{\"error\": {\"code\": 1007, \"retry_after\": 0}}', 1",
        "999999999999, '{}', 90000",
        "9223372036854775807, '{}', 90000",
        "99999999999999999999999, '{}', 90000",
    })
    void a_rate_limited_call_waits_for_the_delay_that_linq_requests(String header, String body, long seconds)
            throws IOException {
        assertThat(interpreter.interpret(aSend(), interpreter.parse(429, header, null, bytes(body))))
                .asInstanceOf(type(Retry.class))
                .extracting(Retry::delay)
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void the_longest_of_several_requested_delays_wins() throws IOException {
        assertThat(interpreter.interpret(aSend(), interpreter.parse(429, List.of("20", "30", "25"), null, bytes(""))))
                .asInstanceOf(type(Retry.class))
                .extracting(Retry::delay)
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "503, ''",
        "503, '<html>maintenance</html>'",
        "503, '{\"error\": {\"code\": 3001}}'",
        "500, '{\"error\": {\"code\": 4002}}'",
        "408, ''",
        "409, '{\"error\": {\"code\": 2009}}'",
        "404, '{\"error\": {\"code\": 2007}}'",
        "404, 'no backend for this host'",
        "302, ''",
    })
    void a_requested_delay_is_kept(int status, String body) throws IOException {
        assertThat(interpreter.interpret(aSend(), interpreter.parse(status, "20.5", null, bytes(body))))
                .asInstanceOf(type(Retry.class))
                .extracting(Retry::delay)
                .isEqualTo(Duration.ofSeconds(21));
    }

    @Test
    void a_requested_delay_shorter_than_the_backoff_does_not_shorten_it() throws IOException {
        Call call = aSendThatFailsSince(clock.instant().minusSeconds(60));

        assertThat(interpreter.interpret(call, interpreter.parse(503, "5", null, bytes(""))))
                .asInstanceOf(type(Retry.class))
                .extracting(Retry::delay)
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void a_requested_delay_beyond_the_time_of_a_call_ends_with_a_last_attempt() throws IOException {
        Call call = aSendThatFailsSince(clock.instant().minus(Duration.ofHours(3)));

        assertThat(interpreter.interpret(call, interpreter.parse(503, "90000", null, bytes(""))))
                .asInstanceOf(type(Retry.class))
                .extracting(Retry::delay)
                .isEqualTo(MAX_ELAPSED.minusHours(3));
    }

    @Test
    void a_rate_limit_is_no_attempt_and_never_fails_the_call() throws IOException {
        Call call = aSendThatFailsSince(clock.instant().minus(Duration.ofDays(30)));

        assertThat(interpreter.interpret(call, interpreter.parse(429, "17", null, bytes(""))))
                .isEqualTo(new Retry(
                        Duration.ofSeconds(17),
                        Reason.THROTTLED,
                        new Fault(
                                Optional.of(429),
                                Optional.empty(),
                                "HTTP 429 without an error message",
                                Optional.empty(),
                                Optional.empty())));
    }

    // Retries

    @ParameterizedTest
    @CsvSource({"500, 3006", "503, 4004", "504, 3005", "409, 2009", "409, 2015", "404, 2007"})
    void a_transient_error_is_retried_with_backoff(int status, int code) throws IOException {
        CallResult result = result(
                aSendThatFailsSince(clock.instant().minusSeconds(8)),
                status,
                "{\"error\": {\"code\": %d}}".formatted(code));

        assertThat(result).asInstanceOf(type(Retry.class)).satisfies(retry -> {
            assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(8));
            assertThat(retry.isCountedAttempt()).isTrue();
            assertThat(retry.fault().code()).contains(code);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "{\"error\": {\"co", "\"oops\"", "{\"error\": \"oops\"}"})
    void a_response_without_json_is_classified_by_its_status(String body) throws IOException {
        assertThat(result(aSend(), 502, body))
                .isEqualTo(new Retry(
                        Duration.ofSeconds(1),
                        Reason.INDETERMINATE,
                        new Fault(
                                Optional.of(502),
                                Optional.empty(),
                                "HTTP 502 without an error message",
                                Optional.empty(),
                                Optional.empty())));
    }

    @Test
    void a_response_without_a_body_is_classified_by_its_status() throws IOException {
        assertThat(interpreter.interpret(aSend(), interpreter.parse(408, null, null, null)))
                .isInstanceOf(Retry.class);
    }

    @Test
    void a_lost_connection_is_retried() {
        assertThat(interpreter.interpretNoResponse(aSend(), new SocketTimeoutException("Read timed out")))
                .isEqualTo(new Retry(
                        Duration.ofSeconds(1),
                        Reason.INDETERMINATE,
                        Fault.withoutResponse("SocketTimeoutException: Read timed out")));
    }

    @Test
    void a_call_fails_when_its_next_attempt_would_exceed_its_time() throws IOException {
        Call call = aSendThatFailsSince(clock.instant());

        clock.advance(MAX_ELAPSED.minusMinutes(5));
        assertThat(result(call, 503, "")).isInstanceOf(Retry.class);

        clock.advance(Duration.ofMillis(1));
        assertThat(result(call, 503, "")).isInstanceOf(Failed.class);
        assertThat(interpreter.interpretNoResponse(call, new SocketTimeoutException("Read timed out")))
                .isEqualTo(new Failed(Fault.withoutResponse("SocketTimeoutException: Read timed out")));
    }

    @Test
    void an_unexpected_error_fails_the_call_when_it_lasts_too_long() {
        Call call = aCall(CallKind.SEND_MESSAGE, Optional.of(clock.instant()), Optional.empty());
        Exception error = new IllegalStateException("nobody thought of this");

        assertThat(interpreter.interpretUnexpectedError(call, error)).isInstanceOf(Retry.class);

        clock.advance(MAX_ELAPSED);
        assertThat(interpreter.interpretUnexpectedError(call, error))
                .isEqualTo(new Failed(
                        Fault.withoutResponse("unexpected error: IllegalStateException: nobody thought of this")));
    }

    @Test
    void the_time_of_server_errors_does_not_count_against_a_chat_that_is_not_ready() throws IOException {
        Instant anHourAgo = clock.instant().minus(Duration.ofHours(1));
        Call call = aCall(CallKind.SEND_MESSAGE, Optional.of(anHourAgo), Optional.empty());

        assertThat(result(call, 409, "{\"error\": {\"code\": 2009}}"))
                .asInstanceOf(type(Retry.class))
                .satisfies(retry -> {
                    assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(retry.reason()).isEqualTo(Reason.NOT_READY);
                });
    }

    @Test
    void only_a_missing_response_or_a_server_error_makes_a_call_indeterminate() throws IOException {
        assertThat(reason(result(aSend(), 503, ""))).isEqualTo(Reason.INDETERMINATE);
        assertThat(reason(result(aSend(), 408, ""))).isEqualTo(Reason.INDETERMINATE);
        assertThat(reason(interpreter.interpretNoResponse(aSend(), new SocketTimeoutException("Read timed out"))))
                .isEqualTo(Reason.INDETERMINATE);
        assertThat(reason(interpreter.interpretNoResponse(aSend(), new ConnectException("Connection refused"))))
                .isEqualTo(Reason.NOT_EXECUTED);
        assertThat(reason(interpreter.interpretNoResponse(aSend(), new UnknownHostException("api.example.com"))))
                .isEqualTo(Reason.NOT_EXECUTED);
    }

    private static Reason reason(CallResult result) {
        return ((Retry) result).reason();
    }

    @Test
    void a_state_that_forbids_the_call_is_retried_for_a_shorter_time_than_a_server_error() throws IOException {
        Call call = aSendThatFailsSince(clock.instant());
        String conflict = "{\"error\": {\"code\": 2015, \"message\": \"in transition\"}}";

        assertThat(result(call, 409, conflict)).isInstanceOf(Retry.class);
        clock.advance(MAX_TRANSITION);
        assertThat(result(call, 409, conflict)).isInstanceOf(Failed.class);
        assertThat(result(call, 503, "")).isInstanceOf(Retry.class);
    }

    // Outage of Linq, or errors of one group only

    @ParameterizedTest
    @CsvSource({"500, 2022", "500, 3007", "500, 4001", "500, 4002", "503, 4010", "500, 5002", "503, 4999", "500, 1007"})
    void an_error_of_linq_about_one_call_never_pauses_the_others(int status, int code) throws IOException {
        for (int call = 1; call <= 3; call++) {
            result(aCallNumbered(call), status, error(code));
        }

        assertThat(circuitBreaker.openReason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500, 4001", "500, 5002"})
    void an_error_of_linq_about_one_call_shows_that_linq_is_available(int status, int code) throws IOException {
        answersOfAGateway(3);
        assertThat(circuitBreaker.openReason()).contains(CircuitBreaker.OpenReason.UNREACHABLE);

        result(aCallNumbered(4), status, error(code));

        assertThat(circuitBreaker.openReason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500, 3001", "504, 3005", "500, 3006", "500, 3999", "503, 4004"})
    void a_server_outage_pauses_all_calls(int status, int code) throws IOException {
        for (int call = 1; call <= 3; call++) {
            result(aCallNumbered(call), status, error(code));
        }

        assertThat(circuitBreaker.openReason()).contains(CircuitBreaker.OpenReason.UNREACHABLE);
    }

    private void answersOfAGateway(int calls) throws IOException {
        for (int call = 1; call <= calls; call++) {
            result(aCallNumbered(call), 502, "<html>Bad gateway</html>");
        }
    }

    // API key

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\": {\"code\": 2004}}", "{}", "", "Unauthorized"})
    void a_rejected_key_fails_no_call(String body) throws IOException {
        Call call = aSendThatFailsSince(clock.instant().minus(Duration.ofDays(30)));

        assertThat(result(call, 401, body)).asInstanceOf(type(Retry.class)).satisfies(retry -> {
            assertThat(retry.delay()).isLessThan(Duration.ofSeconds(10));
            assertThat(retry.isCountedAttempt()).isFalse();
        });
        assertThat(circuitBreaker.openReason()).contains(CircuitBreaker.OpenReason.KEY_REJECTED);
    }

    // Failed

    @Test
    void a_refused_call_fails_with_the_whole_error_of_linq() throws IOException {
        String body =
                """
                {"success": false, "error": {"status": 403, "code": 2024, "message": "Recipient opted out",
                 "doc_url": "https://docs.example.com/2024"}, "trace_id": "t-1"}""";

        assertThat(result(aSend(), 403, body))
                .isEqualTo(new Failed(new Fault(
                        Optional.of(403),
                        Optional.of(2024),
                        "Recipient opted out",
                        Optional.of("https://docs.example.com/2024"),
                        Optional.of("t-1"))));
    }

    @Test
    void a_truncated_error_is_used_up_to_its_end() throws IOException {
        assertThat(result(aSend(), 400, "{\"success\": false, \"error\": {\"code\": 1004, \"message\": \"Mess"))
                .isInstanceOf(Failed.class);
        assertThat(result(aSend(), 400, "{\"success\": false, \"error\": {\"code\": 1004"))
                .isInstanceOf(Failed.class);
        assertThat(result(aSend(), 400, "{\"error\": {\"code\": 1004")).isInstanceOf(Retry.class);
        assertThat(result(aCreate(), 201, "{\"chat\": {\"id\": \"c4a70000\", \"display_name\": \"Caf\u00e9"))
                .asInstanceOf(type(Accepted.class))
                .extracting(Accepted::chatId)
                .isEqualTo(Optional.of("c4a70000"));
        assertThat(result(aCreate(), 201, "{\"chat\": {\"id\": \"c4a7")).isInstanceOf(Retry.class);
    }

    @Test
    void a_refused_call_fails_without_an_error_code() throws IOException {
        assertThat(result(aSend(), 409, "{\"error\": {\"status\": 409, \"message\": \"left\"}}"))
                .isInstanceOf(Failed.class);
        assertThat(result(aSend(), 409, "{\"success\": false, \"error\": {\"message\": \"left\"}}"))
                .isInstanceOf(Failed.class);
        assertThat(result(aSend(), 404, "{\"error\": {\"code\": \"2001\"}}")).isInstanceOf(Failed.class);
    }

    // Not from Linq

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            textBlock =
                    """
                    404 | no backend for this host
                    404 | default backend - 404
                    404 | ##
                    404 | <html>404 Not Found</html>
                    404 | {"message": "no Route matched with those values"}
                    404 | {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}
                    404 | {"error": {"code": "ResourceNotFound", "message": "Resource not found"}}
                    404 | {"timestamp": "2026-08-21T09:00:00Z", "status": 404, "error": "Not Found", "path": "/v3/chats"}
                    404 | {"error": "not found"}
                    404 | {"error": ["not found"]}
                    404 | {"error": null}
                    404 | [{"error": {"code": 2001}}]
                    404 | {"error": {"message": "not found"}}
                    400 | <html>400 The plain HTTP request was sent to HTTPS port</html>
                    400 | Bad Request
                    403 | <html>Forbidden</html>
                    403 | {"message": "Forbidden"}
                    403 | error code: 1020
                    405 | Method Not Allowed
                    407 | Proxy Authentication Required
                    410 | Gone
                    413 | <html>413 Request Entity Too Large</html>
                    414 | URI Too Long
                    415 | Unsupported Media Type
                    421 | Misdirected Request
                    426 | Upgrade Required
                    431 | Request Header Fields Too Large
                    451 | Unavailable For Legal Reasons
                    301 | <html>Moved</html>
                    307 | ##
                    308 | ##
                    """)
    void a_call_rejected_by_a_gateway_was_not_executed_and_is_retried(int status, String body) throws IOException {
        assertThat(result(aSend(), status, body))
                .asInstanceOf(type(Retry.class))
                .satisfies(retry -> {
                    assertThat(retry.reason()).isEqualTo(Reason.NOT_EXECUTED);
                    assertThat(retry.fault().httpStatus()).contains(status);
                    assertThat(retry.fault().message()).contains("HTTP " + status, "gateway", "LINQ_API_URL");
                });
        assertThat(result(aCall(CallKind.SEND_VOICE_MEMO), status, body))
                .asInstanceOf(type(Retry.class))
                .extracting(Retry::reason)
                .isEqualTo(Reason.NOT_EXECUTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    error code: 1020                                                               | error code: 1020
                    {"message":  "Forbidden"}                                                      | {"message": "Forbidden"}
                    <html><head><title>Access denied by policy 7 </title></head><body>x</body>     | Access denied by policy 7
                    <h1>403</h1><p>The <b>WAF</b> has   blocked this                               | 403 The WAF has blocked this
                    <!-- nothing -->                                                               |
                    """)
    void the_fault_of_a_gateway_response_quotes_its_title_or_start(String body, String excerpt) throws IOException {
        String message = ((Retry) result(aSend(), 403, body)).fault().message();

        assertThat(message).endsWith(excerpt == null ? "the network in between" : "; its response: " + excerpt);
    }

    @Test
    void a_call_rejected_by_a_gateway_for_too_long_fails_and_names_the_gateway() throws IOException {
        Call call = aSendThatFailsSince(clock.instant());
        clock.advance(MAX_ELAPSED);

        assertThat(result(call, 413, "<html>Too large</html>"))
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.fault().message())
                        .startsWith(
                                "HTTP 413 has no error object of Linq, so it is not from Linq: a gateway or proxy"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 460, 499})
    void a_gateway_timeout_makes_a_call_indeterminate(int status) throws IOException {
        assertThat(reason(result(aSend(), status, "client closed request"))).isEqualTo(Reason.INDETERMINATE);
        assertThat(result(aCall(CallKind.SEND_VOICE_MEMO), status, "")).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 521, 523, 525, 526, 530})
    void a_call_that_a_gateway_did_not_forward_was_not_executed(int status) throws IOException {
        for (CallKind kind : List.of(CallKind.SEND_MESSAGE, CallKind.SEND_VOICE_MEMO)) {
            assertThat(reason(result(aCall(kind), status, "error code: " + status)))
                    .isEqualTo(Reason.NOT_EXECUTED);
        }
    }

    @Test
    void a_401_without_an_error_of_linq_names_a_gateway_as_a_possible_cause() throws IOException {
        assertThat(((Retry) result(aSend(), 401, "{\"message\": \"Unauthorized\"}"))
                        .fault()
                        .message())
                .contains("HTTP 401", "perhaps from a gateway or proxy");
        assertThat(((Retry) result(aSend(), 401, error(2004))).fault().message())
                .doesNotContain("gateway");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 302, 303})
    void a_redirect_other_than_301_307_308_makes_a_call_indeterminate(int status) throws IOException {
        assertThat(reason(result(aSend(), status, ""))).isEqualTo(Reason.INDETERMINATE);
        assertThat(result(aCall(CallKind.SEND_VOICE_MEMO), status, "")).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Please log in</html>",
                "  \r\n<!DOCTYPE html>",
                "\uFEFF<html></html>",
                "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"
            })
    void a_web_page_is_not_from_linq_even_with_status_2xx(String page) throws IOException {
        for (CallKind kind : List.of(CallKind.CREATE_CHAT, CallKind.SEND_MESSAGE, CallKind.UPDATE_CHAT)) {
            assertThat(result(aCall(kind), 200, page))
                    .asInstanceOf(type(Retry.class))
                    .satisfies(retry -> {
                        assertThat(retry.reason()).isEqualTo(Reason.INDETERMINATE);
                        assertThat(retry.fault().message()).contains("HTTP 200 has a web page as its body", "gateway");
                    });
        }
    }

    @Test
    void a_call_unsafe_to_repeat_is_accepted_with_a_web_page_and_status_2xx() throws IOException {
        assertThat(result(aCall(CallKind.SEND_VOICE_MEMO), 200, "<html>Please log in</html>"))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void gateways_that_respond_instead_of_linq_pause_all_calls() throws IOException {
        for (int call = 1; call <= 3; call++) {
            result(aCallNumbered(call), 404, "no backend for this host");
        }

        assertThat(circuitBreaker.openReason()).contains(CircuitBreaker.OpenReason.UNREACHABLE);
        result(aCallNumbered(4), 403, "<html>Forbidden</html>");
        assertThat(circuitBreaker.openReason())
                .as("a response of a gateway does not show that Linq is available")
                .contains(CircuitBreaker.OpenReason.UNREACHABLE);
    }

    @Test
    void a_gateway_response_to_a_read_of_a_chat_shows_nothing_of_its_members() throws IOException {
        CallResult refused = new Failed(Fault.withoutResponse("no"));
        LinqResponse page = interpreter.parse(404, null, null, bytes("no backend for this host"));

        assertThat(interpreter.reconcileMemberChange(aCall(CallKind.LEAVE_CHAT), refused, page))
                .isInstanceOf(Retry.class);
    }

    @ParameterizedTest
    @CsvSource({
        "LEAVE_CHAT, 409, '{\"error\": {\"code\": 2015, \"message\": \"no\"}}'",
        "REMOVE_PARTICIPANT, 409, '{\"error\": {\"code\": 2015, \"message\": \"no\"}}'",
        "LEAVE_CHAT, 409, Conflict",
    })
    void a_removal_from_a_group_that_is_too_small_is_not_retried(CallKind kind, int status, String body)
            throws IOException {
        CallResult refused = result(aCall(kind), status, body);
        LinqResponse three = interpreter.parse(200, null, null, bytes(members("active", "active", "left")));
        LinqResponse four = interpreter.parse(200, null, null, bytes(members("active", "active", "active")));

        assertThat(refused).isInstanceOf(Retry.class);
        assertThat(interpreter.reconcileMemberChange(aCall(kind), refused, three))
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.fault().message())
                        .contains("fewer than 4 active members, including the line; this group has 3"));
        assertThat(interpreter.reconcileMemberChange(aCall(kind), refused, four))
                .isEqualTo(refused);
    }

    /** Members of a chat, including the line. */
    private static String members(String... statuses) {
        return IntStream.range(0, statuses.length)
                .mapToObj(i -> "{\"handle\": \"+1202555010%d\", \"status\": \"%s\"}".formatted(i, statuses[i]))
                .collect(Collectors.joining(", ", "{\"handles\": [{\"handle\": \"+9\", \"is_me\": true}, ", "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "ISO-8859-1", "windows-1252"})
    void ids_are_read_in_any_encoding(String charset) throws IOException {
        String body = CREATED.replace("\"is_group\"", "\"display_name\": \"Café\", \"is_group\"");

        assertThat(interpreter.interpret(
                        aCreate(),
                        interpreter.parse(
                                201, null, null, new ByteArrayInputStream(body.getBytes(Charset.forName(charset))))))
                .asInstanceOf(type(Accepted.class))
                .extracting(Accepted::chatId)
                .isEqualTo(Optional.of("c4a70000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF%s", "%s\u0000\u0000", "\n\n %s \n", "%s<!-- served by gw-3 -->", "%1$s%1$s"})
    void ids_are_read_whatever_surrounds_the_json(String around) throws IOException {
        assertThat(result(aCreate(), 201, around.formatted(CREATED))).isInstanceOf(Accepted.class);
    }

    // Not sent

    @Test
    void a_call_that_failed_before_its_request_was_sent_was_not_executed() {
        for (Exception reason : List.of(
                new SSLHandshakeException("Received fatal alert: handshake_failure"),
                new SSLPeerUnverifiedException("Certificate doesn't match"),
                new RequestNotSent(new SSLException("Unsupported or unrecognized SSL message")),
                new ConnectException("Connection refused"),
                new UnknownHostException("api.example.com"))) {
            for (CallKind kind : List.of(CallKind.SEND_MESSAGE, CallKind.SEND_VOICE_MEMO)) {
                assertThat(reason(interpreter.interpretNoResponse(aCall(kind), reason)))
                        .as("%s of %s", reason, kind)
                        .isEqualTo(Reason.NOT_EXECUTED);
            }
        }
    }

    @Test
    void the_reason_why_nothing_was_sent_is_the_message() {
        Exception reason = new RequestNotSent(new UnknownHostException("api.example.com"));

        assertThat(((Retry) interpreter.interpretNoResponse(aSend(), reason))
                        .fault()
                        .message())
                .isEqualTo("UnknownHostException: api.example.com");
    }

    @Test
    void a_long_error_message_is_cut() throws IOException {
        String body = "{\"error\": {\"code\": 1005, \"message\": \"%s\", \"doc_url\": \"https://%s\"}}"
                .formatted("x".repeat(900_000), "y".repeat(90_000));

        assertThat(result(aSend(), 400, body)).asInstanceOf(type(Failed.class)).satisfies(failed -> {
            assertThat(failed.fault().code()).contains(1005);
            assertThat(failed.fault().message()).startsWith("xxx").hasSizeLessThanOrEqualTo(1_001);
            assertThat(failed.fault().docUrl()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"error\":"})
    void an_unparsable_body_is_classified_by_its_status(String nested) throws IOException {
        assertThat(result(aSend(), 400, nested.repeat(1_000_000))).isInstanceOf(Retry.class);
        assertThat(result(aSend(), 503, nested.repeat(1_000_000))).isInstanceOf(Retry.class);
        assertThat(result(aSend(), 202, nested.repeat(1_000_000))).isInstanceOf(Accepted.class);
    }

    @Test
    void an_error_contains_nothing_that_a_database_cannot_store() throws IOException {
        assertThat(result(aSend(), 400, "{\"error\": {\"code\": 1004, \"message\": \"no\\u0000good\"}}"))
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.fault().message()).doesNotContain("\0"));
    }

    @Test
    void a_call_that_cannot_be_made_fails_with_the_reason() {
        assertThat(interpreter.interpretImpossibleCall(new CallNotPossible("group \"order-1001\" has no chat")))
                .isEqualTo(new Failed(Fault.withoutResponse("group \"order-1001\" has no chat"), false));
    }

    private CallResult result(Call call, int status, String body) throws IOException {
        return interpreter.interpret(call, interpreter.parse(status, null, null, bytes(body)));
    }

    private static String error(int code) {
        return "{\"error\": {\"code\": %d}}".formatted(code);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Call aCreate() {
        return aCall(CallKind.CREATE_CHAT);
    }

    private Call aSend() {
        return aCall(CallKind.SEND_MESSAGE);
    }

    private Call aSendThatFailsSince(Instant time) {
        return aCall(CallKind.SEND_MESSAGE, Optional.of(time));
    }

    private Call aCall(CallKind kind) {
        return aCall(kind, Optional.empty());
    }

    private static Call aCallNumbered(int callId) {
        return aCall(callId, CallKind.SEND_MESSAGE, Optional.empty(), Optional.empty());
    }

    @Test
    void a_file_that_linq_has_lost_is_uploaded_again_and_only_one_of_the_producer_fails() throws IOException {
        Call withFile = withFile(CallKind.SEND_MESSAGE);

        assertThat(result(withFile, 404, error(2003))).isInstanceOf(Retry.class);
        assertThat(result(withFile, 404, error(2002))).isInstanceOf(Failed.class);
        assertThat(result(aCall(CallKind.SEND_MESSAGE), 404, error(2003))).isInstanceOf(Failed.class);
    }

    @Test
    void a_picture_that_linq_cannot_download_is_given_again_if_it_is_a_local_file() throws IOException {
        for (CallKind kind : List.of(CallKind.UPDATE_CHAT, CallKind.SET_BACKGROUND)) {
            assertThat(result(withFile(kind), 400, error(5007))).isInstanceOf(Retry.class);
            assertThat(result(withFile(kind), 500, error(5002))).isInstanceOf(Retry.class);
            assertThat(result(withFile(kind), 400, error(5006))).isInstanceOf(Failed.class);
            assertThat(result(aCall(kind), 400, error(5007))).isInstanceOf(Failed.class);
        }
        // The medium by url beside it may be what cannot be downloaded.
        assertThat(result(withFile(CallKind.SEND_MESSAGE), 500, error(5002))).isInstanceOf(Failed.class);
    }

    private static Call withFile(CallKind kind) {
        return new Call(
                7,
                "order-1001",
                2,
                Optional.of("order-1001"),
                Optional.empty(),
                Optional.empty(),
                kind,
                "POST",
                "/chats/1",
                "{}",
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static Call aCall(CallKind kind, Optional<Instant> since) {
        return aCall(kind, since, since);
    }

    private static Call aCall(CallKind kind, Optional<Instant> failingSince, Optional<Instant> notReadySince) {
        return aCall(7, kind, failingSince, notReadySince);
    }

    private static Call aCall(
            int callId, CallKind kind, Optional<Instant> failingSince, Optional<Instant> notReadySince) {
        return new Call(
                callId,
                "order-1001",
                2,
                Optional.of("order-1001"),
                Optional.empty(),
                Optional.empty(),
                kind,
                "POST",
                "/chats",
                "{\"handle\": \"+12025550100\"}",
                0,
                false,
                failingSince,
                notReadySince,
                Optional.empty(),
                false);
    }
}
