package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Linq accepts a change of members and makes it later (reference 2.7), and a message goes to those who are members then. */
class MessagesWaitForChangesOfMembersTest extends WithConfirmation {
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private static final Set<CallKind> TO_NOBODY = EnumSet.of(
            CallKind.CREATE_CHAT,
            CallKind.UPDATE_CHAT,
            CallKind.SET_BACKGROUND,
            CallKind.DELETE_MESSAGE,
            CallKind.DELETE_ATTACHMENT);

    @OnEachDatabase
    void a_message_goes_when_the_member_before_it_was_added() throws Exception {
        String chat = aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550108"), message("welcome", "a", "k-1"));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("add call 1");

        assertThat(ledger.claim()).isEmpty();
        clock.advance(RECHECK);
        assertThat(ledger.claim()).isEmpty();
        assertThat(ledger.nextWaitsFor("ref:a")).hasValueSatisfying(what -> assertThat(what)
                .startsWith("the event that confirms the change of members"));
        receive(chat, event -> event.saying(Kind.JOINED, "+12025550108"));
        clock.advance(RECHECK);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("welcome call 1");
        assertThat(statuses()).containsEntry("add", "confirmed");
    }

    @OnEachDatabase
    void a_message_goes_when_the_member_before_it_was_removed() throws Exception {
        String chat = aGroup("a");
        ledger.accept(
                removeMember("remove", "a", "+12025550108"),
                message("secret", "a", "k-1"),
                message("more", "a", "k-2"));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("remove call 1");
        assertThat(ledger.claim()).isEmpty();

        receive(chat, event -> event.saying(Kind.GONE, "+12025550108"));
        clock.advance(RECHECK);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("secret call 1", "more call 1");
    }

    @OnEachDatabase
    void everything_that_members_see_waits_and_nothing_else() throws Exception {
        for (CallKind kind : CallKind.values()) {
            String group = kind.name();
            aGroup(group);
            accept(addMember("add " + group, group, "+12025550108"));
            ledger.accept(command("next " + group, group, kind, "/x", "{}", Optional.empty()));
            boolean waits = ledger.claim().isEmpty();

            assertThat(waits)
                    .as(group)
                    .isEqualTo(!TO_NOBODY.contains(kind)
                            && kind != CallKind.ADD_PARTICIPANT
                            && kind != CallKind.REMOVE_PARTICIPANT);
        }
    }

    @OnEachDatabase
    void changes_of_members_do_not_wait_for_each_other() throws Exception {
        String chat = aGroup("a");
        ledger.accept(
                addMember("add 1", "a", "+12025550108"),
                addMember("add 2", "a", "+12025550109"),
                message("welcome", "a", "k-1"));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("add 1 call 1", "add 2 call 1");

        receive(chat, event -> event.saying(Kind.JOINED, "+12025550109"));
        assertThat(ledger.claim()).isEmpty();
        receive(chat, event -> event.saying(Kind.JOINED, "+12025550108"));
        clock.advance(RECHECK);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("welcome call 1");
    }

    @OnEachDatabase
    void a_message_does_not_wait_for_messages() throws Exception {
        aGroup("a");
        ledger.accept(
                message("one", "a", "k-1"),
                rename("rename", "a", "{\"display_name\":\"n\"}"),
                message("two", "a", "k-2"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("one call 1", "rename call 1", "two call 1");
        accept(message("three", "a", "k-3"));
    }

    @OnEachDatabase
    void a_change_whose_event_is_lost_is_waited_for_until_it_is_read_at_linq() throws Exception {
        aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550108"), message("welcome", "a", "k-1"));
        ledger.work(ledger.onlyMailbox());
        clock.advance(TestLedger.DEADLINE.minusMillis(1));
        assertThat(ledger.claim()).isEmpty();

        clock.advance(Duration.ofMillis(1));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("welcome call 1");
    }

    @OnEachDatabase
    void the_longer_an_event_takes_the_less_often_it_is_looked_for() throws Exception {
        aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550108"), message("welcome", "a", "k-1"));
        ledger.work(ledger.onlyMailbox());
        clock.advance(Duration.ofSeconds(20));
        assertThat(ledger.claim()).isEmpty();
        receive("chat-of-ref:a", event -> event.saying(Kind.JOINED, "+12025550108"));

        clock.advance(Duration.ofSeconds(9));
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("welcome call 1");
    }

    @OnEachDatabase
    void a_change_that_linq_refuses_holds_up_nothing() throws Exception {
        aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550108"), message("welcome", "a", "k-1"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new CallResult.Failed(TestAnswers.fault(400)));
        ledger.giveBack(mailbox);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("welcome call 1");
    }

    @OnEachDatabase
    void a_change_that_was_not_needed_is_confirmed_at_once_with_a_warning_and_starts_no_conversation()
            throws Exception {
        aGroup("a");
        long before = ledger.newConversations.readAll().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        ledger.accept(addMember("add", "a", "+12025550108"), message("welcome", "a", "k-1"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(
                mailbox,
                new CallResult.Accepted(
                        200,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ChatState.UNKNOWN,
                        CallResult.Accepted.Effect.UNNECESSARY));
        ledger.giveBack(mailbox);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("welcome call 1");
        assertThat(statuses()).containsEntry("add", "confirmed");
        assertThat(ledger.outcomes())
                .filteredOn(outcome -> outcome.get("command_id").asText().equals("add"))
                .allSatisfy(outcome -> assertThat(outcome.get("warnings").toString())
                        .contains("call 1 has changed nothing: who was to be added was a member already"));
        assertThat(ledger.newConversations.readAll().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(before);
    }

    @OnEachDatabase
    void an_expired_message_is_told_without_waiting() throws Exception {
        aGroup("a");
        accept(addMember("add", "a", "+12025550108"));
        ledger.accept(aCommand("late")
                .toGroup("a")
                .expiresAt(clock.instant().plusSeconds(10))
                .with(CallKind.SEND_MESSAGE));
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofSeconds(11));

        Mailbox mailbox = ledger.onlyMailbox();

        ledger.record(mailbox, new CallResult.Expired());
        assertThat(statuses()).containsEntry("late", "expired");
    }

    @OnEachDatabase
    void a_group_whose_members_change_holds_up_no_other() throws Exception {
        aGroup("a");
        aGroup("b");
        accept(addMember("add", "a", "+12025550108"));
        ledger.accept(message("to a", "a", "k-1"), message("to b", "b", "k-2"));

        assertThat(ledger.claim()).extracting(Mailbox::name).containsExactly("ref:b");
    }

    @OnEachDatabase
    void many_groups_whose_members_change_hold_up_no_other() throws Exception {
        for (String group : List.of("a", "b", "c", "d")) {
            aGroup(group);
        }
        for (String group : List.of("a", "b", "c")) {
            accept(addMember("add " + group, group, "+12025550108"));
        }
        ledger.accept(message("to a", "a", "k-1"), message("to b", "b", "k-2"), message("to c", "c", "k-3"));
        ledger.accept(message("to d", "d", "k-4"));

        try (TestLedger another =
                ledger.another(TestLedger.beside(ledger).confirming().mailboxes(1))) {
            assertThat(another.claim()).extracting(Mailbox::name).containsExactly("ref:d");
        }
    }

    @OnEachDatabase
    void nothing_waits_where_nothing_is_confirmed() throws Exception {
        try (TestLedger unconfirmed = ledger.another(TestLedger.beside(ledger)
                .settling(new CommandCompletion.Settings(false, TestLedger.DEADLINE, false)))) {
            unconfirmed.accept(TestCommands.create("create", "c", 1));
            unconfirmed.work(unconfirmed.onlyMailbox());
            unconfirmed.accept(addMember("add", "c", "+12025550108"), message("welcome", "c", "k-1"));

            assertThat(unconfirmed.work(unconfirmed.onlyMailbox())).containsExactly("add call 1");
            assertThat(unconfirmed.work(unconfirmed.onlyMailbox())).containsExactly("welcome call 1");
        }
    }

    private static PlannedCommand removeMember(String commandId, String groupRef, String handle) {
        return command(
                commandId,
                groupRef,
                CallKind.REMOVE_PARTICIPANT,
                "/x",
                "{\"handle\":\"" + handle + "\"}",
                Optional.empty());
    }
}
