package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a clock that jumps does to whatever waits for a time. */
class ClockJumpsLoseNothingTest extends OnH2AndPostgres {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_PER_DAY = 3;

    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).mostPerDay(MOST_PER_DAY).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    // Forward

    @OnEachDatabase
    void a_delayed_command_comes_early_when_the_clock_jumps_forward_and_only_once() throws Exception {
        ledger.accept(notBefore(create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.advance(HOUR);
        ledger.releaseDelayed();
        clock.advance(HOUR.negated());
        ledger.releaseDelayed();
        clock.advance(HOUR);
        ledger.releaseDelayed();

        assertThat(ledger.workAll()).containsExactly("c1 call 1");
    }

    @OnEachDatabase
    void a_command_lapses_early_when_the_clock_jumps_forward() throws Exception {
        ledger.accept(expiresAt(create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.advance(HOUR.multipliedBy(2));

        Mailbox mailbox = ledger.claim().get(0);

        assertThat(mailbox.nextCall().isExpired(clock.instant())).isTrue();
    }

    @OnEachDatabase
    void a_line_may_send_a_days_messages_more_when_the_clock_jumps_to_the_next_day() throws Exception {
        ledger.accept(create("c1", "order-1", MOST_PER_DAY));
        ledger.workAll();
        ledger.accept(send("c2", "order-1"));
        assertThat(ledger.workAll()).isEmpty();
        clock.advance(DAY);

        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    // Back

    @OnEachDatabase
    void a_delayed_command_waits_for_its_time_by_the_clock_when_that_is_set_back() throws Exception {
        ledger.accept(notBefore(create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.advance(HOUR.negated());
        clock.advance(HOUR);
        ledger.releaseDelayed();
        assertThat(ledger.workAll()).isEmpty();
        clock.advance(HOUR);
        ledger.releaseDelayed();

        assertThat(ledger.workAll()).containsExactly("c1 call 1");
    }

    @OnEachDatabase
    void a_command_does_not_lapse_before_its_time_by_the_clock_when_that_is_set_back() throws Exception {
        ledger.accept(expiresAt(create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.advance(HOUR.negated());
        ledger.accept(create("c2", "order-2", 1));
        clock.advance(HOUR.plusMinutes(30));

        assertThat(ledger.claim())
                .extracting(mailbox -> mailbox.nextCall().isExpired(clock.instant()))
                .containsOnly(false);
    }

    @OnEachDatabase
    void what_a_line_has_sent_on_a_day_still_counts_when_the_clock_comes_back_to_that_day() throws Exception {
        ledger.accept(create("c1", "order-1", MOST_PER_DAY));
        ledger.workAll();
        clock.advance(DAY);
        ledger.accept(send("c2", "order-1"));
        assertThat(ledger.workAll()).containsExactly("c2 call 1");
        clock.advance(DAY.negated());
        ledger.accept(send("c3", "order-1"));

        assertThat(ledger.workAll()).isEmpty();
        assertThat(ledger.lines.messagesToday("line of order-1")).isLessThanOrEqualTo(MOST_PER_DAY);
        clock.advance(DAY);
        assertThat(ledger.workAll()).containsExactly("c3 call 1");
    }

    @OnEachDatabase
    void a_group_told_to_wait_waits_as_much_longer_as_the_clock_is_set_back() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.claim().get(0);
        CallResult.Fault wait = CallResult.Fault.withoutResponse("wait");
        ledger.record(mailbox, new CallResult.Retry(Duration.ofSeconds(30), CallResult.Retry.Reason.THROTTLED, wait));
        clock.advance(HOUR.negated());

        clock.advance(HOUR);
        assertThat(ledger.workAll()).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(ledger.workAll()).containsExactly("c1 call 1");
    }

    @OnEachDatabase
    void what_was_accepted_while_the_clock_was_ahead_and_not_worked_then_waits_until_it_is_there_again()
            throws Exception {
        clock.advance(HOUR);
        ledger.accept(create("c1", "order-1", 1));
        clock.advance(HOUR.negated());
        ledger.accept(create("c2", "order-2", 1), send("c3", "order-1"));

        assertThat(ledger.workAll()).containsExactly("c2 call 1");
        clock.advance(HOUR);
        assertThat(ledger.workAll()).containsExactly("c1 call 1", "c3 call 1");
    }

    private static PlannedCommand notBefore(PlannedCommand command, Instant time) {
        return like(command).notBefore(time).asItIs();
    }

    private static PlannedCommand expiresAt(PlannedCommand command, Instant time) {
        return like(command).expiresAt(time).asItIs();
    }
}
