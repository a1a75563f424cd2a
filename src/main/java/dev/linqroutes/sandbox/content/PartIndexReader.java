package dev.linqroutes.sandbox.content;

import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;

/** Reads which part of a message a request is about. */
public final class PartIndexReader {
    private PartIndexReader() {}

    /**
     * @return index of a part of the message; the first without the field
     * @throws ApiError 400/1005
     */
    public static int of(JsonFields body, SandboxMessage message) {
        int index = body.optionalInt("part_index").orElse(0);
        if (index < 0 || index >= message.partCount()) {
            throw ApiError.invalidValue("'" + body.pathOf("part_index") + "' names no part of the message");
        }
        return index;
    }
}
