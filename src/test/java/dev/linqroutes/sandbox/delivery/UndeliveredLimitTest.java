package dev.linqroutes.sandbox.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Journal;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.record.AccountRecord;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UndeliveredLimitTest {
    private static final String A_MEGABYTE = "x".repeat(1024 * 1024);

    private final SandboxOptions options = SandboxOptions.defaults();
    private final Vertx vertx = Vertx.vertx();
    private final Account account = new Account("acct-1", options.lines(), options.history(), Journal.none());
    private final Timeline timeline = new Timeline(Clock.systemUTC(), Duration.ZERO, (wait, action) -> {});
    private final WebhookDispatcher deliveries = new WebhookDispatcher(
            new WebhookClient(vertx, new TargetUrlCheck(Set.of())),
            account,
            timeline,
            new WebhookBackoff(options.firstWebhookRetry()),
            new AccountRecord(account, timeline, options).deliveryRecorder(),
            new FaultInjector(options.faults()),
            options.history());

    @AfterEach
    void stop() {
        vertx.close();
    }

    private void queue(int number) {
        deliveries.queue(new WebhookDelivery(
                Integer.toString(number), "s-1", "e-1", "message.sent", A_MEGABYTE, 0, Optional.empty(), 0));
    }

    @Test
    void the_oldest_of_large_webhooks_are_dropped_before_they_fill_the_memory() {
        IntStream.range(0, 100).forEach(this::queue);

        assertThat(account.undeliveredWebhooks().keySet())
                .containsExactlyElementsOf(
                        IntStream.range(37, 100).mapToObj(Integer::toString).toList());
    }
}
