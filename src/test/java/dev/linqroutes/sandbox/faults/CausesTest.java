package dev.linqroutes.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CausesTest {
    private static final String TRACE = "0123456789abcdef";

    private final Vertx vertx = Vertx.vertx();
    private final Causes causes = new Causes();
    private final AtomicBoolean answered = new AtomicBoolean();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_answer_does_not_wait_for_an_effect_that_failed() {
        causes.held().expect(TRACE);
        Runnable effect = causes.later(TRACE, () -> {
            throw new IllegalStateException("failed on purpose");
        });
        causes.held().hold(TRACE, vertx, () -> answered.set(true));
        assertThat(answered).isFalse();

        assertThatThrownBy(effect::run).hasMessage("failed on purpose");

        assertThat(answered).isTrue();
    }
}
