package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.LaterChange;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What Linq's chats and messages say about an accepted call, when it is asked for them (reference 2.7 and 5).
 *
 * @param clock tells how long ago Linq took the call
 * @param pollInterval how long to wait before Linq is asked again, at least
 * @param timeout how long after Linq took a call it is asked no more, if its answers do not tell
 * @param noResponseTimeout the same when it does not answer
 */
public record ReadBackEvaluator(Clock clock, Duration pollInterval, Duration timeout, Duration noResponseTimeout) {
    private static final Set<String> UNSENT_STATUSES = Set.of("pending", "queued");
    private static final String FAILED = "failed";

    /** Whether the chat shows it, and not a message. */
    static boolean isShownByChat(AwaitedCall call) {
        return call.kind() == CallKind.UPDATE_CHAT || call.kind().isMemberChange();
    }

    /** Linq has not answered. */
    ConfirmationResult evaluateNoResponse(AwaitedCall call, String reason) {
        return pollAgain(call, pollInterval, noResponseTimeout, reason);
    }

    /**
     * What the answer to the question for its chat or message says.
     *
     * @param since what was sent to change the chat after the call: what the chat looks like now may be its work
     */
    ConfirmationResult evaluate(AwaitedCall call, LinqResponse answer, Supplier<List<LaterChange>> since) {
        return switch (answer.responseClass()) {
            case ACCEPTED -> evaluateBody(call, answer.body(), since);
            case FAILED -> evaluateNotFound(call, answer);
            default ->
                pollAgain(
                        call,
                        answer.requestedDelay(clock.instant()).orElse(pollInterval),
                        noResponseTimeout,
                        answer.fault().message());
        };
    }

    private ConfirmationResult evaluateBody(AwaitedCall call, JsonNode body, Supplier<List<LaterChange>> since) {
        if (!body.isObject()) {
            // What a gateway has made of Linq's answer says neither that it was done nor that it was not.
            return pollAgain(call, pollInterval, noResponseTimeout, "its answer is no JSON object");
        }
        return isShownByChat(call) ? evaluateChat(call, body, since) : evaluateMessage(call, body);
    }

    /** After leaving, Linq need not show the chat any more (reference 2.4). */
    private static ConfirmationResult evaluateNotFound(AwaitedCall call, LinqResponse answer) {
        return call.kind() == CallKind.LEAVE_CHAT
                ? new ConfirmationResult.Confirmed()
                : new ConfirmationResult.Undetermined("no event has told, and Linq does not show it: "
                        + answer.fault().message());
    }

    private ConfirmationResult evaluateChat(AwaitedCall call, JsonNode chat, Supplier<List<LaterChange>> since) {
        if (call.kind() == CallKind.UPDATE_CHAT) {
            return evaluateUpdate(call, chat, since);
        }
        ChatMembers members = ChatMembers.of(chat);
        if (!members.isKnown()) {
            return pendingOrUndetermined(call, "Linq shows the chat without its members");
        }
        Optional<String> handle = call.textField("handle");
        if (members.hasTakenEffect(call.kind(), handle)) {
            return new ConfirmationResult.Confirmed();
        }
        return lastReversal(call, handle, since.get())
                .map(later -> members.hadTakenEffect(call.kind(), handle, call.firstAttemptAt())
                        ? new ConfirmationResult.Confirmed()
                        : undeterminedSince(later))
                .orElseGet(() -> refused(
                        call,
                        "the chat's members are not as asked"
                                + members.describeForbiddingRule(call.kind())
                                        .map(rule -> ". " + rule)
                                        .orElse("")));
    }

    /** The last that asked for the contrary. */
    private static Optional<LaterChange> lastReversal(
            AwaitedCall call, Optional<String> handle, List<LaterChange> since) {
        return last(since.stream()
                .filter(later -> later.kind().isMemberChange() && later.kind() != call.kind())
                .filter(later -> later.textField("handle").map(HandleKey::of).equals(handle.map(HandleKey::of))));
    }

    private static Optional<LaterChange> last(Stream<LaterChange> since) {
        return since.reduce((earlier, later) -> later);
    }

    /** Nobody can tell any more, and waiting does not help. */
    private static ConfirmationResult undeterminedSince(LaterChange later) {
        return new ConfirmationResult.Undetermined(
                "no event has told, and what Linq shows may be the work of " + later.commandId() + ", sent since");
    }

    private ConfirmationResult evaluateUpdate(AwaitedCall call, JsonNode chat, Supplier<List<LaterChange>> since) {
        if (call.unconfirmedName().isPresent()
                && !call.isRequestedName(chat.path("display_name").asText(""))) {
            // If Linq could not set it, it will say so (reference 5).
            return evaluateMismatch(call, "display_name", "the chat does not have the name", since.get());
        }
        if (call.unconfirmedIcon().isEmpty()) {
            return new ConfirmationResult.Confirmed();
        }
        if (chat.has("group_chat_icon") && !chat.path("group_chat_icon").isTextual()) {
            return evaluateMismatch(call, "group_chat_icon", "the chat has no icon", since.get());
        }
        // Linq keeps icons at an address of its own.
        return new ConfirmationResult.Undetermined(
                "no event has told of the icon, and Linq does not show which one it is");
    }

    private ConfirmationResult evaluateMismatch(AwaitedCall call, String field, String what, List<LaterChange> since) {
        return last(since.stream().filter(later -> later.textField(field).isPresent()))
                .map(ReadBackEvaluator::undeterminedSince)
                .orElseGet(() -> pendingOrRefused(call, what));
    }

    private ConfirmationResult evaluateMessage(AwaitedCall call, JsonNode message) {
        boolean edits = call.kind() == CallKind.EDIT_MESSAGE;
        if (!edits && call.kind() != CallKind.REACT) {
            return evaluateDelivery(call, message);
        }
        if (!message.path("parts").isArray()) {
            return pendingOrUndetermined(call, "Linq answers without the message's parts");
        }
        return edits ? evaluateEdit(call, message) : evaluateReaction(call, message);
    }

    private ConfirmationResult evaluateDelivery(AwaitedCall call, JsonNode message) {
        String status = message.path("delivery_status").asText("");
        if (status.equals(FAILED)) {
            return refused(call, "its message failed");
        }
        return status.isEmpty() || UNSENT_STATUSES.contains(status)
                ? pendingOrUndetermined(call, "the message is not sent yet")
                : new ConfirmationResult.Confirmed();
    }

    /** The text may have been changed again since. */
    private static ConfirmationResult evaluateEdit(AwaitedCall call, JsonNode message) {
        boolean shown = message.path("parts")
                .findValuesAsText("value")
                .contains(call.textField("text").orElse(""));
        return shown
                ? new ConfirmationResult.Confirmed()
                : new ConfirmationResult.Undetermined(
                        "no event has told, and Linq shows the message with another text");
    }

    /** How a reaction is shown is not stated in all (reference 2.1): that one is missing proves nothing. */
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
                : new ConfirmationResult.Undetermined("no event has told, and Linq does not show reactions for sure");
    }

    private static ConfirmationResult refused(AwaitedCall call, String what) {
        return new ConfirmationResult.Refused(Fault.withoutResponse("Linq took it and did not do it: " + what));
    }

    /** It may take longer than others; it has failed when Linq is asked no more. */
    private ConfirmationResult pendingOrRefused(AwaitedCall call, String what) {
        ConfirmationResult finding = pendingOrUndetermined(call, what);
        return finding instanceof ConfirmationResult.Pending ? finding : refused(call, what);
    }

    private ConfirmationResult pendingOrUndetermined(AwaitedCall call, String what) {
        return pollAgain(call, pollInterval, timeout, what);
    }

    /** As long again as it is ago that Linq took the call, so that the waits double. */
    private ConfirmationResult pollAgain(AwaitedCall call, Duration atLeast, Duration atMost, String what) {
        Duration elapsed = Duration.between(call.acceptedAt(), clock.instant());
        if (elapsed.compareTo(atMost) >= 0) {
            return new ConfirmationResult.Undetermined("no event has told, and Linq cannot say: " + what);
        }
        Duration doubled = elapsed.compareTo(timeout) > 0 ? timeout : elapsed;
        return new ConfirmationResult.Pending(doubled.compareTo(atLeast) > 0 ? doubled : atLeast);
    }
}
