package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.LaterChange;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides whether an accepted call took effect by the state of its chat or message in Linq (reference 2.7 and 5).
 *
 * @param pollInterval minimum delay between two reads
 * @param timeout how long after its acceptance a call is polled while Linq's responses are inconclusive
 * @param noResponseTimeout how long after its acceptance a call is polled while Linq does not respond
 */
public record ReadBackEvaluator(Clock clock, Duration pollInterval, Duration timeout, Duration noResponseTimeout) {
    private static final Set<String> UNSENT_STATUSES = Set.of("pending", "queued");
    private static final String FAILED = "failed";

    /** Between Linq's clock and this one. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** Whether the chat shows the call's effect, and not a message. */
    static boolean isShownByChat(AwaitedCall call) {
        return call.kind() == CallKind.UPDATE_CHAT || call.kind().isMemberChange();
    }

    /** The result when Linq has not responded. */
    ConfirmationResult evaluateNoResponse(AwaitedCall call, String reason) {
        return pollAgain(call, pollInterval, noResponseTimeout, reason);
    }

    /**
     * The result by the response to the read of the call's chat or message.
     *
     * @param laterChanges changes of the chat that were sent after the call: its present state may be their effect
     */
    ConfirmationResult evaluate(AwaitedCall call, LinqResponse response, Supplier<List<LaterChange>> laterChanges) {
        return switch (response.responseClass()) {
            case ACCEPTED -> evaluateBody(call, response.body(), laterChanges);
            case FAILED -> evaluateNotFound(call, response);
            default ->
                pollAgain(
                        call,
                        response.requestedDelay(clock.instant()).orElse(pollInterval),
                        noResponseTimeout,
                        response.fault().message());
        };
    }

    private ConfirmationResult evaluateBody(AwaitedCall call, JsonNode body, Supplier<List<LaterChange>> laterChanges) {
        if (!body.isObject()) {
            // A gateway has replaced Linq's response: inconclusive.
            return pollAgain(call, pollInterval, noResponseTimeout, "the response is not a JSON object");
        }
        return isShownByChat(call) ? evaluateChat(call, body, laterChanges) : evaluateMessage(call, body);
    }

    /** Whether Linq no longer shows the chat because the line has left it (reference 2.4). */
    static boolean isHiddenSinceLeft(AwaitedCall call, LinqResponse response) {
        return call.kind() == CallKind.LEAVE_CHAT && response.responseClass() == ResponseClass.FAILED;
    }

    private static ConfirmationResult evaluateNotFound(AwaitedCall call, LinqResponse response) {
        return isHiddenSinceLeft(call, response)
                ? new ConfirmationResult.Confirmed()
                : new ConfirmationResult.Undetermined("no event has confirmed it, and Linq cannot find it: "
                        + response.fault().message());
    }

    private ConfirmationResult evaluateChat(AwaitedCall call, JsonNode chat, Supplier<List<LaterChange>> laterChanges) {
        if (call.kind() == CallKind.UPDATE_CHAT) {
            return evaluateUpdate(call, chat, laterChanges);
        }
        ChatMembers members = ChatMembers.of(chat);
        if (!members.isKnown()) {
            return pendingOrUndetermined(call, "Linq returned the chat without its members");
        }
        Optional<String> handle = call.textField("handle");
        if (members.hasTakenEffect(call.kind(), handle)) {
            return new ConfirmationResult.Confirmed(
                    members.wasUnnecessary(
                                    call.kind(), handle, call.firstAttemptAt().minus(CLOCK_SKEW))
                            ? Optional.of(call.kind().describeUnnecessaryChange())
                            : Optional.empty());
        }
        return lastReversal(call, handle, laterChanges.get())
                .map(later -> members.hadTakenEffect(call.kind(), handle, call.firstAttemptAt())
                        ? new ConfirmationResult.Confirmed()
                        : undeterminedSince(later))
                .orElseGet(() -> refused(
                        call,
                        "the members of the chat did not change"
                                + members.describeForbiddingRule(call.kind())
                                        .map(rule -> ". " + rule)
                                        .orElse("")));
    }

    /** The last later change that reverses the call. */
    private static Optional<LaterChange> lastReversal(
            AwaitedCall call, Optional<String> handle, List<LaterChange> laterChanges) {
        return last(
                laterChanges,
                later -> later.kind().isMemberChange()
                        && later.kind() != call.kind()
                        && later.textField("handle").map(HandleKey::of).equals(handle.map(HandleKey::of)));
    }

    /** When there may be more changes than were read, one of those may be meant: then any. */
    private static Optional<LaterChange> last(List<LaterChange> laterChanges, Predicate<LaterChange> wanted) {
        return laterChanges.stream()
                .filter(change -> wanted.test(change) || laterChanges.size() >= CallConfirmer.MAX_LATER_CHANGES)
                .reduce((earlier, later) -> later);
    }

    /** The effect of the call can no longer be distinguished; polling again would not help. */
    private static ConfirmationResult undeterminedSince(LaterChange later) {
        return new ConfirmationResult.Undetermined(
                "no event has confirmed it, and the present state may be the effect of command " + later.commandId()
                        + ", which was sent later");
    }

    private ConfirmationResult evaluateUpdate(
            AwaitedCall call, JsonNode chat, Supplier<List<LaterChange>> laterChanges) {
        if (call.unconfirmedName().isPresent()
                && !call.isRequestedName(chat.path("display_name").asText(""))) {
            // If Linq cannot set it, it reports that by an event (reference 5).
            return evaluateMismatch(call, "display_name", "the chat does not have the name", laterChanges.get());
        }
        if (call.unconfirmedIcon().isEmpty()) {
            return new ConfirmationResult.Confirmed();
        }
        if (chat.has("group_chat_icon") && !chat.path("group_chat_icon").isTextual()) {
            return evaluateMismatch(call, "group_chat_icon", "the chat has no icon", laterChanges.get());
        }
        // Linq stores icons at its own URL.
        return new ConfirmationResult.Undetermined(
                "no event has confirmed the icon, and Linq does not show which icon is set");
    }

    private ConfirmationResult evaluateMismatch(
            AwaitedCall call, String field, String mismatch, List<LaterChange> laterChanges) {
        return last(laterChanges, later -> later.textField(field).isPresent())
                .map(ReadBackEvaluator::undeterminedSince)
                .orElseGet(() -> pendingOrRefused(call, mismatch));
    }

    private ConfirmationResult evaluateMessage(AwaitedCall call, JsonNode message) {
        if (call.kind() == CallKind.ADD_POLL_OPTIONS) {
            return evaluatePoll(call, message.at("/poll/options"));
        }
        boolean edits = call.kind() == CallKind.EDIT_MESSAGE;
        if (!call.kind().isAboutMessage()) {
            return evaluateDelivery(call, message);
        }
        if (!message.path("parts").isArray()) {
            return pendingOrUndetermined(call, "Linq returned the message without its parts");
        }
        return edits ? evaluateEdit(call, message) : evaluateReaction(call, message);
    }

    private ConfirmationResult evaluateDelivery(AwaitedCall call, JsonNode message) {
        String status = message.path("delivery_status").asText("");
        if (status.equals(FAILED)) {
            return refused(call, "the message failed");
        }
        return status.isEmpty() || UNSENT_STATUSES.contains(status)
                ? pendingOrUndetermined(call, "the message is not sent yet")
                : new ConfirmationResult.Confirmed();
    }

    /** Options can only be added (reference 2.12), so one that is missing was not. */
    private ConfirmationResult evaluatePoll(AwaitedCall call, JsonNode options) {
        if (!options.isArray()) {
            return pendingOrUndetermined(call, "Linq returned the poll without its options");
        }
        return call.isAddingOnly(options.findValuesAsText("text"))
                ? new ConfirmationResult.Confirmed()
                : pendingOrRefused(call, "the poll does not have the options");
    }

    /** A later edit may have changed the text again. */
    private static ConfirmationResult evaluateEdit(AwaitedCall call, JsonNode message) {
        boolean shown = message.path("parts")
                .findValuesAsText("value")
                .contains(call.textField("text").orElse(""));
        return shown
                ? new ConfirmationResult.Confirmed()
                : new ConfirmationResult.Undetermined("no event has confirmed it, and the message has another text");
    }

    /** The format of reactions is not fully documented (reference 2.1): a missing reaction proves nothing. */
    private static ConfirmationResult evaluateReaction(AwaitedCall call, JsonNode message) {
        boolean shown = message.findValues("reactions").stream()
                .flatMap(reactions -> reactions.findParents("is_me").stream())
                .anyMatch(reaction -> reaction.path("is_me").asBoolean()
                        && call.reaction()
                                .filter(wanted ->
                                        wanted.equals(reaction.path("type").asText()))
                                .isPresent());
        boolean adds = call.textField("operation").orElse("add").equals("add");
        return shown && adds
                ? new ConfirmationResult.Confirmed()
                : new ConfirmationResult.Undetermined(
                        "no event has confirmed it, and Linq does not reliably show reactions");
    }

    private static ConfirmationResult refused(AwaitedCall call, String problem) {
        return new ConfirmationResult.Refused(
                Fault.withoutResponse("Linq accepted the call but did not execute it: " + problem));
    }

    /** Pending until the timeout, then refused. */
    private ConfirmationResult pendingOrRefused(AwaitedCall call, String problem) {
        ConfirmationResult result = pendingOrUndetermined(call, problem);
        return result instanceof ConfirmationResult.Pending ? result : refused(call, problem);
    }

    private ConfirmationResult pendingOrUndetermined(AwaitedCall call, String problem) {
        return pollAgain(call, pollInterval, timeout, problem);
    }

    /** The delay equals the time since Linq accepted the call, so that delays double. */
    private ConfirmationResult pollAgain(AwaitedCall call, Duration minDelay, Duration maxElapsed, String problem) {
        Duration elapsed = Duration.between(call.acceptedAt(), clock.instant());
        if (elapsed.compareTo(maxElapsed) >= 0) {
            return new ConfirmationResult.Undetermined(
                    "no event has confirmed it, and reading it from Linq was inconclusive: " + problem);
        }
        Duration doubled = elapsed.compareTo(timeout) > 0 ? timeout : elapsed;
        return new ConfirmationResult.Pending(doubled.compareTo(minDelay) > 0 ? doubled : minDelay);
    }
}
