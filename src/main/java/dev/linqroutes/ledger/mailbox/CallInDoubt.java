package dev.linqroutes.ledger.mailbox;

/** A call was begun before, may have done its work, and has no idempotency key: making it again could do the work twice. */
public final class CallInDoubt extends RuntimeException {
    CallInDoubt() {
        super(
                "an earlier try may have reached Linq, and Linq could not recognise a second one; look into the chat, and"
                        + " replay the command if it is not there",
                null,
                false,
                false);
    }
}
