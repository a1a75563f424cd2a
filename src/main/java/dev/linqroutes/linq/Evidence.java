package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.AwaitedCall;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.Finding;
import dev.linqroutes.ledger.LaterChange;
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
 * @param again how long to wait before Linq is asked again, at least
 * @param giveUp how long after Linq took a call it is asked no more, if its answers do not tell
 * @param giveUpUnanswered the same when it does not answer
 */
public record Evidence(Clock clock, Duration again, Duration giveUp, Duration giveUpUnanswered) {
    private static final Set<String> ON_ITS_WAY = Set.of("pending", "queued");
    private static final String FAILED = "failed";

    /** Whether the chat shows it, and not a message. */
    static boolean isInChat(AwaitedCall call) {
        return call.kind() == CallKind.UPDATE_CHAT || call.kind().changesMembers();
    }

    /** Linq has not answered. */
    Finding unanswered(AwaitedCall call, String reason) {
        return later(call, again, giveUpUnanswered, reason);
    }

    /**
     * What the answer to the question for its chat or message says.
     *
     * @param since what was sent to change the chat after the call: what the chat looks like now may be its work
     */
    Finding of(AwaitedCall call, LinqAnswer answer, Supplier<List<LaterChange>> since) {
        return switch (answer.meaning()) {
            case ACCEPTED -> shown(call, answer.body(), since);
            case FAILED -> notShown(call, answer);
            default ->
                later(
                        call,
                        answer.waitAsked(clock.instant()).orElse(again),
                        giveUpUnanswered,
                        answer.fault().message());
        };
    }

    private Finding shown(AwaitedCall call, JsonNode body, Supplier<List<LaterChange>> since) {
        if (!body.isObject()) {
            // What a gateway has made of Linq's answer says neither that it was done nor that it was not.
            return later(call, again, giveUpUnanswered, "its answer is no JSON object");
        }
        return isInChat(call) ? inChat(call, body, since) : inMessage(call, body);
    }

    /** After leaving, Linq need not show the chat any more (reference 2.4). */
    private static Finding notShown(AwaitedCall call, LinqAnswer answer) {
        return call.kind() == CallKind.LEAVE_CHAT
                ? new Finding.Confirmed()
                : new Finding.Unknown("no event has told, and Linq does not show it: "
                        + answer.fault().message());
    }

    private Finding inChat(AwaitedCall call, JsonNode chat, Supplier<List<LaterChange>> since) {
        if (call.kind() == CallKind.UPDATE_CHAT) {
            return updated(call, chat, since);
        }
        Members members = Members.of(chat);
        if (!members.areShown()) {
            return undecided(call, "Linq shows the chat without its members");
        }
        Optional<String> handle = call.field("handle");
        if (members.areAsWanted(call.kind(), handle)) {
            return new Finding.Confirmed();
        }
        return undone(call, handle, since.get())
                .map(later -> members.wereAsWanted(call.kind(), handle, call.firstTryAt())
                        ? new Finding.Confirmed()
                        : changedSince(later))
                .orElseGet(() -> notDone(
                        call,
                        "the chat's members are not as asked"
                                + members.forbid(call.kind())
                                        .map(rule -> ". " + rule)
                                        .orElse("")));
    }

    /** The last that asked for the contrary. */
    private static Optional<LaterChange> undone(AwaitedCall call, Optional<String> handle, List<LaterChange> since) {
        return last(since.stream()
                .filter(later -> later.kind().changesMembers() && later.kind() != call.kind())
                .filter(later -> later.field("handle").map(Members::normal).equals(handle.map(Members::normal))));
    }

    private static Optional<LaterChange> last(Stream<LaterChange> since) {
        return since.reduce((earlier, later) -> later);
    }

    /** Nobody can tell any more, and waiting does not help. */
    private static Finding changedSince(LaterChange later) {
        return new Finding.Unknown(
                "no event has told, and what Linq shows may be the work of " + later.commandId() + ", sent since");
    }

    private Finding updated(AwaitedCall call, JsonNode chat, Supplier<List<LaterChange>> since) {
        if (call.openName().isPresent() && !call.names(chat.path("display_name").asText(""))) {
            // If Linq could not set it, it will say so (reference 5).
            return notAsAsked(call, "display_name", "the chat does not have the name", since.get());
        }
        if (call.openIcon().isEmpty()) {
            return new Finding.Confirmed();
        }
        if (chat.has("group_chat_icon") && !chat.path("group_chat_icon").isTextual()) {
            return notAsAsked(call, "group_chat_icon", "the chat has no icon", since.get());
        }
        // Linq keeps icons at an address of its own.
        return new Finding.Unknown("no event has told of the icon, and Linq does not show which one it is");
    }

    private Finding notAsAsked(AwaitedCall call, String field, String what, List<LaterChange> since) {
        return last(since.stream().filter(later -> later.field(field).isPresent()))
                .map(Evidence::changedSince)
                .orElseGet(() -> notDoneYet(call, what));
    }

    private Finding inMessage(AwaitedCall call, JsonNode message) {
        boolean edits = call.kind() == CallKind.EDIT_MESSAGE;
        if (!edits && call.kind() != CallKind.REACT) {
            return sent(call, message);
        }
        if (!message.path("parts").isArray()) {
            return undecided(call, "Linq answers without the message's parts");
        }
        return edits ? edited(call, message) : reacted(call, message);
    }

    private Finding sent(AwaitedCall call, JsonNode message) {
        String status = message.path("delivery_status").asText("");
        if (status.equals(FAILED)) {
            return notDone(call, "its message failed");
        }
        return status.isEmpty() || ON_ITS_WAY.contains(status)
                ? undecided(call, "the message is not sent yet")
                : new Finding.Confirmed();
    }

    /** The text may have been changed again since. */
    private static Finding edited(AwaitedCall call, JsonNode message) {
        boolean shown = message.path("parts")
                .findValuesAsText("value")
                .contains(call.field("text").orElse(""));
        return shown
                ? new Finding.Confirmed()
                : new Finding.Unknown("no event has told, and Linq shows the message with another text");
    }

    /** How a reaction is shown is not stated in all (reference 2.1): that one is missing proves nothing. */
    private static Finding reacted(AwaitedCall call, JsonNode message) {
        boolean shown = message.findValues("reactions").stream()
                .flatMap(reactions -> reactions.findParents("is_me").stream())
                .anyMatch(reaction -> reaction.path("is_me").asBoolean()
                        && call.reaction()
                                .filter(wanted ->
                                        wanted.equals(reaction.path("type").asText()))
                                .isPresent());
        boolean adds = call.field("operation").orElse("add").equals("add");
        return shown && adds
                ? new Finding.Confirmed()
                : new Finding.Unknown("no event has told, and Linq does not show reactions for sure");
    }

    private static Finding notDone(AwaitedCall call, String what) {
        return new Finding.Refused(Fault.noAnswer("Linq took it and did not do it: " + what));
    }

    /** It may take longer than others; it has failed when Linq is asked no more. */
    private Finding notDoneYet(AwaitedCall call, String what) {
        Finding finding = undecided(call, what);
        return finding instanceof Finding.Open ? finding : notDone(call, what);
    }

    private Finding undecided(AwaitedCall call, String what) {
        return later(call, again, giveUp, what);
    }

    /** As long again as it is ago that Linq took the call, so that the waits double. */
    private Finding later(AwaitedCall call, Duration atLeast, Duration atMost, String what) {
        Duration elapsed = Duration.between(call.acceptedAt(), clock.instant());
        if (elapsed.compareTo(atMost) >= 0) {
            return new Finding.Unknown("no event has told, and Linq cannot say: " + what);
        }
        Duration doubled = elapsed.compareTo(giveUp) > 0 ? giveUp : elapsed;
        return new Finding.Open(doubled.compareTo(atLeast) > 0 ? doubled : atLeast);
    }
}
