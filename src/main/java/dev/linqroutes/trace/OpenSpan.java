package dev.linqroutes.trace;

import java.time.Instant;
import java.util.Optional;

/** A span of something that is being committed. If it is not, the span is dropped: it is exported when it ends, and only then. */
public interface OpenSpan {
    /** What its children need; empty if the SDK is disabled by its own variables. */
    Optional<TraceContext> context();

    void end(Instant at);
}
