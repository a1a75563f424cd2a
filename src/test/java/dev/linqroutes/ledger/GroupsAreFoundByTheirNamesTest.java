package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.GroupAddress;
import java.util.List;
import java.util.Optional;

/** A group is one group by whichever of its names a command says it. */
class GroupsAreFoundByTheirNamesTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_group_that_an_earlier_version_entered_in_another_spelling_is_found_by_the_one_spelling() throws Exception {
        String old = "Mu\u0308nchen";
        List<String> spellings = List.of("München", old);
        ledger.accept(create("c1", old, 1));

        CommandIntake.Counts accepted = ledger.accept(
                aCommand("c2")
                        .forGroup(new GroupAddress.ByRef("München", spellings))
                        .withMessages(1),
                aCommand("c3")
                        .forGroup(new GroupAddress.NewGroup("München", "line", "set", Optional.empty(), spellings))
                        .withMessages(1));

        assertThat(accepted).isEqualTo(new CommandIntake.Counts(1, 1, 0));
        assertThat(ledger.outcomes()).singleElement().satisfies(refused -> {
            assertThat(refused.get("command_id").asText()).isEqualTo("c3");
            assertThat(refused.get("group_ref").asText()).isEqualTo(old);
        });
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1", "c2 call 1");
    }

    @OnEachDatabase
    void of_two_groups_that_an_earlier_version_told_apart_by_their_spelling_that_of_this_spelling_is_meant()
            throws Exception {
        String decomposed = "Mu\u0308nchen";
        ledger.accept(create("c1", decomposed, 1), create("c2", "München", 1));

        ledger.accept(
                aCommand("c3")
                        .forGroup(new GroupAddress.ByRef("München", List.of(decomposed, "München")))
                        .withMessages(1),
                aCommand("c4")
                        .forGroup(new GroupAddress.ByRef("München", List.of("München", decomposed)))
                        .withMessages(1));

        assertThat(ledger.claim().stream().map(ledger::work).toList())
                .containsExactlyInAnyOrder(List.of("c1 call 1", "c3 call 1"), List.of("c2 call 1", "c4 call 1"));
    }

    @OnEachDatabase
    void a_group_is_one_mailbox_whether_a_command_names_it_by_ref_or_by_chat() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.work(ledger.onlyMailbox());
        ledger.accept(send("c2", "order-1"), sendToChat("c3", "chat-of-ref:order-1"));

        Mailbox mailbox = ledger.onlyMailbox();

        assertThat(mailbox.chatId()).contains("chat-of-ref:order-1");
        assertThat(ledger.work(mailbox)).containsExactly("c2 call 1", "c3 call 1");
    }

    @OnEachDatabase
    void a_group_that_is_written_with_other_capitals_or_hyphens_is_refused_with_the_name_that_is_known()
            throws Exception {
        ledger.accept(create("c1", "crew-1", 1), create("c2", "Book club", 1));

        ledger.accept(
                send("m1", "Crew-1"),
                send("m2", "crew 1"),
                send("m3", "book-club"),
                create("c4", "new crew", 1),
                send("m4", "New_Crew"),
                send("m5", "crew-2"));

        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.at("/problems/0/message").asText())
                .containsExactly(
                        "group \"Crew-1\" is not known; did you mean \"crew-1\"?",
                        "group \"crew 1\" is not known; did you mean \"crew-1\"?",
                        "group \"book-club\" is not known; did you mean \"Book club\"?",
                        "group \"New_Crew\" is not known; did you mean \"new crew\"?",
                        "group \"crew-2\" is not known; create it first (create_group), or name the chat by Linq's"
                                + " chat_id");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.at("/problems/0/where").asText())
                .containsOnly("/group_ref");
    }

    @OnEachDatabase
    void a_chat_made_elsewhere_can_be_named_by_its_id() throws Exception {
        ledger.accept(sendToChat("c1", "chat-9"));

        assertThat(ledger.onlyMailbox().chatId()).contains("chat-9");
    }

    @OnEachDatabase
    void after_a_failed_create_the_group_can_be_created_again() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Failed(fault(400)));
        ledger.giveBack(mailbox);

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(0, 1, 0));
        assertThat(ledger.accept(create("c3", "order-1", 1))).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c3 call 1");
    }
}
