package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.http.ApiRequest;
import java.util.Optional;

/** A request that is not answered yet: what the log needs to know of it then. */
public final class OpenRequest {
    private final long start = System.nanoTime();
    private final String traceId;
    private Optional<ApiRequest> request = Optional.empty();
    private Optional<String> fault = Optional.empty();

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
