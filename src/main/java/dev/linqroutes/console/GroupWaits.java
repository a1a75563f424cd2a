package dev.linqroutes.console;

import dev.linqroutes.ledger.intake.ReferenceWaits;
import dev.linqroutes.ledger.intake.ReferenceWaits.ReferenceWait;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.NextCallReader;
import dev.linqroutes.ledger.mailbox.NextCallReader.NextCall;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.GroupReader.GroupCall;
import dev.linqroutes.ledger.ops.GroupReader.GroupDetail;
import dev.linqroutes.linq.CircuitBreaker;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the commands of a group wait for: each has a reason of its own. */
final class GroupWaits {
    private final GroupReader groups;
    private final NextCallReader nextCalls;
    private final ReferenceWaits references;
    private final LineQuota lines;
    private final LineStates lineStates;
    private final Pauses pauses;
    private final CircuitBreaker circuitBreaker;
    private final WaitingReason reason;
    private final Clock clock;

    GroupWaits(ConsoleParts.Ledger ledger, CircuitBreaker circuitBreaker, WaitingReason reason, Clock clock) {
        this.groups = ledger.groups();
        this.nextCalls = ledger.nextCalls();
        this.references = ledger.references();
        this.lines = ledger.lines();
        this.lineStates = ledger.lineStates();
        this.pauses = ledger.pauses();
        this.circuitBreaker = circuitBreaker;
        this.reason = reason;
        this.clock = clock;
    }

    /**
     * @param calls of the newest commands of the group, and of those that are looked at, in their order
     * @param reasons in words, by command; only of commands that wait
     * @param ofGroup why the group waits; empty if it does not
     */
    record Waits(List<GroupCall> calls, Map<String, String> reasons, Optional<String> ofGroup) {}

    /** @param commandIds of commands that are looked at, whatever their age */
    Waits find(GroupDetail group, List<String> commandIds) {
        Optional<NextCall> next = nextCalls.find(group.mailbox());
        List<GroupCall> calls = groups.findCalls(
                group.mailbox(),
                Stream.of(
                                commandIds.stream(),
                                next.map(NextCall::commandId).stream(),
                                group.creationCommandId().stream())
                        .flatMap(ids -> ids)
                        .distinct()
                        .toList());
        Optional<GroupCall> nextCall = next.flatMap(each -> calls.stream()
                .filter(call -> call.commandId().equals(each.commandId()) && call.position() == each.position())
                .findFirst());
        Optional<String> ofNext = nextCall.map(call -> describe(group, call, next.get()));
        Map<String, ReferenceWait> referenceWaits = references.find(calls.stream()
                .filter(call -> call.commandStatus().equals("delayed"))
                .map(GroupCall::commandId)
                .distinct()
                .toList());
        Optional<GroupCall> creation = calls.stream()
                .filter(call -> group.creationCommandId().equals(Optional.of(call.commandId())))
                .findFirst();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (GroupCall call : calls) {
            Optional<String> text =
                    switch (call.commandStatus()) {
                        case "delayed" ->
                            reason.describeDelayed(
                                    call, Optional.ofNullable(referenceWaits.get(call.commandId())), creation);
                        case "waiting" ->
                            nextCall.map(each -> each.commandId().equals(call.commandId())
                                    ? ofNext.get()
                                    : WaitingReason.describeBehind(each, ofNext.get()));
                        case "confirming" -> reason.describeConfirmation(call);
                        default -> Optional.empty();
                    };
            text.ifPresent(words -> reasons.putIfAbsent(call.commandId(), words));
        }
        return new Waits(
                calls,
                reasons,
                ofNext.or(() -> firstDelayed(calls).map(reasons::get))
                        .or(() -> WaitingReason.awaitingConfirmation(calls)));
    }

    private static Optional<String> firstDelayed(List<GroupCall> calls) {
        return calls.stream()
                .filter(call -> call.commandStatus().equals("delayed"))
                .min((one, other) -> one.notBefore()
                        .orElse(one.acceptedAt())
                        .compareTo(other.notBefore().orElse(other.acceptedAt())))
                .map(GroupCall::commandId);
    }

    private String describe(GroupDetail group, GroupCall call, NextCall next) {
        return reason.describe(
                group,
                call,
                pauses.find(group.mailbox(), group.line())
                        .map(GroupWaits::describe)
                        .or(this::describeCircuitBreaker)
                        .or(() -> groups.findTurn(group.mailbox(), clock.instant())
                                .flatMap(turn -> reason.describe(
                                        turn, group.line(), group.line().map(lineStates.readUnhealthy()::get)))),
                next.waitsFor(),
                group.line().map(lines.readAll()::get).orElse(0L),
                this::nameOf);
    }

    static String describe(Pauses.Pause pause) {
        String what =
                switch (pause.scope()) {
                    case ALL -> "all calls are ";
                    case LINE -> "its line is ";
                    case GROUP -> "it is ";
                };
        return what + pause.describe();
    }

    private Optional<String> describeCircuitBreaker() {
        return circuitBreaker
                .describeOpenReason()
                .map(why -> "all calls are paused: " + why + ". They go on by themselves when this ends");
    }

    private String nameOf(String mailbox) {
        return groups.find(mailbox).flatMap(GroupDetail::groupRef).orElse(mailbox);
    }
}
