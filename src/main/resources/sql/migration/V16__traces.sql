-- W3C trace context of the span of its acceptance: traceparent, and behind a space tracestate. Only while traces are sent.
ALTER TABLE command ADD COLUMN trace_context VARCHAR(600);
