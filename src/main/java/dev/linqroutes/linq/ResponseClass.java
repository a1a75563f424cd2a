package dev.linqroutes.linq;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a response of Linq means for the call: by Linq's code first, then by HTTP status, then by the code's range
 * (reference 1.5).
 */
enum ResponseClass {
    ACCEPTED("accepted"),
    /** Retry after the delay that Linq requests; does not count as an attempt. */
    RATE_LIMITED("rate_limited"),
    /** Retry with backoff and the same idempotency key. */
    RETRYABLE("again"),
    /** The same for a short time: the state either passes within seconds, or is permanent. */
    NOT_READY("soon_again"),
    /** The API key is invalid: the call itself is not at fault. */
    KEY_REJECTED("key_rejected"),
    /** A gateway, proxy or login page has responded instead of Linq. Retry with backoff. */
    FOREIGN("not_of_linq"),
    FAILED("failed");

    /**
     * Codes of transient errors, whatever the HTTP status. Not 5001: with status 413 it means that the file is too large.
     */
    private static final Set<Integer> TRANSIENT =
            Set.of(2022, 3001, 3002, 3003, 3004, 3005, 3006, 4001, 4002, 4004, 4010, 5003);

    private static final int RATE_LIMIT_CODE = 1007;

    /**
     * Codes of permanent errors, even with a 5xx status. With 3007 Linq has stopped its own retries; the meaning of 4006 to 4008
     * is not documented.
     */
    private static final Set<Integer> PERMANENT = Set.of(
            1001, 1002, 1003, 1004, 1005, 1006, 1008, 2001, 2002, 2003, 2005, 2006, 2008, 2010, 2011, 2012, 2013, 2014,
            2016, 2017, 2018, 2019, 2021, 2023, 2024, 2025, 2026, 2027, 2028, 3007, 4003, 4005, 4006, 4007, 4008, 4009,
            5002, 5004, 5005, 5006, 5007);

    /** An attachment or chat is not ready yet; 2015 also stands for what will never be ready. */
    private static final Set<Integer> NOT_READY_CODES = Set.of(2007, 2009, 2015);

    /** All codes of errors after which a retry may succeed. */
    static Set<Integer> transientCodes() {
        return Stream.of(TRANSIENT, NOT_READY_CODES, Set.of(RATE_LIMIT_CODE))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private final String label;

    ResponseClass(String label) {
        this.label = label;
    }

    /** Value of the metric label {@code meaning}. */
    String label() {
        return label;
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
            return Optional.of(NOT_READY);
        }
        return TRANSIENT.contains(code) ? Optional.of(RETRYABLE) : Optional.empty();
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
        // A 2xx with an error contradicts itself: a retry with the same key returns the first response again.
        boolean transientStatus = httpStatus == 408 || httpStatus / 100 == 5 || httpStatus / 100 == 2;
        boolean serverRange = code.map(known -> known / 1000 == 3).orElse(false);
        return transientStatus || serverRange ? RETRYABLE : FAILED;
    }
}
