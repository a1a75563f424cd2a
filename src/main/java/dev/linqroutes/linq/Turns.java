package dev.linqroutes.linq;

import dev.linqroutes.ledger.Mailbox;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Creates for the same line and members go one after another: until a group has its name, Linq gives its chat back for
 * the next create (reference 2.2, rule 4).
 */
public final class Turns {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Calls calls;
    private final Clock clock;

    public Turns(Calls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** Whether the mailbox's create has to wait for the name of another group. */
    public boolean awaited(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.turn().map(turn -> !turn.never()).orElse(false);
    }

    /** Whether the confirmation of that name is so late that Linq should be asked. */
    public boolean late(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.turn().map(Mailbox.Turn::ask).orElse(false);
    }

    /** Makes the message the question for the other group's chat. */
    public void ask(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        String chatId = mailbox.turn().flatMap(Mailbox.Turn::chatId).orElseThrow();
        calls.prepareRead(exchange.getMessage(), "/chats/" + chatId);
    }

    /** Puts the mailbox off. */
    public void postpone(@Variable("mailbox") Mailbox mailbox) {
        mailbox.waitUntil(clock.instant().plus(LOOK_AGAIN));
    }
}
