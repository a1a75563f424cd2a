package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.account.SandboxOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxStartTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withLatency(Duration.ofMillis(150)));

    @Test
    void a_port_in_use_fails_the_start_with_its_address() {
        int taken = linq.server().port();

        assertThatThrownBy(() -> Sandbox.start(SandboxOptions.defaults().withPort(taken)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasCauseInstanceOf(BindException.class);
    }

    @Test
    void port_zero_uses_a_free_port() {
        assertThat(linq.server().port()).isPositive();
        assertThat(linq.server().apiUrl())
                .isEqualTo("http://127.0.0.1:" + linq.server().port() + "/api/partner/v3");
    }

    @Test
    void latency_delays_the_response() {
        long start = System.nanoTime();

        assertThat(linq.createGroup("one", ANN, BOB).status()).isEqualTo(201);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void closing_frees_the_port_and_is_idempotent() {
        int port = linq.server().port();
        linq.server().close();
        linq.server().close();

        try (Sandbox next = Sandbox.start(SandboxOptions.defaults().withPort(port))) {
            assertThat(next.port()).isEqualTo(port);
        }
    }

    @Test
    void invalid_options_are_refused() {
        SandboxOptions options = SandboxOptions.defaults();

        assertThatThrownBy(() -> options.withPort(70_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withApiKey(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withLines(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withLines(List.of("555"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withPairLimitPerMinute(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(options.withApiKey("very-secret").toString()).doesNotContain("very-secret");
    }
}
