package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.ops.Backlog;
import dev.linqroutes.ledger.ops.Instances;
import dev.linqroutes.linq.CircuitBreaker;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** What the program does at present, and whether anything keeps it from working. The same for all viewers. */
final class NowApi {
    /** Paused groups that are named: every open page gets them every two seconds. */
    private static final int MAX_GROUPS = 10;

    private final CamelContext context;
    private final Backlog backlog;
    private final CircuitBreaker circuitBreaker;
    private final LineQuota lines;
    private final NewConversations conversations;
    private final LineHealth lineHealth;
    private final Pauses pauses;
    private final InstanceOverview instances;
    private final ConsoleParts.Limits limits;
    private final LineStates lineStates;
    private final Clock clock;

    NowApi(
            CamelContext context,
            ConsoleParts.Ledger ledger,
            CircuitBreaker circuitBreaker,
            LineHealth lineHealth,
            InstanceOverview instances,
            ConsoleParts.Limits limits,
            Clock clock) {
        this.context = context;
        this.backlog = ledger.backlog();
        this.circuitBreaker = circuitBreaker;
        this.lines = ledger.lines();
        this.conversations = ledger.newConversations();
        this.lineHealth = lineHealth;
        this.pauses = ledger.pauses();
        this.instances = instances;
        this.limits = limits;
        this.lineStates = ledger.lineStates();
        this.clock = clock;
    }

    /**
     * @param pausedLines why, by line
     * @param unhealthyLines the status at Linq, by line
     * @param messagesToday sent and received, by line
     * @param newConversations within 24 hours, by line
     * @param pausedGroups the oldest first
     */
    private record LedgerState(
            Backlog.Snapshot backlog,
            Optional<Pauses.Pause> pause,
            Map<String, String> pausedLines,
            Map<String, Long> messagesToday,
            Map<String, Long> newConversations,
            Map<String, String> unhealthyLines,
            List<Pauses.Pause> pausedGroups,
            List<Instances.Other> instances) {}

    JsonNode show() {
        ObjectNode now = ConsoleHttp.JSON.createObjectNode();
        Instant at = clock.instant();
        now.put("at", at.toString());
        Optional<LedgerState> ledger = readLedger();
        instances.show(now, ledger.map(LedgerState::instances).orElse(List.of()), at);
        now.put("ledger_answers", ledger.isPresent());
        Optional<Pauses.Pause> pause = ledger.flatMap(LedgerState::pause);
        now.put("paused_by_person", pause.isPresent());
        pause.map(Pauses.Pause::describe)
                .or(circuitBreaker::describeOpenReason)
                .ifPresent(reason -> now.put("paused", reason));
        ledger.ifPresent(state -> now.set("backlog", show(state.backlog())));
        now.put("count_limit", Backlog.COUNT_LIMIT);
        addPausedGroups(now, ledger.map(LedgerState::pausedGroups).orElse(List.of()));
        addLines(now, ledger);
        now.set("health", health());
        return now;
    }

    /** Those that Linq names, those that have sent or received, and those that are paused. */
    private void addLines(ObjectNode now, Optional<LedgerState> ledger) {
        Map<String, String> pausedLines = ledger.map(LedgerState::pausedLines).orElse(Map.of());
        Map<String, Long> messages = ledger.map(LedgerState::messagesToday).orElse(Map.of());
        Map<String, Long> started = ledger.map(LedgerState::newConversations).orElse(Map.of());
        Map<String, String> unhealthy = ledger.map(LedgerState::unhealthyLines).orElse(Map.of());
        LineHealth.Answer health = lineHealth.latest();
        health.problem().ifPresent(problem -> now.put("lines_problem", problem));
        Set<String> all = new TreeSet<>(lines.lines());
        all.addAll(health.lines().keySet());
        all.addAll(pausedLines.keySet());
        all.addAll(started.keySet());
        ArrayNode shownLines = now.putArray("lines");
        for (String line : all) {
            ObjectNode shown = shownLines.addObject();
            shown.put("line", line);
            shown.put("messages_today", messages.getOrDefault(line, lines.messagesToday(line)));
            shown.put("new_conversations", started.getOrDefault(line, 0L));
            shown.put("advised_new_per_day", limits.newConversations().advised());
            Optional.ofNullable(unhealthy.get(line))
                    .filter(status -> limits.newConversations().isShared(line))
                    .ifPresent(status -> shown.put("makes_no_new_groups", status));
            limits.maxPerDay().ifPresent(max -> shown.put("max_per_day", max));
            Optional.ofNullable(pausedLines.get(line)).ifPresent(paused -> shown.put("paused", paused));
            Optional.ofNullable(health.lines().get(line)).ifPresent(each -> {
                shown.put("health", each.status());
                shown.put("health_url", each.docUrl());
            });
        }
    }

    private static void addPausedGroups(ObjectNode now, List<Pauses.Pause> paused) {
        now.put("groups_paused", paused.size());
        ArrayNode shown = now.putArray("paused_groups");
        paused.stream().limit(MAX_GROUPS).forEach(pause -> shown.addObject()
                .put("id", pause.name())
                .put("group", MailboxNames.groupOf(pause.name()))
                .put("paused", pause.describe()));
    }

    /** Empty while the ledger is unavailable; the health check reports it. */
    private Optional<LedgerState> readLedger() {
        Optional<Backlog.Snapshot> snapshot = backlog.snapshot();
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, String> pausedLines = new HashMap<>();
            pauses.findOf(PauseScope.LINE).forEach(pause -> pausedLines.put(pause.name(), pause.describe()));
            return Optional.of(new LedgerState(
                    snapshot.get(),
                    pauses.findOfAll(),
                    pausedLines,
                    lines.readAll(),
                    conversations.readAll(),
                    lineStates.readUnhealthy(),
                    pauses.findOf(PauseScope.GROUP),
                    instances.findOthers()));
        } catch (LedgerException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode show(Backlog.Snapshot snapshot) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("groups_waiting", snapshot.mailboxes());
        shown.put("groups_due", snapshot.due());
        shown.put("oldest_due_seconds", snapshot.oldestDueAgeSeconds());
        shown.put("commands_delayed", snapshot.delayed());
        shown.put("calls_unconfirmed", snapshot.unconfirmed());
        shown.put("rows_waiting", snapshot.batchRows());
        shown.put("uploads_waiting", snapshot.uploads());
        shown.put("oldest_upload_seconds", snapshot.oldestUploadAgeSeconds());
        long records = snapshot.outbox().values().stream()
                .mapToLong(Backlog.OutboxTopic::records)
                .sum();
        shown.put("outbox_records", records);
        return shown;
    }

    /** Checks that are not up; an empty list when all are. */
    private ArrayNode health() {
        ArrayNode down = ConsoleHttp.JSON.createArrayNode();
        Collection<HealthCheck.Result> results = HealthCheckHelper.invoke(context);
        for (HealthCheck.Result result : results == null ? List.<HealthCheck.Result>of() : results) {
            if (result.getState() == HealthCheck.State.DOWN) {
                down.addObject()
                        .put("check", result.getCheck().getId())
                        .put("message", result.getMessage().orElse("not up"));
            }
        }
        return down;
    }
}
