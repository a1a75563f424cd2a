package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.at;
import static dev.linqroutes.ledger.TestCommands.bytes;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.RefusalStatus;
import dev.linqroutes.ledger.outbox.Outbox;
import java.util.List;
import java.util.Optional;

/** A command that cannot be worked is refused with its reason and stops no other. */
class RefusedCommandsAreReportedTest extends OnEachLedgerUrl {
    private static final ObjectMapper JSON = new ObjectMapper();

    @OnEachDatabase
    void a_second_create_for_a_group_is_refused_and_the_other_command_is_accepted() throws Exception {
        CommandIntake.Counts accepted =
                ledger.accept(create("c1", "order-1", 1), create("c2", "order-1", 1), create("c3", "order-3", 1));

        assertThat(accepted).isEqualTo(new CommandIntake.Counts(2, 1, 0));
        JsonNode refused = ledger.outcomes().get(0);
        assertThat(refused.get("status").asText()).isEqualTo("refused");
        assertThat(refused.get("command_id").asText()).isEqualTo("c2");
        assertThat(refused.at("/problems/0/message").asText()).contains("order-1", "already exists", "c1");
    }

    @OnEachDatabase
    void a_command_for_an_unknown_group_is_refused_and_its_bytes_become_a_dead_letter() {
        ledger.accept(send("c1", "nobody"));

        List<Outbox.PendingRecord> records = ledger.outgoing();
        assertThat(records).extracting(Outbox.PendingRecord::topic).containsExactly("outcomes", "dead");
        assertThat(records.get(1).value()).isEqualTo(bytes("body of c1"));
        assertThat(records.get(1).key())
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("key of c1")));
        assertThat(records.get(1).headers())
                .containsEntry("linq-error-place", "groups-of-c1.csv row 2")
                .containsEntry("linq-error-command-id", "c1");
        assertThat(records.get(1).headers().get("linq-error-message")).contains("nobody", "create_group");
    }

    @OnEachDatabase
    void ids_of_a_refused_command_are_stored_up_to_the_maximum_length() throws Exception {
        String longest = "c".repeat(400);
        CommandRefusal refusal = new CommandRefusal(
                create("c1", "order-1", 1).origin(),
                RefusalStatus.REFUSED,
                Optional.of(longest),
                Optional.of("send_message"),
                Optional.of(longest),
                Optional.of(longest),
                List.of(new CommandRefusal.Reason("/chat_id", "is no chat id")),
                Optional.empty());

        assertThat(ledger.acceptance.accept(List.of(refusal))).isEqualTo(new CommandIntake.Counts(0, 1, 0));
        assertThat(ledger.outcomes().get(0).get("chat_id").asText()).isEqualTo(longest);
    }

    @OnEachDatabase
    void a_refused_record_delivered_again_is_not_reported_again() {
        ledger.accept(send("c1", "nobody"));
        ledger.accept(send("c1", "nobody"));

        assertThat(ledger.outgoing()).hasSize(2);
    }

    @OnEachDatabase
    void a_refused_command_may_be_sent_again_corrected_under_its_own_id() {
        ledger.accept(send("c1", "order-1"));
        CommandIntake.Counts corrected = ledger.accept(at("later", create("c1", "order-1", 1)));

        assertThat(corrected).isEqualTo(new CommandIntake.Counts(1, 0, 0));
    }

    @OnEachDatabase
    void the_outcome_of_a_refused_command_has_the_key_of_its_chat() throws Exception {
        ledger.accept(sendToChat("c1", "chat-1"));
        ledger.accept(at("elsewhere", sendToChat("c1", "chat-1")));

        Outbox.PendingRecord outcome = ledger.outgoing().get(0);
        assertThat(JSON.readTree(outcome.value()).path("chat_id").textValue()).isEqualTo("chat-1");
        assertThat(outcome.key()).hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("chat-1")));
    }
}
