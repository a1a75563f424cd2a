package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.model.CallKind;
import java.util.Optional;

/** What Linq refuses for the service of a chat tells what the command needs, and what the chat is. */
class ServiceRefusalsAreExplainedTest extends WithConfirmation {
    @OnEachDatabase
    void a_poll_in_a_group_with_members_on_sms_says_that_it_needs_imessage_and_who_is_on_what() throws Exception {
        String chat = aGroup("a");
        receive(chat, event -> event.showing(group("iMessage", "SMS", "RCS")));
        accept(command("poll", "a", CallKind.SEND_POLL, "/x", "{}", Optional.of("k-1")));

        receive(chat, event -> event.withKey("k-1").failing(Kind.NOT_SENT, 4005));

        assertThat(errorOf("poll"))
                .endsWith("(a poll needs iMessage; of the 3 other members of this chat 1 is on RCS and 1 is on SMS)");
    }

    @OnEachDatabase
    void a_refused_call_says_what_it_needs_also_if_nothing_is_known_of_the_chat() throws Exception {
        aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550133"));

        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(fault(409, 2017)));

        assertThat(errorOf("add")).isEqualTo("no (members can be changed in iMessage groups only)");
    }

    @OnEachDatabase
    void another_refusal_is_told_in_the_words_of_linq_only() throws Exception {
        aGroup("a");
        ledger.accept(addMember("add", "a", "+12025550133"));

        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(fault(400, 1002)));

        assertThat(errorOf("add")).isEqualTo("no");
    }

    @OnEachDatabase
    void a_change_that_was_not_needed_is_confirmed_with_a_warning() throws Exception {
        aGroup("a");
        accept(addMember("add", "a", "+12025550133"));
        clock.advance(TestLedger.DEADLINE);

        ledger.confirmations
                .claimLateCalls(10)
                .forEach(call -> ledger.confirmations.recordResult(
                        call, new ConfirmationResult.Confirmed(Optional.of("has changed nothing"))));

        assertThat(outcomeOf("add").get("status").asText()).isEqualTo("confirmed");
        assertThat(outcomeOf("add").at("/warnings/0").asText()).isEqualTo("call 1 has changed nothing");
    }

    private String errorOf(String commandId) throws Exception {
        return outcomeOf(commandId).at("/calls/0/error_message").asText();
    }

    private JsonNode outcomeOf(String commandId) throws Exception {
        return ledger.outcomes().stream()
                .filter(outcome -> outcome.get("command_id").asText().equals(commandId))
                .findFirst()
                .orElseThrow();
    }

    private static Fault fault(int status, int code) {
        return new Fault(Optional.of(status), Optional.of(code), "no", Optional.empty(), Optional.empty());
    }

    private ChatState group(String... services) {
        ChatState state = ChatState.UNKNOWN;
        for (int i = 0; i < services.length; i++) {
            state = state.merge(ChatState.withMember(new Member(
                    "+1202555013" + i,
                    "active",
                    Optional.of(services[i]),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    clock.instant())));
        }
        return state;
    }
}
