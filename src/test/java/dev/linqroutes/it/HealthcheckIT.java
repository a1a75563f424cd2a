package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.Dockerfile;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command of the image's HEALTHCHECK, run beside the program without a container. */
class HealthcheckIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private List<String> command;

    @BeforeEach
    void readCommand() throws IOException {
        command = Dockerfile.read().healthcheck();
    }

    @Test
    void a_program_that_works_is_healthy_and_one_that_has_ended_is_not() throws Exception {
        InProcessProgram program = program().start();

        await().atMost(LONG).untilAsserted(() -> assertThat(exitCode(program)).isZero());

        program.stop();

        assertThat(exitCode(program)).isNotZero();
    }

    @Test
    void a_program_without_kafka_is_not_healthy() throws Exception {
        InProcessProgram program = program()
                .with("kafka.brokers", "127.0.0.1:" + ProgramProcess.freePort())
                .start();

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(program.health().statusCode()).isEqualTo(503));
        assertThat(exitCode(program)).isNotZero();
    }

    private int exitCode(InProcessProgram program) throws IOException, InterruptedException {
        ProcessBuilder healthcheck = new ProcessBuilder(command).redirectErrorStream(true);
        healthcheck.environment().put("OBSERVE_PORT", program.setting("observe.port"));
        Process process = healthcheck.start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
