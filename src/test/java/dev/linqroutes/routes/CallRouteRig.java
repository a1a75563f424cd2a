package dev.linqroutes.routes;

import static dev.linqroutes.ledger.TestCommands.aCommand;

import dev.linqroutes.ledger.TestCommands;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;

/** The route that makes calls alone, with calls out of a ledger. */
abstract class CallRouteRig<C extends Clock> extends RouteRig {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** No test makes so many calls without an answer that all work pauses. */
    private static final int NEVER = 1000;

    final C clock;
    final TestLedger ledger;

    CallRouteRig(C clock) {
        super("call-linq", "linq-api");
        this.clock = clock;
        ledger = TestLedger.inMemory(clock).longestCall(A_MINUTE).open();
    }

    @Override
    void bind(Registry registry) {
        registry.bind("clock", clock);
        registry.bind("linqRequests", new RequestWriter("secret-key", clock));
        RetryBackoff backoff = new RetryBackoff(
                Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofMinutes(10), () -> 0.5);
        registry.bind(
                "linqResponses",
                new ResponseInterpreter(backoff, new CircuitBreaker(clock, A_MINUTE, A_MINUTE, NEVER), clock));
        registry.bind("callResults", resultsOfRoute());
    }

    /** What the route knows as that. */
    Object resultsOfRoute() {
        return ledger.results;
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    /** A command with this call. */
    void accept(String commandId, GroupAddress group, PlannedCall call, Optional<Instant> expiresAt) {
        TestCommands.Sentence command = aCommand(commandId).forGroup(group);
        expiresAt.ifPresent(command::expiresAt);
        ledger.accept(command.with(call));
    }
}
