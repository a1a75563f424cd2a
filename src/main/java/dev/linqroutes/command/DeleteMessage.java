package dev.linqroutes.command;

import java.util.Locale;

/** Deletes Linq's record of a message; members keep theirs. */
public record DeleteMessage(CommandEnvelope envelope, String messageId) implements ChatCommand {
    static DeleteMessage read(CommandEnvelope envelope, CommandFields fields) {
        // As Linq writes it: the ledger finds the text of the message by it.
        return new DeleteMessage(envelope, fields.requiredText("message_id").toLowerCase(Locale.ROOT));
    }
}
