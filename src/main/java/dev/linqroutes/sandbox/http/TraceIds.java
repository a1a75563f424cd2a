package dev.linqroutes.sandbox.http;

import java.util.UUID;

/** Trace ids of requests and events: 32 hexadecimal digits (reference 1.1). */
public final class TraceIds {
    private TraceIds() {}

    public static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
