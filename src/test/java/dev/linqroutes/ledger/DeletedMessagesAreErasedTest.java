package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.Map;
import java.util.Optional;

/** When a message is deleted at Linq, its text is not kept in the ledger either. */
class DeletedMessagesAreErasedTest extends WithConfirmation {
    @OnEachDatabase
    void the_texts_of_a_deleted_message_and_of_its_edits_are_erased_and_others_stay() throws Exception {
        String chat = aGroup("a");
        answer(send("hello", "k-1"), Optional.of("m-1"));
        answer(send("other", "k-2"), Optional.of("m-2"));
        answer(edit("edit", "m-1"), Optional.of("m-1"));
        receive(chat, event -> event.aboutMessage("m-1").saying(Kind.EDITED, "At ten"));

        answer(delete("delete", "m-1"), Optional.empty());

        assertThat(bodies())
                .containsEntry("hello", ErasedContent.BODY)
                .containsEntry("edit", ErasedContent.BODY)
                .containsEntry("other", "{\"message\":\"k-2\"}");
        assertThat(statuses()).containsEntry("delete", "confirmed").containsEntry("edit", "confirmed");
    }

    @OnEachDatabase
    void a_message_is_confirmed_by_its_event_also_after_its_text_was_erased() throws Exception {
        String chat = aGroup("a");
        answer(send("hello", "k-1"), Optional.of("m-1"));
        answer(delete("delete", "m-1"), Optional.empty());

        receive(chat, event -> event.withKey("k-1").saying(Kind.SENT));

        assertThat(statuses()).containsEntry("hello", "confirmed");
    }

    @OnEachDatabase
    void nothing_is_erased_before_linq_has_deleted_the_message() throws Exception {
        aGroup("a");
        answer(send("hello", "k-1"), Optional.of("m-1"));

        ledger.accept(delete("delete", "m-1"));

        assertThat(bodies()).containsEntry("hello", "{\"message\":\"k-1\"}");
    }

    private static PlannedCommand send(String commandId, String key) {
        String body = "{\"message\":\"" + key + "\"}";
        return command(commandId, "a", CallKind.SEND_MESSAGE, "/chats/{chat_id}/messages", body, Optional.of(key));
    }

    private static PlannedCommand edit(String commandId, String messageId) {
        String body = "{\"text\":\"At ten\"}";
        return command(commandId, "a", CallKind.EDIT_MESSAGE, "/messages/" + messageId, body, Optional.empty());
    }

    private static PlannedCommand delete(String commandId, String messageId) {
        return command(commandId, "a", CallKind.DELETE_MESSAGE, "/messages/" + messageId, "", Optional.empty());
    }

    private void answer(PlannedCommand command, Optional<String> messageId) throws Exception {
        ledger.accept(command);
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Accepted(202, Optional.empty(), messageId, Optional.empty()), clock.instant());
        ledger.giveBack(mailbox);
    }

    private Map<String, String> bodies() {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery("SELECT command_id, body FROM call")
                .setMapKeyColumn("command_id")
                .setMapValueColumn("body")
                .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, String>>() {}));
    }
}
