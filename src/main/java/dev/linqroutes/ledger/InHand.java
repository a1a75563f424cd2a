package dev.linqroutes.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has in hand already when it leases more.
 *
 * @param messages by line, what the mailboxes may send of its day
 * @param largeBytes of calls that are too large for their mailbox's part of the memory
 */
record InHand(Map<String, Long> messages, long largeBytes) {
    static InHand of(Collection<Mailbox> mailboxes) {
        return new InHand(Map.of(), 0).with(mailboxes);
    }

    InHand with(Collection<Mailbox> more) {
        Map<String, Long> all = new HashMap<>(messages);
        long large = largeBytes;
        for (Mailbox mailbox : more) {
            mailbox.share().ifPresent(share -> all.merge(mailbox.line().orElseThrow(), share.messages(), Long::sum));
            large += mailbox.largeBytes();
        }
        return new InHand(all, large);
    }
}
