package dev.linqroutes.sandbox.http;

import java.util.regex.Pattern;

/** Ids of chats, messages, attachments and subscriptions: UUIDs (reference 1.1). */
public final class UuidCheck {
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private UuidCheck() {}

    /** @throws ApiError 400/1005, which is what Linq answers to a malformed id instead of 404 (reference 1.1) */
    public static void require(String id, String name) {
        if (!UUID.matcher(id).matches()) {
            throw ApiError.invalidValue("'" + name + "' must be a UUID");
        }
    }
}
