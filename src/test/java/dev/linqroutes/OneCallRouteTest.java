package dev.linqroutes;

import dev.linqroutes.ledger.Acceptance;
import dev.linqroutes.ledger.CallResult;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.GroupAddress;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Mailbox;
import dev.linqroutes.ledger.Mailboxes;
import dev.linqroutes.ledger.NewCall;
import dev.linqroutes.ledger.NewCommand;
import dev.linqroutes.ledger.Origin;
import dev.linqroutes.ledger.Results;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import dev.linqroutes.linq.Answers;
import dev.linqroutes.linq.Backoff;
import dev.linqroutes.linq.Calls;
import dev.linqroutes.linq.Gate;
import dev.linqroutes.testing.OpenGate;
import dev.linqroutes.testing.TestLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;

/** The route that makes calls alone, with calls out of a ledger. */
abstract class OneCallRouteTest<C extends Clock> extends RouteTest {
    private static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** No test makes so many calls without an answer that all work pauses. */
    private static final int NEVER = 1000;

    final C clock;
    final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "", 3);
    final Mailboxes mailboxes;
    final Results results;

    OneCallRouteTest(C clock) {
        super("call-linq");
        this.clock = clock;
        Lines lines = new Lines(clock, 7000, OptionalLong.empty());
        mailboxes = new Mailboxes(
                database,
                clock,
                new WorkSignal(),
                new OpenGate(),
                lines,
                new Mailboxes.Settings(
                        10,
                        A_MINUTE,
                        A_MINUTE,
                        Duration.ofMillis(1),
                        29,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10)));
        results = TestLedger.results(database, mailboxes, TOPICS, clock, lines);
    }

    @Override
    void bind(Registry registry) {
        registry.bind("calls", new Calls("secret-key", clock));
        Backoff backoff = new Backoff(
                Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofMinutes(10), () -> 0.5);
        registry.bind("answers", new Answers(backoff, new Gate(clock, A_MINUTE, A_MINUTE, NEVER), clock));
        registry.bind("results", resultsOfRoute());
    }

    /** What the route knows as that. */
    Object resultsOfRoute() {
        return results;
    }

    @AfterEach
    void closeLedger() {
        database.close();
    }

    /** A command with this call. */
    void accept(String commandId, GroupAddress group, NewCall call, Optional<Instant> expiresAt) {
        new Acceptance(database, TOPICS, clock, new WorkSignal(), new WorkSignal())
                .accept(List.of(new NewCommand(
                        new Origin("source of " + commandId, "{}", "place", Optional.empty(), Optional.empty()),
                        commandId,
                        "type",
                        group,
                        List.of(),
                        List.of(call),
                        Optional.empty(),
                        expiresAt)));
    }

    /** Returns when it is in the ledger. */
    void record(Mailbox mailbox, CallResult result) {
        results.record(mailbox, mailbox.next(), result, clock.instant())
                .toCompletableFuture()
                .join();
    }
}
