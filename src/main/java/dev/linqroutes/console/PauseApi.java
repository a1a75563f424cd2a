package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import java.util.Arrays;

/** Pauses of all calls, of a line, or of a group. */
final class PauseApi {
    private static final int MAX_NAME_LENGTH = 512;

    private final Pauses pauses;
    private final AuditLog audit;

    PauseApi(Pauses pauses, AuditLog audit) {
        this.pauses = pauses;
        this.audit = audit;
    }

    JsonNode list(ConsoleRequest request) {
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        ArrayNode list = result.putArray("pauses");
        for (Pauses.Pause pause : pauses.findAll()) {
            ObjectNode shown = list.addObject();
            shown.put("scope", pause.scope().word());
            shown.put("name", pause.name());
            shown.put("reason", pause.reason());
            shown.put("paused_by", pause.pausedBy());
            shown.put("paused_at", pause.pausedAt().toString());
        }
        return result;
    }

    JsonNode pause(ConsoleRequest request) {
        PauseScope scope = scope(request);
        String name = name(request, scope);
        // Everybody who looks at what waits reads it.
        String reason = request.requireReason();
        Action action = new Action(request.user(), ActionType.PAUSE, describe(scope, name), reason);
        if (!pauses.pause(scope, name, reason, request.user(), audit.entry(action, 1, "paused"))) {
            throw ConsoleError.conflict("it is paused already, or " + Pauses.MAX_PAUSES + " lines and groups are");
        }
        return list(request);
    }

    JsonNode resume(ConsoleRequest request) {
        PauseScope scope = scope(request);
        String name = name(request, scope);
        Action action = new Action(request.user(), ActionType.RESUME, describe(scope, name), "");
        if (!pauses.resume(scope, name, audit.entry(action, 1, "resumed"))) {
            throw ConsoleError.conflict("it is not paused");
        }
        return list(request);
    }

    private static PauseScope scope(ConsoleRequest request) {
        String word = request.body().path("scope").asText();
        return Arrays.stream(PauseScope.values())
                .filter(scope -> scope.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ConsoleError.invalid("scope must be all, line or group, is \"" + word + "\""));
    }

    private static String name(ConsoleRequest request, PauseScope scope) {
        String name = request.body().path("name").asText();
        if (name.isEmpty() != (scope == PauseScope.ALL) || name.length() > MAX_NAME_LENGTH) {
            throw ConsoleError.invalid("name must be the line, or the id of the group; empty for all");
        }
        return name;
    }

    private static String describe(PauseScope scope, String name) {
        return switch (scope) {
            case ALL -> "all calls";
            case LINE -> "line " + name;
            case GROUP -> "group " + MailboxNames.groupOf(name);
        };
    }
}
