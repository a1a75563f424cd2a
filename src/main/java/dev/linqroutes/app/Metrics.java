package dev.linqroutes.app;

import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.ledger.confirm.EventRecorder;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.MaskedLine;
import dev.linqroutes.ledger.ops.Backlog;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.webhook.server.WebhookResponses;
import dev.linqroutes.webhook.verify.WebhookResult;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** Registers the program's own metrics, beside Camel's. A gauge whose value is unavailable is NaN. */
final class Metrics {
    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(Backlog backlog) {
        boundedGauge(backlog, "linq.mailboxes.waiting", "Groups with pending calls", Backlog.Snapshot::mailboxes);
        gauge(
                backlog,
                "linq.mailbox.oldest.due.age.seconds",
                "Time since the longest waiting group became due",
                Backlog.Snapshot::oldestDueAgeSeconds);
        boundedGauge(
                backlog, "linq.commands.delayed", "Commands delayed until a later time", Backlog.Snapshot::delayed);
        boundedGauge(
                backlog,
                "linq.calls.unconfirmed",
                "Calls that Linq accepted and that are not confirmed yet",
                Backlog.Snapshot::unconfirmed);
        boundedGauge(
                backlog, "linq.outbox.records", "Records that Kafka has not acknowledged", Backlog.Snapshot::outbox);
    }

    private void boundedGauge(
            Backlog backlog, String name, String description, ToDoubleFunction<Backlog.Snapshot> figure) {
        gauge(backlog, name, description + "; counted up to " + Backlog.COUNT_LIMIT, figure);
    }

    private void gauge(Backlog backlog, String name, String description, ToDoubleFunction<Backlog.Snapshot> figure) {
        Gauge.builder(name, backlog, each -> each.snapshot()
                        .map(figure::applyAsDouble)
                        .orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    void register(CommandRecords records) {
        FunctionCounter.builder("linq.commands.tombstones", records, CommandRecords::tombstoneCount)
                .description("Records of the command topic that were ignored because they have no value")
                .register(registry);
    }

    void register(Outbox outbox) {
        Gauge.builder("linq.outbox.parked.records", outbox, each -> {
                    OptionalLong parked = each.countParked();
                    return parked.isPresent() ? parked.getAsLong() : Double.NaN;
                })
                .description("Parked records that are too large for their topic; counted up to 1000")
                .register(registry);
    }

    void register(CircuitBreaker circuitBreaker) {
        for (CircuitBreaker.OpenReason reason : CircuitBreaker.OpenReason.values()) {
            Gauge.builder(
                            "linq.circuit.breaker.open",
                            circuitBreaker,
                            each -> each.openReason().equals(Optional.of(reason)) ? 1 : 0)
                    .description("1 while the circuit breaker pauses all calls for this reason")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void registerResponses(CircuitBreaker circuitBreaker) {
        for (String responseClass : circuitBreaker.responseLabels()) {
            FunctionCounter.builder("linq.responses", circuitBreaker, each -> each.responseCount(responseClass))
                    .description("Responses by class; not_of_linq is a response of a gateway or proxy instead of Linq")
                    .tag("class", responseClass)
                    .register(registry);
        }
    }

    void register(LineQuota lines) {
        lines.onNewLine(line -> Gauge.builder("linq.line.messages.today", lines, each -> each.messagesToday(line))
                .description(
                        "Messages the line has sent and received since 00:00 UTC; a line is named by the last four digits of"
                                + " its number and the first four of the number's SHA-256")
                .tag("line", MaskedLine.of(line))
                .register(registry));
    }

    void register(RetentionJob retention) {
        for (String table : RetentionJob.TABLES) {
            FunctionCounter.builder("linq.retention.deleted.rows", retention, each -> each.deletedRows(table))
                    .description("Rows deleted after their retention period")
                    .tag("table", table)
                    .register(registry);
        }
        Gauge.builder("linq.retention.oldest.finished.age.seconds", retention, each -> each.ageOfOldestFinished()
                        .toSeconds())
                .description("Time since the oldest retained command or file was finished")
                .register(registry);
    }

    void register(WebhookResponses responses) {
        for (WebhookResult result : WebhookResult.values()) {
            FunctionCounter.builder("linq.webhooks", responses, each -> each.count(result))
                    .description("Answered webhooks by result")
                    .tag("result", result.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void register(EventRecorder events) {
        FunctionCounter.builder("linq.opt.outs", events, EventRecorder::optOuts)
                .description("Opt-out words such as STOP in groups, which Linq does not handle")
                .register(registry);
        FunctionCounter.builder("linq.webhooks.duplicates", events, EventRecorder::duplicates)
                .description("Stored webhooks whose event was in the ledger already")
                .register(registry);
    }
}
