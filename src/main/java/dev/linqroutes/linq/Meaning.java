package dev.linqroutes.linq;

import java.util.Optional;
import java.util.Set;

/**
 * What an answer of Linq means for the call: by Linq's own code first, then by HTTP status, then by the code's band
 * (reference 1.5).
 */
enum Meaning {
    ACCEPTED,
    /** Later, as long as Linq says; no attempt is lost. */
    RATE_LIMITED,
    /** Later, with backoff, with the same key. */
    AGAIN,
    /** The same, but not for long: it passes within seconds, or it is there to stay. */
    SOON_AGAIN,
    /** The key is not valid: nothing is wrong with the call. */
    KEY_REJECTED,
    FAILED;

    /**
     * Codes that pass by themselves although their band or status says otherwise. The server band 3xxx is one of them
     * as a whole, except 3007: there Linq itself has given up.
     */
    private static final Set<Integer> PASSING =
            Set.of(2022, 3001, 3002, 3003, 3004, 3005, 3006, 4001, 4002, 4004, 4010, 5001, 5003);

    /** An attachment or chat that is not ready yet; 2015 is also what Linq says to what can never be. */
    private static final Set<Integer> IN_TRANSITION = Set.of(2007, 2009, 2015);

    private static final int GAVE_UP = 3007;

    static Meaning of(int httpStatus, Optional<Integer> code) {
        if (httpStatus / 100 == 2) {
            return ACCEPTED;
        }
        return code.flatMap(Meaning::ofCode).orElseGet(() -> ofStatus(httpStatus, code));
    }

    private static Optional<Meaning> ofCode(int code) {
        if (code == 1007) {
            return Optional.of(RATE_LIMITED);
        }
        if (code == 2004) {
            return Optional.of(KEY_REJECTED);
        }
        if (IN_TRANSITION.contains(code)) {
            return Optional.of(SOON_AGAIN);
        }
        if (PASSING.contains(code)) {
            return Optional.of(AGAIN);
        }
        return code == GAVE_UP ? Optional.of(FAILED) : Optional.empty();
    }

    private static Meaning ofStatus(int httpStatus, Optional<Integer> code) {
        if (httpStatus == 429) {
            return RATE_LIMITED;
        }
        if (httpStatus == 401) {
            return KEY_REJECTED;
        }
        boolean passes = httpStatus == 408 || httpStatus / 100 == 5;
        boolean serverBand = code.map(known -> known / 1000 == 3).orElse(false);
        return passes || serverBand ? AGAIN : FAILED;
    }
}
