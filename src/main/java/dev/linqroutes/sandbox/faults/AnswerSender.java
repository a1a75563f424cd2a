package dev.linqroutes.sandbox.faults;

import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiResponse;
import java.util.OptionalInt;

/** Answers one request as without faults. */
public interface AnswerSender {
    /** Also records it. */
    void send(ApiResponse answer);

    /** Also records it. */
    void refuse(ApiError refusal);

    /**
     * Records an answer that is sent in another way; call it before.
     *
     * @param status empty when the connection is closed instead
     */
    void record(OptionalInt status, byte[] bytes);
}
