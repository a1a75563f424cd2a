package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger in which a command completes when events or reads have confirmed its calls (reference 5). */
abstract class WithConfirmation extends OnH2AndPostgres {
    final TestClock clock = new TestClock();
    TestLedger ledger;
    int events;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).confirming().open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Creates a confirmed group, and returns its chat. */
    String aGroup(String groupRef) throws Exception {
        ledger.accept(create("create-" + groupRef, groupRef, 1));
        ledger.work(ledger.onlyMailbox());
        String chatId = "chat-of-ref:" + groupRef;
        ledger.store(TestEvent.of("sent " + groupRef, "message.sent")
                .inChat(chatId)
                .withKey("create-" + groupRef + "-1")
                .saying(Kind.SENT)
                .event());
        ledger.confirmations.matchBatch();
        return chatId;
    }

    static PlannedCommand command(
            String commandId, String groupRef, CallKind kind, String path, String body, Optional<String> key) {
        return aCommand(commandId)
                .ofType("type")
                .toGroup(groupRef)
                .with(new PlannedCall(1, kind, "POST", path, body, key));
    }

    static PlannedCommand addMember(String commandId, String groupRef, String handle) {
        String body = "{\"handle\":\"" + handle + "\"}";
        return command(commandId, groupRef, CallKind.ADD_PARTICIPANT, "/x", body, Optional.empty());
    }

    static PlannedCommand leave(String commandId, String groupRef) {
        return command(commandId, groupRef, CallKind.LEAVE_CHAT, "/x", "", Optional.empty());
    }

    static PlannedCommand message(String commandId, String groupRef, String key) {
        return command(commandId, groupRef, CallKind.SEND_MESSAGE, "/x", "{}", Optional.of(key));
    }

    static PlannedCommand rename(String commandId, String groupRef, String fields) {
        return command(commandId, groupRef, CallKind.UPDATE_CHAT, "/chats/{chat_id}", fields, Optional.empty());
    }

    void accept(PlannedCommand command) throws Exception {
        ledger.accept(command);
        ledger.work(ledger.onlyMailbox());
    }

    void receive(String chatId, Consumer<TestEvent> what) {
        TestEvent event = TestEvent.of("e" + events++, "type").inChat(chatId);
        what.accept(event);
        ledger.store(event.event());
        ledger.confirmations.matchBatch();
    }

    Map<String, String> statuses() throws Exception {
        return ledger.outcomes().stream()
                .filter(outcome -> !outcome.get("type").asText().equals("create_group"))
                .collect(
                        Collectors.toMap(outcome -> outcome.get("command_id").asText(), outcome -> outcome.get("status")
                                .asText()));
    }
}
