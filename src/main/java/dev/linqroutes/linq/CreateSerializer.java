package dev.linqroutes.linq;

import dev.linqroutes.ledger.mailbox.Mailbox;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Creates for the same line and members go one after another: until a group has its name, Linq gives its chat back for
 * the next create (reference 2.2, rule 4).
 */
public final class CreateSerializer {
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private final RequestWriter requests;
    private final Clock clock;

    public CreateSerializer(RequestWriter calls, Clock clock) {
        this.requests = calls;
        this.clock = clock;
    }

    /** Whether the mailbox's create has to wait for the name of another group. */
    public boolean isBlocked(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.isBlocked();
    }

    /** Whether Linq should be asked for that name: its confirmation is late, or none is to come. */
    public boolean isReadBackDue(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.blocker()
                .map(turn -> turn.nameOverdue() || turn.nameless())
                .orElse(false);
    }

    /** Makes the message the question for the other group's chat. */
    public void prepareBlockerRead(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        String chatId = mailbox.blocker().flatMap(Mailbox.Blocker::chatId).orElseThrow();
        requests.writeGet(exchange.getMessage(), LinqPath.chat(chatId));
    }

    /**
     * Goes by what Linq said. A create that waits for a name that is not to come waits no more: it is tried, and fails.
     *
     * @param free whether the members are free for the next create
     */
    public void unblockIfNameless(@Variable("mailbox") Mailbox mailbox, @Body boolean free) {
        if (!free && mailbox.blocker().map(Mailbox.Blocker::nameless).orElse(false)) {
            mailbox.unblock();
        }
    }

    /** Puts the mailbox off. */
    public void defer(@Variable("mailbox") Mailbox mailbox) {
        mailbox.deferUntil(clock.instant().plus(RECHECK_DELAY));
    }
}
