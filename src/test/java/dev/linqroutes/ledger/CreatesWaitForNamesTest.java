package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.named;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.Mailbox;
import java.util.List;

/** A create waits while another group with the same line and members has no name yet. */
class CreatesWaitForNamesTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_create_waits_until_the_earlier_group_with_its_members_has_its_name() throws Exception {
        ledger.accept(named("c1", "order-1", "First", "members"), named("c2", "order-2", "Second", "members"));
        List<Mailbox> both = ledger.claim();
        Mailbox first = both.get(0).blocker().isEmpty() ? both.get(0) : both.get(1);
        Mailbox second = first == both.get(0) ? both.get(1) : both.get(0);
        assertThat(first.blocker()).isEmpty();
        assertThat(second.blocker()).isPresent();
        String name = first.name().equals("ref:order-1") ? "First" : "Second";
        String chat = "chat-of-" + first.name();
        ledger.work(first);
        second.deferUntil(clock.instant());
        ledger.giveBack(second);

        Mailbox stillWaiting = ledger.onlyMailbox();
        assertThat(stillWaiting.blocker())
                .hasValueSatisfying(blocker -> assertThat(blocker.chatId()).contains(chat));
        stillWaiting.deferUntil(clock.instant());
        ledger.giveBack(stillWaiting);
        ledger.store(TestEvent.naming("e1", chat, name));

        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }

    @OnEachDatabase
    void a_failed_create_does_not_hold_up_the_next_with_its_members() throws Exception {
        ledger.accept(named("c1", "order-1", "First", "members"));
        Mailbox first = ledger.onlyMailbox();
        ledger.record(first, new Failed(fault(400)));
        ledger.giveBack(first);
        ledger.accept(named("c2", "order-2", "Second", "members"));

        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }

    @OnEachDatabase
    void a_create_behind_other_calls_waits_for_the_name_too() throws Exception {
        ledger.accept(named("c0", "order-0", "Zero", "members"));
        ledger.work(ledger.onlyMailbox());
        ledger.accept(named("c1", "order-1", "One", "others"), send("s2", "order-1"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Failed(fault(400)));
        ledger.giveBack(mailbox);
        ledger.accept(named("c3", "order-1", "One", "members"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("s2 call 1");
        assertThat(ledger.onlyMailbox().blocker()).isPresent();
    }

    @OnEachDatabase
    void any_name_frees_the_members_for_the_next_group() throws Exception {
        ledger.accept(named("c1", "order-1", "First ", "members"));
        ledger.work(ledger.onlyMailbox());
        ledger.accept(named("c2", "order-2", "Second", "members"));
        ledger.store(TestEvent.naming("e1", "chat-of-ref:order-1", "First"));

        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }
}
