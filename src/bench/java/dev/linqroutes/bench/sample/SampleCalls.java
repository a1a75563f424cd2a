package dev.linqroutes.bench.sample;

import java.util.Locale;

/** Calls of Linq's API that measurements of a local Linq are made with. */
public final class SampleCalls {
    private SampleCalls() {}

    /** Body of a create: a group of two people that is in no other. */
    public static String createGroup(int number) {
        String people = String.format(
                Locale.ROOT, "\"from\":\"+12223334444\",\"to\":[\"+1555%07d\",\"+1556%07d\"],", number, number);
        return body(people, number, "is on its way", 0);
    }

    /** Body of a message to a group. */
    public static String sendMessage(int number) {
        return body("", number, "has arrived", 1);
    }

    /** @param people the fields before the message */
    private static String body(String people, int number, String news, int message) {
        return String.format(
                Locale.ROOT,
                "{%s\"message\":{\"parts\":[{\"type\":\"text\",\"value\":\"Your parcel %d %s\"}],"
                        + "\"idempotency_key\":\"parcel-%d-%d\"}}",
                people,
                number,
                news,
                number,
                message);
    }
}
