package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.GroupReader.GroupCall;
import dev.linqroutes.ledger.ops.GroupReader.GroupDetail;
import dev.linqroutes.ledger.ops.GroupReader.GroupSummary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups: search, conversation, and why one waits. */
final class GroupApi {
    private static final int MAX_SEARCH_LENGTH = 200;

    private final GroupReader groups;
    private final Pauses pauses;
    private final GroupWaits waits;

    GroupApi(GroupReader groups, Pauses pauses, GroupWaits waits) {
        this.groups = groups;
        this.pauses = pauses;
        this.waits = waits;
    }

    JsonNode search(ConsoleRequest request) {
        String text = request.query("q").orElse("");
        if (text.length() > MAX_SEARCH_LENGTH) {
            throw ConsoleError.invalid("search for at most " + MAX_SEARCH_LENGTH + " characters");
        }
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("searched", GroupReader.SEARCHED);
        ArrayNode found = result.putArray("groups");
        List<GroupSummary> all = groups.search(text);
        for (GroupSummary group : all) {
            ObjectNode shown = found.addObject();
            shown.put("id", group.mailbox());
            group.groupRef().ifPresent(ref -> shown.put("group_ref", ref));
            group.chatId().ifPresent(chatId -> shown.put("chat_id", chatId));
            group.displayName().ifPresent(name -> shown.put("display_name", name));
            shown.put("status", group.status());
            group.enteredAt().ifPresent(time -> shown.put("entered_at", time.toString()));
            shown.put("waiting", group.dueAt().isPresent());
            shown.put("paused", isPaused(group.mailbox()));
        }
        result.put("more", all.size() == GroupReader.MAX_FOUND);
        return result;
    }

    JsonNode show(ConsoleRequest request) {
        String mailbox = request.query("id").orElseThrow(() -> ConsoleError.invalid("id must be the id of a group"));
        GroupDetail group =
                groups.find(mailbox).orElseThrow(() -> ConsoleError.notFound("there is no such group in the ledger"));
        GroupWaits.Waits found = waits.find(group, List.of());
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("id", mailbox);
        group.groupRef().ifPresent(ref -> shown.put("group_ref", ref));
        group.chatId().ifPresent(chatId -> shown.put("chat_id", chatId));
        group.displayName().ifPresent(name -> shown.put("display_name", name));
        group.line().ifPresent(line -> shown.put("line", line));
        shown.put("status", group.status());
        Optional<Pauses.Pause> pause = pauses.find(mailbox, group.line());
        shown.put("paused", isPaused(mailbox));
        pause.map(GroupWaits::describe).ifPresent(why -> shown.put("paused_because", why));
        found.ofGroup().ifPresent(reason -> shown.put("waiting", reason));
        group.state().ifPresent(state -> shown.set("chat", ChatPreview.parse(state)));
        group.creation()
                .ifPresent(body ->
                        shown.set("members_to_be", ChatPreview.parse(body).path("to")));
        ArrayNode list = shown.putArray("calls");
        Map<String, String> reasons = new HashMap<>(found.reasons());
        // Of each command its first call that is not done says why it waits.
        found.calls()
                .forEach(call -> list.add(show(
                        call,
                        Optional.of(call).filter(GroupApi::isOpen).map(each -> reasons.remove(each.commandId())))));
        shown.put("newest_commands", GroupReader.MAX_COMMANDS);
        return shown;
    }

    /** Whether somebody has paused this group, also while all calls are paused. */
    private boolean isPaused(String mailbox) {
        return pauses.findOf(PauseScope.GROUP).stream()
                .anyMatch(pause -> pause.name().equals(mailbox));
    }

    private static boolean isOpen(GroupCall call) {
        return call.commandStatus().equals("confirming")
                ? call.confirmAt().isPresent()
                : List.of("delayed", "waiting").contains(call.status());
    }

    private static ObjectNode show(GroupCall call, Optional<String> reason) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("command_id", call.commandId());
        shown.put("type", call.type());
        shown.put("place", call.place());
        shown.put("command_status", call.commandStatus());
        shown.put("position", call.position());
        shown.put("method", call.method());
        shown.put("path", call.path());
        shown.put("status", call.status());
        shown.put("attempts", call.attempts());
        put(shown, "accepted_at", Optional.of(call.acceptedAt()));
        put(shown, "not_before", call.notBefore());
        put(shown, "first_try_at", call.firstTryAt());
        put(shown, "finished_at", call.finishedAt());
        put(shown, "confirm_at", call.confirmAt());
        reason.ifPresent(words -> shown.put("waits_for", words));
        call.httpStatus().ifPresent(status -> shown.put("http_status", status));
        call.errorCode().ifPresent(code -> shown.put("error_code", code));
        call.errorMessage().ifPresent(message -> shown.put("error_message", message));
        call.docUrl().ifPresent(url -> shown.put("doc_url", url));
        call.traceId().ifPresent(traceId -> shown.put("trace_id", traceId));
        shown.set("bubbles", ChatPreview.bubbles(call.kind(), ChatPreview.parse(call.body())));
        return shown;
    }

    private static void put(ObjectNode to, String name, Optional<Instant> time) {
        time.ifPresent(each -> to.put(name, each.toString()));
    }
}
