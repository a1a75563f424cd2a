package dev.linqroutes.bench.sample;

import java.util.Locale;

/** Calls of Linq's API that measurements of a local Linq are made with. */
public final class SampleCalls {
    private SampleCalls() {}

    /** Body of a create: a group of two people that is in no other. */
    public static String createGroup(int number) {
        return String.format(
                Locale.ROOT,
                "{\"from\":\"+12223334444\",\"to\":[\"+1555%07d\",\"+1556%07d\"],\"message\":{\"parts\":[{\"type\":\"text\","
                        + "\"value\":\"Your parcel %d is on its way\"}],\"idempotency_key\":\"parcel-%d-0\"}}",
                number,
                number,
                number,
                number);
    }

    /** Body of a message to a group. */
    public static String sendMessage(int number) {
        return String.format(
                Locale.ROOT,
                "{\"message\":{\"parts\":[{\"type\":\"text\",\"value\":\"Your parcel %d has arrived\"}],"
                        + "\"idempotency_key\":\"parcel-%d-1\"}}",
                number,
                number);
    }
}
