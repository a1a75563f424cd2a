package dev.linqroutes.linq;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Successive changes of one chat without events, of which Linq silently executes only some: the state that a read returns is the
 * effect of all of them.
 */
class ReadBackSequenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int CHATS = 150;
    private static final int MOST_CHANGES = 7;

    private final Random random = new Random(20_261_128);
    private final TestClock clock = new TestClock();
    private final TestLedger ledger =
            TestLedger.inMemory(clock).confirming().lease(Duration.ofHours(9)).open();
    private final ReadBackEvaluator evaluator = new ReadBackEvaluator(clock, DEADLINE, TIMEOUT, Duration.ofHours(24));
    private final Map<String, Integer> results = new TreeMap<>();

    @AfterEach
    void close() {
        ledger.close();
    }

    /** A member in Linq. */
    private record Member(Instant joinedAt, Optional<Instant> leftAt) {}

    /** One change, and whether Linq has executed it. */
    private record Change(CallKind kind, String field, String value, boolean done) {
        String body() {
            return kind == CallKind.LEAVE_CHAT
                    ? ""
                    : JSON.createObjectNode().put(field, value).toString();
        }

        @Override
        public String toString() {
            return kind + " " + value + (done ? "" : " (not done)");
        }
    }

    /** A chat in Linq. */
    private final class Chat {
        final String id;
        final Map<String, Member> members = new TreeMap<>();
        final Map<String, Change> changes = new HashMap<>();
        final List<String> story = new ArrayList<>();
        Optional<String> name = Optional.empty();
        Optional<String> icon = Optional.empty();

        Chat(String id) {
            this.id = id;
            for (String handle : List.of("me", "+1", "+2", "+3")) {
                members.put(handle, new Member(clock.instant(), Optional.empty()));
            }
        }

        void apply(Change change) {
            switch (change.kind) {
                case UPDATE_CHAT -> {
                    if (change.field.equals("display_name")) {
                        name = Optional.of(change.value);
                    } else {
                        icon = Optional.of(change.value);
                    }
                }
                case ADD_PARTICIPANT ->
                    members.compute(
                            change.value,
                            (handle, was) -> was != null && was.leftAt.isEmpty()
                                    ? was
                                    : new Member(clock.instant(), Optional.empty()));
                default ->
                    members.computeIfPresent(
                            change.value,
                            (handle, was) ->
                                    new Member(was.joinedAt, was.leftAt.or(() -> Optional.of(clock.instant()))));
            }
        }

        byte[] shown() throws Exception {
            ObjectNode chat = JSON.createObjectNode().put("id", id).put("display_name", name.orElse("+1, +2, +3"));
            chat.put(
                    "group_chat_icon",
                    icon.map(address -> "https://cdn.example").orElse(null));
            ArrayNode handles = chat.putArray("handles");
            members.forEach((handle, member) -> handles.addObject()
                    .put("handle", handle)
                    .put("is_me", handle.equals("me"))
                    .put("joined_at", member.joinedAt.toString())
                    .put("left_at", member.leftAt.map(Instant::toString).orElse(null)));
            return JSON.writeValueAsBytes(chat);
        }
    }

    private Change drawn() {
        String value = String.valueOf(random.nextInt(4));
        boolean done = random.nextInt(4) > 0;
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> new Change(CallKind.ADD_PARTICIPANT, "handle", "+" + value, done);
            case 3, 4, 5 -> new Change(CallKind.REMOVE_PARTICIPANT, "handle", "+" + value, done);
            case 6, 7 -> new Change(CallKind.UPDATE_CHAT, "display_name", "name " + value, done);
            default -> new Change(CallKind.UPDATE_CHAT, "group_chat_icon", "https://example.com/" + value, done);
        };
    }

    @Test
    void the_state_after_later_changes_never_refuses_an_earlier_executed_one() throws Exception {
        for (int number = 0; number < CHATS; number++) {
            Chat chat = new Chat("chat-" + number);
            int changes = 2 + random.nextInt(MOST_CHANGES - 1);
            for (int position = 1; position <= changes; position++) {
                boolean leaves = position == changes && random.nextInt(4) == 0;
                make(chat, position, leaves ? new Change(CallKind.LEAVE_CHAT, "", "me", true) : drawn());
                clock.advance(Duration.ofSeconds(random.nextInt(100)));
                readBack(chat);
            }
            clock.advance(DEADLINE);
            readBack(chat);
            clock.advance(TIMEOUT);
            readBack(chat);
            assertThat(ledger.confirmations.claimLateCalls(100))
                    .as("%s", chat.story)
                    .isEmpty();
        }
        assertThat(results.keySet()).contains("Confirmed", "Refused", "Undetermined");
        assertThat(results.get("Confirmed")).as("%s", results).isGreaterThan(results.get("Undetermined"));
    }

    private void make(Chat chat, int position, Change change) throws Exception {
        String commandId = chat.id + " change " + position;
        chat.changes.put(commandId, change);
        chat.story.add(change.toString());
        ledger.accept(aCommand(commandId).toChat(chat.id).with(change.kind, "/chats/{chat_id}/x", change.body()));
        Mailbox mailbox = claimed(chat);
        Instant startedAt = clock.instant();
        clock.advance(Duration.ofMillis(10));
        if (change.done) {
            chat.apply(change);
        }
        if (random.nextInt(3) == 0) {
            chat.story.add("while that is on its way:");
            readBack(chat);
        }
        clock.advance(Duration.ofMillis(10));
        ledger.record(
                mailbox, new CallResult.Accepted(202, Optional.empty(), Optional.empty(), Optional.empty()), startedAt);
    }

    /** A leave waits until the changes before it are confirmed, or for as long as they may be. */
    private Mailbox claimed(Chat chat) throws Exception {
        List<Mailbox> claimed = ledger.claim();
        while (claimed.isEmpty()) {
            clock.advance(Duration.ofSeconds(10));
            readBack(chat);
            claimed = ledger.claim();
        }
        return claimed.get(0);
    }

    private void readBack(Chat chat) throws Exception {
        for (AwaitedCall call : ledger.confirmations.claimLateCalls(100)) {
            LinqResponse response = LinqResponse.parse(200, Optional.empty(), Optional.empty(), chat.shown());
            ConfirmationResult result =
                    evaluator.evaluate(call, response, () -> ledger.confirmations.findLaterChanges(call));
            Change change = chat.changes.get(call.commandId());
            String name = result.getClass().getSimpleName();
            chat.story.add(change + " is " + name);
            if (result instanceof ConfirmationResult.Refused) {
                assertThat(change.done).as("%s", chat.story).isFalse();
            }
            results.merge(name, 1, Integer::sum);
            ledger.confirmations.recordResult(call, result);
        }
    }
}
