package dev.linqroutes.linq;

import dev.linqroutes.ledger.mailbox.Mailbox;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes creates with the same line and members one after another: until a group has its name, Linq returns its chat for the
 * next such create (reference 2.2, rule 4).
 */
public final class CreateSequencer {
    private static final Logger LOG = LoggerFactory.getLogger(CreateSequencer.class);
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private final CircuitBreaker circuitBreaker;
    private final Clock clock;

    public CreateSequencer(CircuitBreaker circuitBreaker, Clock clock) {
        this.circuitBreaker = circuitBreaker;
        this.clock = clock;
    }

    /** Whether the mailbox's next call is a create that has to wait for the name of another group. */
    public boolean isBlocked(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.isBlocked();
    }

    /** Whether the other group's chat should be read: its name is overdue, or no rename is waiting for it. */
    public boolean isReadBackDue(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.blocker()
                .map(blocker -> blocker.nameOverdue() || blocker.nameless())
                .orElse(false);
    }

    /** The request to read the other group's chat. */
    public LinqRequest blockerRequest(@Variable("mailbox") Mailbox mailbox) {
        return LinqRequest.get(
                LinqPath.chat(mailbox.blocker().flatMap(Mailbox.Blocker::chatId).orElseThrow()));
    }

    /** The other group's chat, by the names of Linq's fields. Defers the mailbox and returns nothing if the response has none. */
    public Map<String, Object> readChatOrDefer(@Variable("mailbox") Mailbox mailbox, @Body LinqResponse response) {
        circuitBreaker.record(mailbox.nextCall().callId(), response);
        Map<String, Object> chat = response.fields();
        if (response.responseClass() == ResponseClass.ACCEPTED
                || (response.responseClass() == ResponseClass.FAILED && !chat.isEmpty())) {
            return chat;
        }
        defer(
                mailbox,
                response.requestedDelay(clock.instant()).orElse(ResponseInterpreter.DEFAULT_RETRY_AFTER),
                response.fault().message());
        return Map.of();
    }

    /** Defers the mailbox because the other group's chat could not be read. */
    public void deferOnNoResponse(@Variable("mailbox") Mailbox mailbox, @ExchangeException Exception reason) {
        String description = ResponseInterpreter.describe(reason);
        circuitBreaker.recordNoResponse(mailbox.nextCall().callId(), description);
        defer(mailbox, ResponseInterpreter.DEFAULT_RETRY_AFTER, description);
    }

    private void defer(Mailbox mailbox, Duration delay, String reason) {
        mailbox.nextCall()
                .labels()
                .on(LOG.atInfo())
                .log(
                        "{} waits for the name of another group, whose chat could not be read; retrying in {} ms: {}",
                        mailbox.nextCall().describe(),
                        delay.toMillis(),
                        reason);
        mailbox.deferUntil(clock.instant().plus(delay));
    }

    /**
     * Lets a create go on whose blocker will never have a name: it is made, and fails with the reason.
     *
     * @param free whether the other group has released its members
     */
    public void unblockIfNameless(@Variable("mailbox") Mailbox mailbox, @Body boolean free) {
        if (!free && mailbox.blocker().map(Mailbox.Blocker::nameless).orElse(false)) {
            mailbox.unblock();
        }
    }

    /** Makes the mailbox due again after a short delay. */
    public void defer(@Variable("mailbox") Mailbox mailbox) {
        mailbox.deferUntil(clock.instant().plus(RECHECK_DELAY));
    }
}
