package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.AwaitedCall;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.Chats;
import dev.linqroutes.ledger.Confirmations;
import dev.linqroutes.ledger.Finding;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Linq what became of accepted calls that no event has told of, and how chats look that only events have told of. */
public final class Inquiries {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);
    private static final Set<String> ON_ITS_WAY = Set.of("pending", "queued");
    private static final String FAILED = "failed";

    private final Confirmations confirmations;
    private final Chats chats;
    private final Calls calls;
    private final Gate gate;
    private final Clock clock;
    private final Settings settings;

    /**
     * How to ask.
     *
     * @param most how many questions at a time
     * @param again how long to wait before Linq is asked again, at least
     * @param giveUp how long after a call was accepted it is asked no more, if its answers do not tell
     * @param giveUpUnanswered the same when it does not answer
     */
    public record Settings(int most, Duration again, Duration giveUp, Duration giveUpUnanswered) {}

    public Inquiries(Confirmations confirmations, Chats chats, Calls calls, Gate gate, Clock clock, Settings settings) {
        this.confirmations = confirmations;
        this.chats = chats;
        this.calls = calls;
        this.gate = gate;
        this.clock = clock;
        this.settings = settings;
    }

    /** Calls to ask about; none while all work pauses. */
    public List<AwaitedCall> late() {
        return gate.pause().isPresent() ? List.of() : confirmations.late(settings.most);
    }

    /** Chats to ask for, by id; none while all work pauses. */
    public List<String> unknownChats() {
        return gate.pause().isPresent() ? List.of() : chats.toRead();
    }

    /** Whether Linq can be asked what became of the call: nothing shows a chat's background. */
    public boolean possible(@Variable("awaited") AwaitedCall call) {
        return isAboutChat(call) ? call.chatId().isPresent() : call.subject().isPresent();
    }

    private static boolean isAboutChat(AwaitedCall call) {
        return call.kind() == CallKind.UPDATE_CHAT || call.kind().changesMembers();
    }

    /** Makes the message the question for the call's chat or message. */
    public void ask(@Variable("awaited") AwaitedCall call, Exchange exchange) {
        calls.prepareRead(
                exchange.getMessage(),
                isAboutChat(call)
                        ? "/chats/" + call.chatId().orElseThrow()
                        : "/messages/" + call.subject().orElseThrow());
    }

    /** Makes the message the question for a chat. */
    public void askForChat(@Variable("chatId") String chatId, Exchange exchange) {
        calls.prepareRead(exchange.getMessage(), "/chats/" + chatId);
    }

    /** Records what the answer says of the call, and what it shows of the chat. */
    public void read(@Variable("awaited") AwaitedCall call, @Body LinqAnswer answer) {
        gate.told(call.callId(), answer);
        if (isAboutChat(call) && answer.meaning() == Meaning.ACCEPTED) {
            chats.shown(answer.fields());
        }
        confirmations.found(call, finding(call, answer));
    }

    /** Linq has not answered. */
    public void unanswered(@Variable("awaited") AwaitedCall call, @ExchangeException Exception reason) {
        gate.noAnswer(call.callId());
        confirmations.found(
                call,
                later(
                        call,
                        settings.again,
                        settings.giveUpUnanswered,
                        reason.getClass().getSimpleName() + ": " + reason.getMessage()));
    }

    /** Nobody can be asked. */
    public void impossible(@Variable("awaited") AwaitedCall call) {
        confirmations.found(call, new Finding.Unknown("no event has told, and Linq cannot be asked for it"));
    }

    /** Keeps the chat as the answer shows it; one that Linq does not show is not asked for again. */
    public void readChat(@Variable("chatId") String chatId, @Body LinqAnswer answer) {
        Map<String, Object> fields = answer.fields();
        if (answer.meaning() == Meaning.ACCEPTED && chatId.equals(fields.get("id"))) {
            gate.answered();
            chats.shown(fields);
        }
        if (answer.meaning() == Meaning.ACCEPTED || answer.meaning() == Meaning.FAILED) {
            chats.notShown(chatId);
        }
    }

    /** It will be asked for again. */
    public void chatUnanswered(@Variable("chatId") String chatId, @ExchangeException Exception reason) {
        LOG.info("chat {} is not known yet: {}", chatId, reason.toString());
    }

    Finding finding(AwaitedCall call, LinqAnswer answer) {
        return switch (answer.meaning()) {
            case ACCEPTED -> isAboutChat(call) ? inChat(call, answer.body()) : inMessage(call, answer.body());
            case FAILED -> notShown(call, answer);
            default ->
                later(
                        call,
                        answer.waitAsked().orElse(settings.again),
                        settings.giveUpUnanswered,
                        answer.fault().message());
        };
    }

    /** After leaving, Linq need not show the chat any more (reference 2.4). */
    private static Finding notShown(AwaitedCall call, LinqAnswer answer) {
        return call.kind() == CallKind.LEAVE_CHAT
                ? new Finding.Confirmed()
                : new Finding.Unknown("no event has told, and Linq does not show it: "
                        + answer.fault().message());
    }

    private Finding inChat(AwaitedCall call, JsonNode chat) {
        if (call.kind() == CallKind.UPDATE_CHAT) {
            return updated(call, chat);
        }
        Members members = Members.of(chat);
        if (!members.areShown()) {
            return undecided(call, "Linq shows the chat without its members");
        }
        return members.areAsWanted(call.kind(), call.field("handle"))
                ? new Finding.Confirmed()
                : notDone(call, "the chat's members are not as asked");
    }

    private Finding updated(AwaitedCall call, JsonNode chat) {
        Optional<String> name = call.openName();
        if (name.isPresent() && !name.get().equals(chat.path("display_name").asText(null))) {
            return notDone(call, "the chat does not have the name");
        }
        if (call.openIcon().isEmpty()) {
            return new Finding.Confirmed();
        }
        if (chat.has("group_chat_icon") && !chat.path("group_chat_icon").isTextual()) {
            return notDone(call, "the chat has no icon");
        }
        // Linq keeps icons at an address of its own.
        return new Finding.Unknown("no event has told of the icon, and Linq does not show which one it is");
    }

    private Finding inMessage(AwaitedCall call, JsonNode message) {
        return switch (call.kind()) {
            case EDIT_MESSAGE -> edited(call, message);
            case REACT -> reacted(call, message);
            default -> sent(call, message);
        };
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

    private Finding undecided(AwaitedCall call, String what) {
        return later(call, settings.again, settings.giveUp, what);
    }

    /** As long again as it is ago that Linq took the call, so that the waits double. */
    private Finding later(AwaitedCall call, Duration atLeast, Duration atMost, String what) {
        Duration elapsed = Duration.between(call.acceptedAt(), clock.instant());
        if (elapsed.compareTo(atMost) >= 0) {
            return new Finding.Unknown("no event has told, and Linq cannot say: " + what);
        }
        Duration wait = elapsed.compareTo(atLeast) > 0 ? elapsed : atLeast;
        return new Finding.Open(wait.compareTo(settings.giveUp) > 0 ? settings.giveUp : wait);
    }
}
