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

/** What Camel's own metrics cannot know: what waits, and why. A figure that cannot be had is not a number. */
final class Metrics {
    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(Backlog backlog) {
        boundedGauge(backlog, "linq.mailboxes.waiting", "Groups with calls to make", Backlog.Snapshot::mailboxes);
        gauge(
                backlog,
                "linq.mailbox.oldest.due.age.seconds",
                "How long the group that has waited longest is due",
                Backlog.Snapshot::oldestDueAgeSeconds);
        boundedGauge(backlog, "linq.commands.delayed", "Commands whose time has not come", Backlog.Snapshot::delayed);
        boundedGauge(
                backlog,
                "linq.calls.unconfirmed",
                "Calls that Linq took and nothing has confirmed yet",
                Backlog.Snapshot::unconfirmed);
        boundedGauge(backlog, "linq.outbox.records", "Records Kafka has not acknowledged", Backlog.Snapshot::outbox);
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
                .description("Records of the topic of commands that were ignored because they have no value")
                .register(registry);
    }

    void register(Outbox outbox) {
        Gauge.builder("linq.outbox.parked.records", outbox, each -> {
                    OptionalLong parked = each.countParked();
                    return parked.isPresent() ? parked.getAsLong() : Double.NaN;
                })
                .description(
                        "Records that wait apart because their topic finds them too large; 1000 stands for more, too")
                .register(registry);
    }

    void register(CircuitBreaker gate) {
        for (CircuitBreaker.OpenReason reason : CircuitBreaker.OpenReason.values()) {
            Gauge.builder(
                            "linq.circuit.breaker.open",
                            gate,
                            each -> each.openReason().equals(Optional.of(reason)) ? 1 : 0)
                    .description("1 while all work pauses for this reason")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void registerResponses(CircuitBreaker gate) {
        for (String meaning : gate.responseLabels()) {
            FunctionCounter.builder("linq.responses", gate, each -> each.responseCount(meaning))
                    .description(
                            "Responses by what they mean; not_of_linq is a response of a gateway or proxy instead of Linq")
                    .tag("class", meaning)
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
                    .description("Rows deleted because they had been kept for long enough")
                    .tag("table", table)
                    .register(registry);
        }
        Gauge.builder("linq.retention.oldest.finished.age.seconds", retention, each -> each.ageOfOldestFinished()
                        .toSeconds())
                .description("How long ago the oldest command or file that is kept was finished")
                .register(registry);
    }

    void register(WebhookResponses answers) {
        for (WebhookResult answer : WebhookResult.values()) {
            FunctionCounter.builder("linq.webhooks", answers, each -> each.count(answer))
                    .description("Webhooks that were answered, by what became of them")
                    .tag("result", answer.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void register(EventRecorder events) {
        FunctionCounter.builder("linq.opt.outs", events, EventRecorder::optOuts)
                .description("Words such as STOP from members of groups, which Linq does not block")
                .register(registry);
        FunctionCounter.builder("linq.webhooks.duplicates", events, EventRecorder::duplicates)
                .description("Webhooks among the stored whose event was in the ledger already")
                .register(registry);
    }
}
