package dev.linqroutes.linq;

import dev.linqroutes.ledger.Mailbox;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Body;
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
        return mailbox.waitsForTurn();
    }

    /** Whether Linq should be asked for that name: its confirmation is late, or none is to come. */
    public boolean late(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.turn().map(turn -> turn.ask() || turn.never()).orElse(false);
    }

    /** Makes the message the question for the other group's chat. */
    public void ask(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        String chatId = mailbox.turn().flatMap(Mailbox.Turn::chatId).orElseThrow();
        calls.prepareRead(exchange.getMessage(), LinqPath.chat(chatId));
    }

    /**
     * Goes by what Linq said. A create that waits for a name that is not to come waits no more: it is tried, and fails.
     *
     * @param free whether the members are free for the next create
     */
    public void told(@Variable("mailbox") Mailbox mailbox, @Body boolean free) {
        if (!free && mailbox.turn().map(Mailbox.Turn::never).orElse(false)) {
            mailbox.giveUpTurn();
        }
    }

    /** Puts the mailbox off. */
    public void postpone(@Variable("mailbox") Mailbox mailbox) {
        mailbox.waitUntil(clock.instant().plus(LOOK_AGAIN));
    }
}
