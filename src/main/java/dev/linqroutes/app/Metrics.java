package dev.linqroutes.app;

import dev.linqroutes.command.CommandReader;
import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.ledger.confirm.EventRecorder;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResultRecorder;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.MaskedLine;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.ops.Backlog;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.webhook.server.WebhookResponses;
import dev.linqroutes.webhook.verify.WebhookResult;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Registers the program's own metrics, beside Camel's. A gauge whose value is unavailable is NaN. What has labels that are known only
 * when it happens is counted where it happens: {@code linq.requests}, {@code linq.outcomes}, {@code linq.confirmations}.
 */
final class Metrics {
    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The type of a refused record is what its producer wrote: any text. */
    static MeterFilter boundedTypes() {
        return MeterFilter.replaceTagValues(
                "type", type -> CommandReader.types().contains(type) ? type : OutcomeMapper.UNKNOWN_TYPE);
    }

    void register(Backlog backlog, OutboxTopics topics) {
        boundedGauge(backlog, "linq.mailboxes.waiting", "Groups with pending calls", Backlog.Snapshot::mailboxes);
        boundedGauge(
                backlog,
                "linq.mailboxes.due",
                "Groups whose next call may be made and that no worker has yet",
                Backlog.Snapshot::due);
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
        gauge(
                backlog,
                "linq.batch.rows.waiting",
                "Rows of files that are not commands yet",
                Backlog.Snapshot::batchRows);
        boundedGauge(backlog, "linq.uploads.waiting", "Local files that calls wait for", Backlog.Snapshot::uploads);
        gauge(
                backlog,
                "linq.upload.oldest.age.seconds",
                "Time since a call began to wait for the oldest of them",
                Backlog.Snapshot::oldestUploadAgeSeconds);
        for (String topic : List.of(
                topics.outcomes(),
                topics.deadLetters(),
                topics.events(),
                topics.groups(),
                topics.polls(),
                topics.audit())) {
            outboxGauge(
                    backlog,
                    "linq.outbox.records",
                    "Records that Kafka has not acknowledged; counted up to " + Backlog.COUNT_LIMIT,
                    topic,
                    Backlog.OutboxTopic::records);
            outboxGauge(
                    backlog,
                    "linq.outbox.oldest.age.seconds",
                    "Time since the oldest of these records was written",
                    topic,
                    Backlog.OutboxTopic::oldestAgeSeconds);
        }
    }

    private void outboxGauge(
            Backlog backlog,
            String name,
            String description,
            String topic,
            ToDoubleFunction<Backlog.OutboxTopic> figure) {
        Gauge.builder(name, backlog, each -> each.snapshot()
                        .map(snapshot -> figure.applyAsDouble(snapshot.outbox(topic)))
                        .orElse(Double.NaN))
                .description(description)
                .tag("topic", topic)
                .register(registry);
    }

    void register(CommandIntake intake) {
        FunctionCounter.builder("linq.commands.accepted", intake, CommandIntake::acceptedCount)
                .description("Commands that were accepted; each has an outcome later")
                .register(registry);
    }

    void register(CallResultRecorder results) {
        for (CallResult.Retry.Reason reason : CallResult.Retry.Reason.values()) {
            FunctionCounter.builder("linq.calls.retried", results, each -> each.retryCount(reason))
                    .description("Attempts of calls that are followed by another attempt")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
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

    void register(ComponentHealth health) {
        for (ComponentHealth.Component component : ComponentHealth.Component.values()) {
            Gauge.builder("linq.health.down", health, each -> each.isDown(component) ? 1 : 0)
                    .description("1 while a health check of this component is DOWN; /observe/health says why")
                    // Nothing else holds it.
                    .strongReference(true)
                    .tag("component", component.name().toLowerCase(Locale.ROOT))
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

    void register(NewConversations conversations) {
        conversations.onNewLine(
                line -> Gauge.builder("linq.line.new.conversations", conversations, each -> each.inLastDay(line))
                        .description("Groups the line has made and people added to groups within 24 hours")
                        .tag("line", MaskedLine.of(line))
                        .register(registry));
    }

    /** @param lines that send where a command names none */
    void register(LineStates states, Set<String> lines) {
        for (String line : lines) {
            Gauge.builder("linq.line.unhealthy", states, each -> each.isUnhealthy(line) ? 1 : 0)
                    .description("1 while Linq calls the line flagged or critical, or has refused new activity of it")
                    .tag("line", MaskedLine.of(line))
                    .register(registry);
        }
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
