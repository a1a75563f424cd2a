package dev.linqroutes.ledger.mailbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has in hand already when it leases more.
 *
 * @param messagesByLine by line, what the mailboxes may send of its day
 * @param largeBytes of calls that are too large for their mailbox's part of the memory
 */
record HeldLoad(Map<String, Long> messagesByLine, long largeBytes) {
    static HeldLoad of(Collection<Mailbox> mailboxes) {
        return new HeldLoad(Map.of(), 0).plus(mailboxes);
    }

    HeldLoad plus(Collection<Mailbox> more) {
        Map<String, Long> all = new HashMap<>(messagesByLine);
        long large = largeBytes;
        for (Mailbox mailbox : more) {
            mailbox.grant().ifPresent(share -> all.merge(mailbox.line().orElseThrow(), share.messages(), Long::sum));
            large += mailbox.largeBytes();
        }
        return new HeldLoad(all, large);
    }
}
