package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.call;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Groups with the same line and members (reference 2.2, rule 4). */
class GroupsWithTheSameMembersStayApartTest extends OnH2AndPostgres {
    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_create_does_not_get_the_chat_of_an_unnamed_group_with_the_same_members() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.workAll();
        ledger.accept(aGroup("b", Optional.of("B"), "members"));

        assertThat(ledger.onlyMailbox().blocker()).hasValueSatisfying(blocker -> {
            assertThat(blocker.mailbox()).isEqualTo("ref:a");
            assertThat(blocker.nameless()).isTrue();
        });
    }

    @OnEachDatabase
    void a_create_waits_for_a_group_without_a_name_while_that_is_being_created() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.onlyMailbox();
        ledger.accept(aGroup("b", Optional.of("B"), "members"));

        assertThat(ledger.onlyMailbox().blocker())
                .hasValueSatisfying(blocker -> assertThat(blocker.nameless()).isFalse());
    }

    @OnEachDatabase
    void a_create_is_made_when_the_group_with_its_members_gets_a_name() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.workAll();
        ledger.store(TestEvent.naming("e1", "chat-of-ref:a", "A"));
        ledger.accept(aGroup("b", Optional.of("B"), "members"));

        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }

    @OnEachDatabase
    void a_create_is_made_when_a_member_or_the_line_has_left_the_group_with_its_members() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.workAll();
        ledger.store(eventOf("participant.removed", "chat-of-ref:a"));
        ledger.accept(aGroup("b", Optional.of("B"), "members"));

        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }

    @OnEachDatabase
    void of_several_due_creates_the_first_accepted_is_made_first() throws Exception {
        // All of them are in this order by chance once in a million times.
        List<PlannedCommand> pairs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pairs.add(aGroup("first-" + i, Optional.of("A"), "members " + i));
            pairs.add(aGroup("second-" + i, Optional.empty(), "members " + i));
        }
        ledger.accept(pairs.toArray(PlannedCommand[]::new));

        assertThat(ledger.claim())
                .filteredOn(mailbox -> mailbox.blocker().isPresent())
                .extracting(Mailbox::name)
                .hasSize(20)
                .allMatch(name -> name.startsWith("ref:second-"));
    }

    @OnEachDatabase
    void a_create_that_gets_the_chat_of_another_group_fails_and_makes_no_more_calls_there() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        record(ledger.onlyMailbox(), accepted("chat-1"));
        ledger.accept(aGroup("b", Optional.of("B"), "members in other words"), send("b2", "b"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));

        assertThat(mailbox.nextCall().describe()).isEqualTo("b2 call 1");
        assertThat(mailbox.chatId()).isEmpty();
        JsonNode outcome = ledger.outcomes().get(1);
        assertThat(outcome.at("/command_id").textValue()).isEqualTo("b");
        assertThat(outcome.at("/status").textValue()).isEqualTo("failed");
        assertThat(outcome.has("chat_id")).isFalse();
        assertThat(outcome.at("/calls/0/error_message").textValue()).contains("chat-1", "group \"a\"");
        assertThat(outcome.at("/calls/1/status").textValue()).isEqualTo("cancelled");
        assertThat(ledger.accept(send("b3", "b")).refused()).isEqualTo(1);
    }

    @OnEachDatabase
    void only_one_of_two_creates_recorded_together_gets_the_chat() throws Exception {
        ledger.accept(aGroup("a", Optional.of("A"), "members"), aGroup("b", Optional.of("B"), "in other words"));
        for (Mailbox mailbox : ledger.claim()) {
            ledger.record(mailbox, accepted("chat-1"));
            ledger.work(mailbox);
        }

        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("status").textValue())
                .containsExactlyInAnyOrder("accepted", "failed");
    }

    @OnEachDatabase
    void a_create_that_gets_a_chat_created_elsewhere_fails() throws Exception {
        ledger.accept(sendToChat("s", "chat-1"));
        ledger.workAll();
        clock.advance(Duration.ofSeconds(1));
        ledger.accept(aGroup("b", Optional.of("B"), "members"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));

        assertThat(mailbox.hasNextCall(clock.instant())).isFalse();
        assertThat(ledger.outcomes().get(1).get("status").textValue()).isEqualTo("failed");
    }

    @OnEachDatabase
    void a_chat_addressed_by_its_id_during_its_creation_is_the_groups_own() throws Exception {
        ledger.accept(aGroup("a", Optional.of("A"), "members"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(
                mailbox,
                new CallResult.Retry(Duration.ofSeconds(5), CallResult.Retry.Reason.INDETERMINATE, fault(503)));
        // Known by an event before the response to the create.
        clock.advance(Duration.ofSeconds(1));
        ledger.accept(sendToChat("s", "chat-1"));
        ledger.workAll();
        clock.advance(Duration.ofSeconds(5));
        Mailbox again = ledger.onlyMailbox();
        ledger.record(again, accepted("chat-1"));

        assertThat(again.hasNextCall(clock.instant())).isTrue();
    }

    @OnEachDatabase
    void a_create_waits_for_a_sent_rename_and_reads_the_chat_without_an_event() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.workAll();
        ledger.accept(aRename("a2", "a", "A"));
        Mailbox rename = ledger.onlyMailbox();
        ledger.accept(aGroup("b", Optional.of("B"), "members"));

        Mailbox waiting = ledger.onlyMailbox();
        assertThat(blockerState(waiting)).isEqualTo("wait");
        ledger.putBack(waiting);
        ledger.work(rename);
        waiting = ledger.onlyMailbox();
        assertThat(blockerState(waiting)).isEqualTo("wait");
        ledger.putBack(waiting);
        clock.advance(TestLedger.ASK_FOR_NAME.plusMillis(1));
        waiting = ledger.onlyMailbox();
        assertThat(blockerState(waiting)).isEqualTo("read");
        ledger.putBack(waiting);
        clock.advance(TestLedger.RENAME_TIMEOUT);
        assertThat(blockerState(ledger.onlyMailbox())).isEqualTo("nameless");
    }

    @OnEachDatabase
    void an_icon_is_no_name() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.workAll();
        ledger.accept(call("a2", "a", CallKind.UPDATE_CHAT));
        ledger.workAll();
        ledger.accept(aGroup("b", Optional.of("B"), "members"));

        assertThat(blockerState(ledger.onlyMailbox())).isEqualTo("nameless");
    }

    @OnEachDatabase
    void a_create_does_not_wait_for_a_name_that_could_not_be_set() throws Exception {
        ledger.accept(aGroup("a", Optional.of("A"), "members"));
        ledger.workAll();
        ledger.accept(aGroup("b", Optional.of("B"), "members"));
        Mailbox waiting = ledger.onlyMailbox();
        assertThat(blockerState(waiting)).isEqualTo("wait");
        ledger.putBack(waiting);
        clock.advance(Duration.ofSeconds(1));
        ledger.store(eventOf("chat.group_name_update_failed", "chat-of-ref:a"));

        waiting = ledger.onlyMailbox();
        assertThat(blockerState(waiting)).isEqualTo("nameless");
        ledger.putBack(waiting);
        clock.advance(Duration.ofSeconds(1));
        ledger.accept(aRename("a2", "a", "A again"));
        for (Mailbox mailbox : ledger.claim()) {
            ledger.putBack(mailbox);
        }
        for (Mailbox mailbox : ledger.claim()) {
            if (mailbox.blocker().isPresent()) {
                assertThat(blockerState(mailbox)).isEqualTo("wait");
                ledger.putBack(mailbox);
            } else {
                ledger.work(mailbox);
            }
        }
        assertThat(blockerState(ledger.onlyMailbox())).isEqualTo("wait");
    }

    @OnEachDatabase
    void a_read_of_a_chat_with_a_name_or_a_former_member_releases_its_member_set() throws Exception {
        for (String other : List.of("named", "left")) {
            ledger.accept(aGroup(other, Optional.empty(), other));
            ledger.workAll();
            assertThat(ledger.chats.recordChat(chat("chat-of-ref:" + other, "Ann, Bob", "active")))
                    .isFalse();
        }

        assertThat(ledger.chats.recordChat(chat("chat-of-ref:named", "Ann and Bob", "active")))
                .isTrue();
        assertThat(ledger.chats.recordChat(chat("chat-of-ref:left", "Ann, Bob", "removed")))
                .isTrue();
        ledger.accept(aGroup("b1", Optional.of("B"), "named"), aGroup("b2", Optional.of("B"), "left"));
        assertThat(ledger.claim()).hasSize(2).allSatisfy(mailbox -> assertThat(mailbox.blocker())
                .isEmpty());
    }

    @OnEachDatabase
    void a_create_that_failed_for_a_missing_name_succeeds_when_replayed_after_the_name_was_set() throws Exception {
        ledger.accept(aGroup("a", Optional.empty(), "members"));
        ledger.workAll();
        ledger.accept(aGroup("b", Optional.of("B"), "members"));
        record(ledger.onlyMailbox(), new CallResult.Failed(CallResult.Fault.withoutResponse("no name")));
        ledger.chats.recordChat(chat("chat-of-ref:a", "Named by hand", "active"));

        assertThat(ledger.failedCommands.replay("b")).isEmpty();
        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }

    private static String blockerState(Mailbox mailbox) {
        Mailbox.Blocker blocker = mailbox.blocker().orElseThrow();
        return blocker.nameless() ? "nameless" : blocker.nameOverdue() ? "read" : "wait";
    }

    private static Map<String, Object> chat(String id, String displayName, String statusOfBob) {
        return Map.of(
                "id",
                id,
                "display_name",
                displayName,
                "handles",
                List.of(Map.of("handle", "Ann", "status", "active"), Map.of("handle", "Bob", "status", statusOfBob)));
    }

    private void record(Mailbox mailbox, CallResult result) {
        ledger.record(mailbox, result);
        ledger.work(mailbox);
    }

    /** A create as the planner makes it: the chat, and its name if it is to have one. */
    private static PlannedCommand aGroup(String ref, Optional<String> name, String members) {
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(new PlannedCall(1, CallKind.CREATE_CHAT, "POST", "/chats", "{}", Optional.of(ref + "-1")));
        name.ifPresent(wanted -> calls.add(rename(2, wanted)));
        return command(ref, "create_group", new GroupAddress.NewGroup(ref, "line", members, name), calls);
    }

    private static PlannedCommand aRename(String commandId, String ref, String name) {
        return command(commandId, "update_group", new GroupAddress.ByRef(ref), List.of(rename(1, name)));
    }

    private static PlannedCall rename(int position, String name) {
        return new PlannedCall(
                position,
                CallKind.UPDATE_CHAT,
                "PUT",
                "/chats/{chat_id}",
                "{\"display_name\":\"" + name + "\"}",
                Optional.empty());
    }

    private static PlannedCommand command(String commandId, String type, GroupAddress group, List<PlannedCall> calls) {
        return aCommand(commandId).ofType(type).forGroup(group).with(calls.toArray(PlannedCall[]::new));
    }

    private static VerifiedEvent eventOf(String type, String chatId) {
        TestEvent event = TestEvent.of(type + " " + chatId, type).inChat(chatId);
        return (type.equals("chat.group_name_update_failed") ? event.failing(Kind.NOT_NAMED, 3007) : event).event();
    }
}
