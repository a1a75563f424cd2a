package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each request is measured under its endpoint and what came back. */
class RequestTimerTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RequestTimer timer = new RequestTimer(metrics);
    private final ClassicHttpRequest request = new BasicClassicHttpRequest("POST", "/v3/chats/c-1/messages");

    @ParameterizedTest
    @CsvSource({"201, 2xx", "404, 4xx", "429, 429", "503, 5xx"})
    void a_response_is_counted_by_the_class_of_its_status_and_a_429_on_its_own(int status, String label)
            throws Exception {
        timer.execute(request, null, (sent, scope) -> new BasicClassicHttpResponse(status));

        assertThat(count(label)).isEqualTo(1);
    }

    @Test
    void a_request_without_a_response_is_counted_too_and_its_error_is_passed_on() {
        assertThatThrownBy(() -> timer.execute(request, null, (sent, scope) -> {
                    throw new SocketTimeoutException("Read timed out");
                }))
                .isInstanceOf(SocketTimeoutException.class);

        assertThat(count("none")).isEqualTo(1);
    }

    private long count(String status) {
        return Optional.ofNullable(metrics.find("linq.requests")
                        .tag("endpoint", "POST /chats/{id}/messages")
                        .tag("status", status)
                        .timer())
                .map(Timer::count)
                .orElse(0L);
    }
}
