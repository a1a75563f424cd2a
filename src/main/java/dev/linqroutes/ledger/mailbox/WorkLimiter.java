package dev.linqroutes.ledger.mailbox;

import java.util.OptionalLong;

/** Decides how much may be worked now: everything, or a probe, or nothing. */
public interface WorkLimiter {

    /**
     * What may be begun now.
     *
     * @param limit at most so many
     * @param probe set while all work pauses: whoever begins the only one tries whether Linq works again
     */
    record Permit(int limit, OptionalLong probe) {
        /** While nothing pauses. */
        public static Permit of(int most) {
            return new Permit(most, OptionalLong.empty());
        }
    }

    /** What may be given to workers now, at most {@code workers}. */
    Permit acquirePermit(int workers);

    /** Whoever had that probe has not called Linq: another may. Nothing happens to a probe that is over, or to any other. */
    void releaseProbe(long probe);
}
