package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.SecretMask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request to the API and its answer, as they were: what is secret of query, headers and bodies is hidden where it is shown.
 *
 * @param status empty when the connection was closed instead of an answer
 * @param abandoned whether the client had gone before the answer; status and answer are then those that it did not get, if any
 * @param fault name of the injected fault
 * @param keyKnown whether it came with the key of an account
 * @param unknownFields paths of the fields that the sandbox does not know
 */
record LoggedRequest(
        Instant at,
        String method,
        String path,
        String query,
        LoggedHeaders headers,
        LoggedBody body,
        OptionalInt status,
        boolean abandoned,
        LoggedBody answer,
        LoggedHeaders answerHeaders,
        long millis,
        String traceId,
        Optional<String> chatId,
        Optional<String> fault,
        boolean keyKnown,
        List<String> unknownFields,
        Optional<String> idempotencyKey) {
    /** Of the fields without their text. */
    private static final int BASE_WEIGHT = 500;

    /** Approximate bytes of memory. */
    long weight() {
        return BASE_WEIGHT
                + path.length()
                + query.length()
                + headers.weight()
                + body.bytes().length
                + answer.bytes().length;
    }

    String queryWithoutSecrets() {
        return SecretMask.query(query);
    }

    /** Without secrets. */
    ObjectNode view() {
        ObjectNode view = JsonTrees.object()
                .put("at", at.toString())
                .put("method", method)
                .put("path", path)
                .put("query", queryWithoutSecrets());
        view.set("headers", headers.view());
        view.set("body", body.view());
        status.ifPresentOrElse(code -> view.put("status", code), () -> view.putNull("status"));
        view.put("client_gone", abandoned);
        view.set("answer", answer.view());
        view.set("answer_headers", answerHeaders.view());
        view.put("millis", millis).put("trace_id", traceId);
        view.set("chat_id", JsonTrees.textOrNull(chatId));
        view.set("fault", JsonTrees.textOrNull(fault));
        view.put("key_known", keyKnown);
        view.set("unknown_fields", JsonTrees.texts(unknownFields));
        view.set("idempotency_key", JsonTrees.textOrNull(idempotencyKey));
        return view;
    }
}
