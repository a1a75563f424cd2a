package dev.linqroutes.ledger.mailbox;

/** A call without an idempotency key was started before and may have taken effect: repeating it could execute it twice. */
public final class CallInDoubt extends RuntimeException {
    CallInDoubt() {
        super(
                "an earlier attempt may have reached Linq, and Linq could not recognise a repeated one; check the chat,"
                        + " and replay the command if its effect is missing",
                null,
                false,
                false);
    }
}
