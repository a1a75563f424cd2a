package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import java.util.Optional;

/** A request that is not answered yet: what the log needs to know of it then. */
public final class OpenRequest {
    private final long start = System.nanoTime();
    private final String traceId;
    private Optional<ApiRequest> request = Optional.empty();
    private Optional<ApiResponse> outcome = Optional.empty();
    private Optional<ApiResponse> answer = Optional.empty();
    private Optional<String> fault = Optional.empty();
    private boolean abandoned;
    private boolean recorded;
    private boolean keyKnown = true;

    public OpenRequest(String traceId) {
        this.traceId = traceId;
    }

    public String traceId() {
        return traceId;
    }

    /** It has reached an endpoint. */
    public void reached(ApiRequest reached) {
        request = Optional.of(reached);
    }

    /** The sandbox has done what it asked for, whatever a fault makes of the answer. */
    public void carriedOut(ApiResponse made) {
        outcome = Optional.of(made);
        answered(made);
    }

    /** Empty unless it was carried out. */
    Optional<ApiResponse> outcome() {
        return outcome;
    }

    /** What it is answered, be it later. */
    public void answered(ApiResponse made) {
        answer = Optional.of(made);
    }

    /** Empty until its endpoint has answered. */
    public Optional<ApiResponse> answer() {
        return answer;
    }

    /** Its client has gone before it was answered. */
    public void abandoned() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** It is in the log. */
    public void recorded() {
        recorded = true;
    }

    public boolean isRecorded() {
        return recorded;
    }

    /** No account has its key, or it has none. */
    public void keyUnknown() {
        keyKnown = false;
    }

    boolean isKeyKnown() {
        return keyKnown;
    }

    public void struckBy(String name) {
        fault = Optional.of(name);
    }

    Optional<ApiRequest> request() {
        return request;
    }

    Optional<String> fault() {
        return fault;
    }

    long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
