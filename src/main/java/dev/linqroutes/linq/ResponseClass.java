package dev.linqroutes.linq;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an answer of Linq means for the call: by Linq's own code first, then by HTTP status, then by the code's band
 * (reference 1.5).
 */
enum ResponseClass {
    ACCEPTED,
    /** Later, as long as Linq says; no attempt is lost. */
    RATE_LIMITED,
    /** Later, with backoff, with the same key. */
    AGAIN,
    /** The same, but not for long: it passes within seconds, or it is there to stay. */
    SOON_AGAIN,
    /** The key is not valid: nothing is wrong with the call. */
    KEY_REJECTED,
    /** Linq has not been asked: a gateway, a proxy or a login page on the way has answered. Later, with backoff. */
    NOT_OF_LINQ,
    FAILED;

    /**
     * Codes that pass by themselves whatever their status says. 5001 is none of them: with a 413 it says that the file is
     * too large.
     */
    private static final Set<Integer> TRANSIENT =
            Set.of(2022, 3001, 3002, 3003, 3004, 3005, 3006, 4001, 4002, 4004, 4010, 5003);

    private static final int RATE_LIMIT_CODE = 1007;

    /**
     * Codes that no repeat helps even where the status is that of a server in trouble. With 3007 Linq itself has given up,
     * and of 4006 to 4008 it does not say what they mean.
     */
    private static final Set<Integer> PERMANENT = Set.of(
            1001, 1002, 1003, 1004, 1005, 1006, 1008, 2001, 2002, 2003, 2005, 2006, 2008, 2010, 2011, 2012, 2013, 2014,
            2016, 2017, 2018, 2019, 2021, 2023, 2024, 2025, 2026, 2027, 2028, 3007, 4003, 4005, 4006, 4007, 4008, 4009,
            5002, 5004, 5005, 5006, 5007);

    /** An attachment or chat that is not ready yet; 2015 is also what Linq says to what can never be. */
    private static final Set<Integer> NOT_READY_CODES = Set.of(2007, 2009, 2015);

    /** Codes of what passes by itself, sooner or later. */
    static Set<Integer> transientCodes() {
        return Stream.of(TRANSIENT, NOT_READY_CODES, Set.of(RATE_LIMIT_CODE))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    static ResponseClass of(int httpStatus, Optional<Integer> code) {
        if (httpStatus / 100 == 2 && code.isEmpty()) {
            return ACCEPTED;
        }
        return code.flatMap(ResponseClass::ofCode).orElseGet(() -> ofStatus(httpStatus, code));
    }

    private static Optional<ResponseClass> ofCode(int code) {
        if (code == RATE_LIMIT_CODE) {
            return Optional.of(RATE_LIMITED);
        }
        if (code == 2004) {
            return Optional.of(KEY_REJECTED);
        }
        if (NOT_READY_CODES.contains(code)) {
            return Optional.of(SOON_AGAIN);
        }
        return TRANSIENT.contains(code) ? Optional.of(AGAIN) : Optional.empty();
    }

    private static ResponseClass ofStatus(int httpStatus, Optional<Integer> code) {
        if (httpStatus == 429) {
            return RATE_LIMITED;
        }
        if (httpStatus == 401) {
            return KEY_REJECTED;
        }
        if (code.filter(PERMANENT::contains).isPresent()) {
            return FAILED;
        }
        // A 2xx with an error in it says two things at once: the same key brings the first answer again.
        boolean passes = httpStatus == 408 || httpStatus / 100 == 5 || httpStatus / 100 == 2;
        boolean serverBand = code.map(known -> known / 1000 == 3).orElse(false);
        return passes || serverBand ? AGAIN : FAILED;
    }
}
