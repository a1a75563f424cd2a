package dev.linqroutes.ledger;

import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import java.util.Optional;

/** Responses of Linq for tests. */
public final class TestAnswers {
    private TestAnswers() {}

    public static Accepted accepted(String chatId) {
        return new Accepted(201, Optional.of(chatId), Optional.of("message"), Optional.of("trace"));
    }

    public static Fault fault(int status) {
        return new Fault(Optional.of(status), Optional.of(1004), "no", Optional.empty(), Optional.of("trace"));
    }
}
