package dev.linqroutes.ledger.mailbox;

import java.util.OptionalLong;

/** Decides how many mailboxes may be worked now: all, one as a probe of Linq, or none. */
public interface WorkLimiter {

    /**
     * The number of mailboxes that may be worked.
     *
     * @param probe set while work is paused: the only one permitted probes whether Linq is available again
     */
    record Permit(int limit, OptionalLong probe) {
        /** A permit while work is not paused. */
        public static Permit of(int limit) {
            return new Permit(limit, OptionalLong.empty());
        }
    }

    /** Permits at most {@code workers} mailboxes. */
    Permit acquirePermit(int workers);

    /** Makes the probe available again because its owner has not called Linq. Does nothing if it is no longer in flight. */
    void releaseProbe(long probe);
}
