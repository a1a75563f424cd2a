package dev.linqroutes.ledger.mailbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the mailboxes that this process has leased use of its limits.
 *
 * @param messagesByLine messages granted to these mailboxes from the daily quota of each line
 * @param largeBytes bytes of loaded calls that are larger than a mailbox's share of the memory
 */
record HeldLoad(Map<String, Long> messagesByLine, long largeBytes) {
    static HeldLoad of(Collection<Mailbox> mailboxes) {
        return new HeldLoad(Map.of(), 0).plus(mailboxes);
    }

    HeldLoad plus(Collection<Mailbox> more) {
        Map<String, Long> all = new HashMap<>(messagesByLine);
        long large = largeBytes;
        for (Mailbox mailbox : more) {
            mailbox.grant().ifPresent(grant -> all.merge(mailbox.line().orElseThrow(), grant.messages(), Long::sum));
            large += mailbox.largeBytes();
        }
        return new HeldLoad(all, large);
    }
}
