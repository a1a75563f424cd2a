package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiResponse;
import java.util.Optional;
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
     * @param answer where it is JSON
     */
    void record(OptionalInt status, Optional<ObjectNode> answer, byte[] bytes);
}
