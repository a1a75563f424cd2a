package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.ledger.ops.FailedCommands.Failure;
import dev.linqroutes.ledger.ops.FailedCommands.Filter;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.WaitingCommands;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Failed commands: search, what a replay would do, and the replay of some or of all that match. Waiting commands: cancel. */
final class CommandApi {
    /** Commands that are listed, and that are replayed or cancelled in one request. */
    static final int MAX_COMMANDS = 500;

    /** Commands of which each call is shown before a replay. */
    private static final int MAX_PLANS = 20;

    private static final int MAX_DESCRIPTION = 900;
    private static final List<String> FILTER_FIELDS = List.of("batch", "code", "text", "since", "until");

    private final FailedCommands failed;
    private final WaitingCommands waiting;
    private final AuditLog audit;
    private final GroupReader groups;
    private final GroupWaits waits;

    CommandApi(FailedCommands failed, WaitingCommands waiting, AuditLog audit, GroupReader groups, GroupWaits waits) {
        this.groups = groups;
        this.waits = waits;
        this.failed = failed;
        this.waiting = waiting;
        this.audit = audit;
    }

    /** The newest failed commands that match; with an id also a command that has not failed, and why it waits. */
    JsonNode search(ConsoleRequest request) {
        Optional<String> id = request.query("id");
        Filter filter = filter(id.map(List::of).orElse(List.of()), request::query);
        ObjectNode result = show(failed.find(filter, MAX_COMMANDS));
        id.flatMap(failed::find).ifPresent(command -> {
            ObjectNode shown = result.putObject("command");
            shown.put("command_id", command.commandId());
            shown.put("type", command.type());
            shown.put("place", command.place());
            shown.put("status", command.status().word());
            shown.put("accepted_at", command.acceptedAt().toString());
            command.finishedAt().ifPresent(time -> shown.put("finished_at", time.toString()));
            shown.put("group", command.mailbox());
            if (command.status().isOpen()) {
                groups.find(command.mailbox())
                        .map(group ->
                                waits.find(group, List.of(command.commandId())).reasons())
                        .map(reasons -> reasons.get(command.commandId()))
                        .ifPresent(reason -> shown.put("waiting", reason));
            }
        });
        return result;
    }

    private static ObjectNode show(List<Failure> failures) {
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("limit", MAX_COMMANDS);
        ArrayNode commands = result.putArray("failed");
        for (Failure failure : failures) {
            ObjectNode shown = commands.addObject();
            shown.put("command_id", failure.commandId());
            shown.put("type", failure.type());
            shown.put("place", failure.place());
            shown.put("failed_at", failure.failedAt().toString());
            shown.put("call", failure.position());
            shown.put("error", failure.error());
            shown.put("group", failure.mailbox());
        }
        return result;
    }

    /** What a replay would do: how many commands, and of the first each call with its idempotency key. */
    JsonNode plan(ConsoleRequest request) {
        List<Failure> found = find(request);
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("commands", found.size());
        ArrayNode plans = result.putArray("plans");
        found.stream().limit(MAX_PLANS).forEach(failure -> {
            ObjectNode plan = plans.addObject();
            plan.put("command_id", failure.commandId());
            ArrayNode calls = plan.putArray("calls");
            failed.plan(failure.commandId()).forEach(call -> calls.addObject()
                    .put("call", call.position())
                    .put("kind", call.kind().name().toLowerCase(Locale.ROOT))
                    .put("key", call.freshKey() ? "fresh" : call.hasKey() ? "same" : "none"));
        });
        return result;
    }

    /** Replays in the order of acceptance. Each command is a transaction of its own: what was replayed before an error stays so. */
    JsonNode replay(ConsoleRequest request) {
        String reason = request.requireReason();
        List<Failure> found = find(request);
        long expected = request.body().path("expected").asLong(found.size());
        if (expected != found.size()) {
            throw ConsoleError.conflict(
                    "now " + found.size() + " failed commands match, not " + expected + "; look at them again");
        }
        Action action = new Action(
                request.user(),
                ActionType.REPLAY_COMMANDS,
                request.body().has("filter")
                        ? filter(request).describe()
                        : describe(found.stream().map(Failure::commandId).toList()),
                reason);
        AuditLog.Entry begun = audit.begin(action);
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        ArrayNode refused = result.putArray("not_replayed");
        int replayed = 0;
        for (Failure failure : found) {
            Optional<String> obstacle = failed.replay(failure.commandId());
            obstacle.ifPresent(text ->
                    refused.addObject().put("command_id", failure.commandId()).put("reason", text));
            replayed += obstacle.isEmpty() ? 1 : 0;
        }
        result.put("replayed", replayed);
        audit.complete(begun, replayed, refused.size() + " not replayed");
        return result;
    }

    /** Cancels those of the commands that have not started, all in one transaction. */
    JsonNode cancel(ConsoleRequest request) {
        JsonNode body = request.body();
        String reason = request.requireReason();
        List<String> ids = ids(body).stream().distinct().toList();
        if (ids.isEmpty() || ids.size() > MAX_COMMANDS) {
            throw ConsoleError.invalid("name up to " + MAX_COMMANDS + " ids");
        }
        Map<String, String> obstacles =
                waiting.cancel(ids, found -> recordCancel(request.user(), ids, found.keySet(), reason));
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("cancelled", ids.size() - obstacles.size());
        ArrayNode refused = result.putArray("not_cancelled");
        obstacles.forEach(
                (id, text) -> refused.addObject().put("command_id", id).put("reason", text));
        return result;
    }

    private TransactionStep recordCancel(String user, List<String> ids, Set<String> refused, String reason) {
        List<String> cancelled =
                ids.stream().filter(id -> !refused.contains(id)).toList();
        return audit.entry(
                new Action(user, ActionType.CANCEL_COMMANDS, describe(cancelled), reason),
                cancelled.size(),
                refused.size() + " not cancelled");
    }

    /** As many ids as a person reads; each has its own outcome, too. */
    private static String describe(List<String> ids) {
        StringBuilder text = new StringBuilder();
        int described = 0;
        while (described < ids.size() && text.length() + ids.get(described).length() < MAX_DESCRIPTION) {
            text.append(described == 0 ? "" : ", ").append(ids.get(described));
            described++;
        }
        int more = ids.size() - described;
        return more == 0 ? text.toString() : text + " and " + more + " more";
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** The commands that a request names, or all that match its filter. */
    private List<Failure> find(ConsoleRequest request) {
        List<Failure> found = failed.find(filter(request), MAX_COMMANDS + 1);
        if (found.size() > MAX_COMMANDS) {
            // The newest of them would overtake older ones of the same group.
            throw ConsoleError.conflict("more than " + MAX_COMMANDS
                    + " commands match; narrow the search, or use linq-routes replay failed, which has no limit");
        }
        return found;
    }

    /** A field that is misspelt must not mean all commands. */
    private static Filter filter(ConsoleRequest request) {
        JsonNode body = request.body();
        List<String> ids = ids(body);
        JsonNode filter = body.path("filter");
        if (ids.isEmpty() == filter.isMissingNode() || ids.size() > MAX_COMMANDS) {
            throw ConsoleError.invalid("name up to " + MAX_COMMANDS + " ids, or a filter");
        }
        boolean isKnown = filter.isMissingNode()
                || filter.isObject()
                        && filter.properties().stream()
                                .allMatch(field -> FILTER_FIELDS.contains(field.getKey())
                                        && (field.getValue().isTextual()
                                                || field.getValue().isInt()));
        if (!isKnown) {
            throw ConsoleError.invalid("filter must be an object with some of " + FILTER_FIELDS + ", is " + filter);
        }
        return filter(ids, name -> Optional.of(filter.path(name).asText()).filter(value -> !value.isBlank()));
    }

    private static Filter filter(List<String> ids, Function<String, Optional<String>> value) {
        return new Filter(
                ids,
                value.apply("batch"),
                value.apply("code").map(CommandApi::code),
                value.apply("text"),
                value.apply("since").map(CommandApi::time),
                value.apply("until").map(CommandApi::time));
    }

    private static int code(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw ConsoleError.invalid("code must be an error code of Linq or an HTTP status, is \"" + value + "\"");
        }
    }

    private static Instant time(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw ConsoleError.invalid("a time must look like 2026-11-23T09:00:00Z, is \"" + value + "\"");
        }
    }
}
