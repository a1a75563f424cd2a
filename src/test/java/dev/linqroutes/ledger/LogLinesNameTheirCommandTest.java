package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.trace.CommandLabels;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** A log line about a call has the command, the group and the batch as fields, whichever part of the ledger logs it. */
class LogLinesNameTheirCommandTest extends WithConfirmation {
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.ledger");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @OnEachDatabase
    void a_call_of_a_row_that_fails_is_logged_with_command_group_and_batch() throws Exception {
        ledger.accept(row("row-2", "site-14"));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(TestAnswers.fault(422)));

        assertThat(onlyLine("row-2 call 1 failed after 1 attempts: no"))
                .isEqualTo(Map.of("command_id", "row-2", "group", "site-14", "batch", "f-groups"));
    }

    @OnEachDatabase
    void a_call_to_a_chat_is_logged_with_the_chat() throws Exception {
        ledger.accept(sendToChat("c1", "chat-7"));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(TestAnswers.fault(422)));

        assertThat(onlyLine("c1 call 1 failed after 1 attempts: no"))
                .isEqualTo(Map.of("command_id", "c1", "group", "chat-7"));
    }

    @OnEachDatabase
    void an_event_that_refutes_a_call_is_logged_with_command_group_and_batch() throws Exception {
        ledger.accept(row("row-2", "site-14"));
        ledger.work(ledger.onlyMailbox());
        receive("chat-of-ref:site-14", event -> event.withKey("row-2-1").saying(Kind.NOT_SENT));

        assertThat(lines.list).hasSize(1);
        assertThat(fields(lines.list.get(0)))
                .isEqualTo(Map.of("command_id", "row-2", "group", "site-14", "batch", "f-groups"));
    }

    @OnEachDatabase
    void a_mailbox_that_is_deferred_is_logged_with_its_group() throws Exception {
        ledger.accept(row("row-2", "site-14"));
        ledger.mailboxes
                .defer(ledger.onlyMailbox(), new IllegalStateException("unexpected"))
                .toCompletableFuture()
                .join();

        assertThat(onlyLine("mailbox ref:site-14 deferred after unexpected error: unexpected"))
                .isEqualTo(Map.of("group", "site-14"));
    }

    /** A line that says nothing about a failure is not written, so that its fields cost nothing. */
    @OnEachDatabase
    void a_call_that_succeeds_is_not_logged() throws Exception {
        ledger.accept(row("row-2", "site-14"));
        ledger.work(ledger.onlyMailbox());

        ledger.accept(sendToChat("c1", "chat-7"));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(TestAnswers.fault(422)));

        assertThat(onlyLine("c1 call 1 failed after 1 attempts: no")).containsEntry("command_id", "c1");
    }

    private static PlannedCommand row(String commandId, String groupRef) {
        return aCommand(commandId)
                .creating(groupRef)
                .from(new Origin(
                        "f-groups-2",
                        "{}",
                        "groups.csv row 2",
                        Optional.empty(),
                        Optional.of(new Origin.Row("f-groups", 2))))
                .with(CallKind.CREATE_CHAT);
    }

    private Map<String, String> onlyLine(String message) {
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(message);
        return fields(lines.list.get(0));
    }

    private static Map<String, String> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> CommandLabels.FIELDS.contains(pair.key))
                .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value.toString()));
    }
}
