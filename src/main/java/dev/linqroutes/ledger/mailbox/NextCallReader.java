package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Tells a person which call of a mailbox is next, and what a worker would defer the mailbox for. Changes nothing.
 *
 * <p>Thread-safe.
 */
public final class NextCallReader {
    /** A call has fewer bytes than a request to Linq may have. */
    private static final long ANY_BYTES = Long.MAX_VALUE;

    private final Database database;
    private final Clock clock;
    private final Duration confirmDeadline;
    private final Duration confirmTimeout;
    private final Duration referenceTimeout;

    /**
     * @param confirmDeadline how long what reaches the members waits for the confirmation of a change of them
     * @param confirmTimeout how long a line that leaves a chat waits for the confirmation of a call
     * @param referenceTimeout how long a call waits for the id of a message
     */
    public NextCallReader(
            Database database,
            Clock clock,
            Duration confirmDeadline,
            Duration confirmTimeout,
            Duration referenceTimeout) {
        this.database = database;
        this.clock = clock;
        this.confirmDeadline = confirmDeadline;
        this.confirmTimeout = confirmTimeout;
        this.referenceTimeout = referenceTimeout;
    }

    /** @param waitsFor what has to happen first; empty if nothing but its time has to come */
    public record NextCall(String commandId, int position, Optional<CallWait> waitsFor) {}

    /**
     * The call that is made next: not always one of the oldest command, because a delayed command goes behind those that were accepted
     * while it was delayed. Empty if no call waits; delayed ones do not.
     *
     * @throws LedgerException when the database is unavailable
     */
    public Optional<NextCall> find(String mailbox) {
        return LedgerTransaction.run(database, 1, "read the next call of a group", handle -> {
            DueCalls next = MailboxClaimer.readCalls(
                    handle, List.of(new DueMailbox(mailbox, 0, List.of(), false)), 1, ANY_BYTES, false);
            return next.next()
                    .findFirst()
                    .map(call -> new NextCall(call.commandId(), call.position(), findWait(handle, next)));
        });
    }

    /** In the order in which a worker looks. */
    private Optional<CallWait> findWait(Handle handle, DueCalls next) {
        Instant now = clock.instant();
        return Stream.<Supplier<Map<String, CallWait>>>of(
                        () -> ConfirmationWaits.find(handle, next, confirmDeadline, confirmTimeout, now),
                        () -> MediaOfCalls.find(handle, next, now).findWaits(next),
                        () -> ReferredMessages.find(
                                        handle, MailboxClaimer.readGroups(handle, next.names()), next, referenceTimeout)
                                .findWaits(next, now))
                .flatMap(waits -> waits.get().values().stream())
                .findFirst();
    }
}
