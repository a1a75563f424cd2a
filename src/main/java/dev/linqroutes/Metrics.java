package dev.linqroutes;

import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.ledger.Backlog;
import dev.linqroutes.ledger.Events;
import dev.linqroutes.ledger.LineName;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Outbox;
import dev.linqroutes.ledger.Retention;
import dev.linqroutes.linq.Gate;
import dev.linqroutes.webhook.WebhookAnswer;
import dev.linqroutes.webhook.WebhookAnswers;
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

    void watch(Backlog backlog) {
        counted(backlog, "linq.mailboxes.waiting", "Groups with calls to make", Backlog.State::mailboxes);
        gauge(
                backlog,
                "linq.mailbox.oldest.due.age.seconds",
                "How long the group that has waited longest is due",
                Backlog.State::lateSeconds);
        counted(backlog, "linq.commands.delayed", "Commands whose time has not come", Backlog.State::delayed);
        counted(
                backlog,
                "linq.calls.unconfirmed",
                "Calls that Linq took and nothing has confirmed yet",
                Backlog.State::unconfirmed);
        counted(backlog, "linq.outbox.records", "Records Kafka has not acknowledged", Backlog.State::outbox);
    }

    private void counted(Backlog backlog, String name, String description, ToDoubleFunction<Backlog.State> figure) {
        gauge(backlog, name, description + "; counted up to " + Backlog.MOST, figure);
    }

    private void gauge(Backlog backlog, String name, String description, ToDoubleFunction<Backlog.State> figure) {
        Gauge.builder(name, backlog, each -> each.now()
                        .map(figure::applyAsDouble)
                        .orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    void watch(CommandRecords records) {
        FunctionCounter.builder("linq.commands.tombstones", records, CommandRecords::tombstones)
                .description("Records of the topic of commands that were ignored because they have no value")
                .register(registry);
    }

    void watch(Outbox outbox) {
        Gauge.builder("linq.outbox.parked.records", outbox, each -> {
                    OptionalLong parked = each.parked();
                    return parked.isPresent() ? parked.getAsLong() : Double.NaN;
                })
                .description(
                        "Records that wait apart because their topic finds them too large; 1000 stands for more, too")
                .register(registry);
    }

    void watch(Gate gate) {
        for (Gate.Pause reason : Gate.Pause.values()) {
            Gauge.builder(
                            "linq.circuit.breaker.open",
                            gate,
                            each -> each.pause().equals(Optional.of(reason)) ? 1 : 0)
                    .description("1 while all work pauses for this reason")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void watchAnswers(Gate gate) {
        for (String meaning : gate.meanings()) {
            FunctionCounter.builder("linq.responses", gate, each -> each.answers(meaning))
                    .description(
                            "Responses by what they mean; not_of_linq is a response of a gateway or proxy instead of Linq")
                    .tag("class", meaning)
                    .register(registry);
        }
    }

    void watch(Lines lines) {
        lines.whenSeen(line -> Gauge.builder("linq.line.messages.today", lines, each -> each.messagesToday(line))
                .description(
                        "Messages the line has sent and received since 00:00 UTC; a line is named by the last four digits of"
                                + " its number and the first four of the number's SHA-256")
                .tag("line", LineName.of(line))
                .register(registry));
    }

    void watch(Retention retention) {
        for (String table : Retention.TABLES) {
            FunctionCounter.builder("linq.retention.deleted.rows", retention, each -> each.deleted(table))
                    .description("Rows deleted because they had been kept for long enough")
                    .tag("table", table)
                    .register(registry);
        }
        Gauge.builder("linq.retention.oldest.finished.age.seconds", retention, each -> each.ageOfOldestFinished()
                        .toSeconds())
                .description("How long ago the oldest command or file that is kept was finished")
                .register(registry);
    }

    void watch(WebhookAnswers answers) {
        for (WebhookAnswer answer : WebhookAnswer.values()) {
            FunctionCounter.builder("linq.webhooks", answers, each -> each.count(answer))
                    .description("Webhooks that were answered, by what became of them")
                    .tag("result", answer.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void watch(Events events) {
        FunctionCounter.builder("linq.opt.outs", events, Events::optOuts)
                .description("Words such as STOP from members of groups, which Linq does not block")
                .register(registry);
        FunctionCounter.builder("linq.webhooks.duplicates", events, Events::duplicates)
                .description("Webhooks among the stored whose event was in the ledger already")
                .register(registry);
    }
}
