package dev.linqroutes.app;

import dev.linqroutes.ledger.media.MediaUploads;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.CreateSequencer;
import dev.linqroutes.linq.LinqHealthCheck;
import dev.linqroutes.linq.MediaUploader;
import dev.linqroutes.linq.PollReadBackPoller;
import dev.linqroutes.linq.ReadBackEvaluator;
import dev.linqroutes.linq.ReadBackPoller;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.spi.Registry;

/** What the routes linq-api, call-linq, confirm, work, groups and polls name, beside the ledger's own beans. */
final class LinqBeans {
    private LinqBeans() {}

    static CircuitBreaker circuitBreaker(Settings settings, Clock clock) {
        return new CircuitBreaker(
                clock,
                settings.duration("linq.circuit-breaker.probe-interval"),
                settings.maxCallTime(),
                settings.number("linq.circuit-breaker.failure-threshold"));
    }

    static RetryBackoff backoff(Settings settings) {
        return new RetryBackoff(
                settings.duration("linq.retry.initial-delay"),
                settings.duration("linq.retry.max-delay"),
                settings.duration("linq.retry.max-elapsed"),
                settings.duration("linq.retry.max-not-ready"),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    static void bind(
            Registry beans, Settings settings, LedgerBeans ledger, CircuitBreaker circuitBreaker, Clock clock) {
        RetryBackoff backoff = backoff(settings);
        ReadBackEvaluator evaluator = new ReadBackEvaluator(
                clock,
                settings.duration("linq.confirm.deadline"),
                settings.duration("linq.confirm.timeout"),
                settings.duration("linq.retry.max-elapsed"));
        beans.bind("linqHealthCheck", new LinqHealthCheck(circuitBreaker, MaskingConverter::mask));
        beans.bind("linqRequests", new RequestWriter(settings.required("linq.api.key"), clock));
        beans.bind("linqResponses", new ResponseInterpreter(backoff, circuitBreaker, clock));
        beans.bind("createSequencer", new CreateSequencer(circuitBreaker, clock));
        beans.bind(
                "mediaUploader",
                new MediaUploader(
                        new MediaUploads(ledger.database(), clock, settings.duration("media.reuse-for")),
                        circuitBreaker,
                        backoff,
                        settings.duration("linq.connect-timeout"),
                        URI.create(settings.apiUrl()),
                        clock));
        beans.bind(
                "readBack",
                new ReadBackPoller(ledger.confirmations(), ledger.chats(), circuitBreaker, evaluator, clock));
        beans.bind("pollReadBack", new PollReadBackPoller(ledger.pollReadBack(), circuitBreaker, clock));
    }
}
