package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.testing.TraceCollector;
import dev.linqroutes.trace.CommandTracer;
import dev.linqroutes.trace.OpenTelemetryTracer;
import java.net.URI;

/** A call is in the trace of its command, whichever process makes it. */
class CallsAreInTheTraceOfTheirCommandTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void an_outcome_that_a_process_without_traces_makes_carries_the_trace_of_its_command() throws Exception {
        String[] trace = new String[1];
        try (TraceCollector collector = new TraceCollector();
                CommandTracer tracer =
                        OpenTelemetryTracer.open(collector.endpoint(), URI.create("https://linq.test"), name -> name)) {
            reopen(onSameDatabase().tracing(tracer));
            ledger.accept(create("c1", "order-1", 1));
            Mailbox traced = ledger.onlyMailbox();
            trace[0] = traced.nextCall().traceContext().orElseThrow().text();
            ledger.putBack(traced);
        }
        reopen();
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(TestAnswers.fault(400)));

        assertThat(ledger.takeOutgoing())
                .filteredOn(record -> record.topic().equals(TestLedger.TOPICS.outcomes()))
                .extracting(record -> record.headers().get("traceparent"))
                .containsExactly(trace[0]);
    }

    @OnEachDatabase
    void a_call_is_loaded_with_the_trace_of_its_command_only_while_there_are_traces() throws Exception {
        try (TraceCollector collector = new TraceCollector();
                CommandTracer tracer =
                        OpenTelemetryTracer.open(collector.endpoint(), URI.create("https://linq.test"), name -> name)) {
            reopen(onSameDatabase().tracing(tracer));
            ledger.accept(create("c1", "order-1", 1));
            Mailbox traced = ledger.onlyMailbox();
            assertThat(traced.nextCall().traceContext()).isPresent();
            ledger.putBack(traced);

            reopen();
            assertThat(ledger.onlyMailbox().nextCall().traceContext()).isEmpty();
        }
    }
}
