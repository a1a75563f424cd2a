package dev.linqroutes.sandbox.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an accepted message fails (reference 4.8).
 *
 * @param deliveredLate whether it is delivered after all, in a direct chat
 */
public record MessageFailure(int code, String reason, boolean deliveredLate) {
    /** Of the reasons that Linq is known to give, the first is the only one after which a message may still be delivered. */
    static final String MAY_BE_DELIVERED = "delivery";

    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put(MAY_BE_DELIVERED, "Message delivery failed");
        REASONS.put("send", "Message send failed");
        REASONS.put("expired", "Request expired before being processed");
    }

    static List<String> reasons() {
        return List.copyOf(REASONS.keySet());
    }

    static MessageFailure of(FaultSettings settings) {
        return new MessageFailure(
                settings.whole(Fault.MESSAGE_FAILS_CODE),
                REASONS.get(settings.word(Fault.MESSAGE_FAILS_REASON)),
                settings.flag(Fault.LATE_DELIVERED));
    }
}
